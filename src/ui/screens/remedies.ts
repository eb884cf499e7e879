// What helps, the most promising first: one line each, the one under the cursor explained below.
import type {Diagnosis, RankedRemedy} from '../../model/diagnosis.js';
import type {Decision} from '../../model/session.js';
import {typed} from '../../report/how.js';
import {counted, DECISION, freedText, isProbablyEnough} from '../../report/phrases.js';
import {enter} from '../place.js';
import {go, notify, record, step} from '../navigate.js';
import type {State, Step} from '../state.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, cell, clip, codeRows, line, span, wrap, type Line, type Span, type Tone} from '../text/line.js';
import type {MenuItem, Screen} from './screen.js';

export const remedies: Screen<'remedies'> = {
	step: 'remedies',
	numbered: () => true,
	title: () => 'What helps',
	belowRows: 5,
	table: true,
	side: () => true,
	body: ({view, columns, wide, twin}) => [
		...wrap(gapLine(view.focus.diagnosis), columns),
		...(twin ? [] : [BLANK, line(span(heading(wide, view.focus.diagnosis), 'muted'))]),
	],
	menu: ({view, wide, twin}) => {
		const {remedies: all, plan} = view.focus.diagnosis;
		const steps = plan.restarts.reduce((sum, restart) => sum + restart.steps.length, 0);
		const restartOf = (id: string): number =>
			plan.restarts.findIndex((restart) => restart.steps.some(({remedy}) => remedy.id === id)) + 1;
		const items: MenuItem[] = all.map((ranked) => ({
			id: ranked.remedy.id,
			label: row(ranked, layoutOf(wide - 2, view.focus.diagnosis), twin, restartOf(ranked.remedy.id)),
		}));
		items.push({
			id: ':plan',
			label: line(span('Go on to the plan', 'accent'), span(`  ${counted(steps, 'step')}`, 'muted')),
		});
		return items;
	},
	below: ({view, place, columns, wide, twin}) => {
		const ranked = twin ? undefined : view.focus.diagnosis.remedies[place.cursor];
		if (!ranked) return [];
		const {diagnosis} = view.focus;
		// A mismatch frees nothing, so what a step frees is no column of it.
		return preview(ranked, columns, layoutOf(wide - 2, diagnosis).frees === 0 && diagnosis.plan.toFree !== undefined);
	},
	choose: ({state}, item) =>
		step(go(state, item === ':plan' ? enter({screen: 'plan'}) : enter({screen: 'remedy', remedy: item}))),
	command: ({state, view, place}, command) => {
		const ranked = view.focus.diagnosis.remedies[place.cursor];
		if (command === 'note' && ranked)
			return step(go(state, enter({screen: 'note', on: ranked.remedy.id, title: ranked.remedy.title})));
		if (command !== 'accept' && command !== 'postpone' && command !== 'reject') return undefined;
		if (!ranked) return step(notify(state, 'muted', 'Move the cursor to a remedy first.'));
		return decide(state, ranked, command);
	},
	hints: () => ['accept', 'postpone', 'reject', 'plan', 'note'],
};

/** Records a decision; the same decision again takes it back. */
export function decide(state: State, ranked: RankedRemedy, decision: Decision): Step {
	const again = ranked.decision === decision;
	const {state: next, effects} = record(state, {
		type: 'decide',
		remedy: ranked.remedy.id,
		decision: again ? 'open' : decision,
	});
	const words = again ? `Open again: ${ranked.remedy.title}` : `${capital(DECISION[decision])}: ${ranked.remedy.title}`;
	return {state: notify(next, 'good', words), effects};
}

const STANDING_TONE: Readonly<Record<RankedRemedy['standing'], Tone>> = {
	indicated: 'good',
	possible: 'plain',
	unlikely: 'muted',
	'ruled out': 'muted',
};

export const MARK: Readonly<Record<Decision | 'open', Span>> = {
	accept: span('✓', 'good'),
	postpone: span('◦', 'warn'),
	reject: span('✗', 'danger'),
	open: span(' '),
};

/** In the plan unless the user decides otherwise. */
const PLANNED = span('▸', 'accent');

export function standingSpan(ranked: RankedRemedy): Span {
	const {role, standing} = ranked;
	const words = role === 'close' || standing === 'ruled out' ? standing : role === 'inform' ? 'evidence' : role;
	return span(words, STANDING_TONE[ranked.standing]);
}

/** Columns right of the title: standing, what it frees, safety; fewer where there is no room, and none that would say unknown in every row. */
function layoutOf(columns: number, {remedies: all}: Pick<Diagnosis, 'remedies'>): Widths {
	const standing = 10;
	const known = all.some(({estimate}) => estimate !== undefined);
	// With a blank on both sides.
	const frees = known && columns >= 58 ? Math.max(...all.map((one) => freedCell(one).length), 5) + 2 : 0;
	const safety = columns >= 90 ? 18 : 0;
	const rank = 6;
	return {title: Math.max(10, columns - rank - standing - frees - safety - 2), standing, frees, safety};
}

interface Widths {
	readonly title: number;
	readonly standing: number;
	readonly frees: number;
	readonly safety: number;
}

function heading(columns: number, diagnosis: Diagnosis): string {
	const {title, standing, frees, safety} = layoutOf(columns - 2, diagnosis);
	return [
		'  ',
		'plan  remedy'.padEnd(title + 6),
		'standing'.padEnd(standing),
		frees > 0 ? ' frees'.padEnd(frees) : '',
		safety > 0 ? 'safety' : '',
	].join('');
}

function row(ranked: RankedRemedy, widths: Widths, twin: boolean, restart: number): Line {
	const {remedy, standing, decision} = ranked;
	const out = standing === 'ruled out';
	if (twin)
		return line(
			remedy.title,
			` (${standingSpan(ranked).text}; frees ${freedText(ranked)}; ${remedy.safety})`,
			decision ? ` [${DECISION[decision]}]` : restart > 0 ? ` [in restart ${restart} of the plan]` : '',
		);
	const tone = out || standing === 'unlikely' ? 'muted' : 'plain';
	return [
		decision === undefined && restart > 0 ? PLANNED : MARK[decision ?? 'open'],
		span(restart > 0 ? String(restart) : ' ', 'accent'),
		...cell(line(span(out ? '–' : String(ranked.rank), 'muted')), 3, 'right'),
		span(' '),
		...cell(line(span(clip(remedy.title, widths.title - 1), tone)), widths.title - 1),
		span(' '),
		...cell(line(standingSpan(ranked)), widths.standing),
		...(widths.frees > 0 ? [span(' '), ...cell(line(span(freedCell(ranked), tone)), widths.frees - 2), span(' ')] : []),
		...(widths.safety > 0 ? cell(line(span(remedy.safety, safetyTone(remedy.safety))), widths.safety) : []),
	];
}

/** Nothing for what is not advised: that what it frees is unknown says no more. */
function freedCell(ranked: RankedRemedy): string {
	const isAdvised = ranked.standing === 'indicated' || ranked.standing === 'possible';
	return isAdvised || ranked.estimate ? freedText(ranked) : '';
}

export function safetyTone(safety: RankedRemedy['remedy']['safety']): Tone {
	return safety === 'safe' ? 'good' : safety === 'risky' ? 'warn' : 'plain';
}

/** What the columns have no room for comes first. */
function preview(ranked: RankedRemedy, columns: number, frees: boolean): Line[] {
	return [
		...(frees && ranked.standing !== 'ruled out'
			? wrap(
					line(
						span('Frees ', 'muted'),
						span(freedText(ranked), 'strong'),
						span(' · ', 'muted'),
						span(ranked.remedy.safety, safetyTone(ranked.remedy.safety)),
					),
					columns,
				)
			: []),
		...ranked.because
			.slice(0, 2)
			.flatMap((reason) => wrap(line(span('• ', 'muted'), ...drawSentence(reason)), columns, {hang: 2})),
		...wrap(line(span('In general: ', 'muted'), ranked.remedy.gain), columns, {hang: 2}),
		...(typed(ranked)?.text.split('\n').slice(0, 3) ?? []).flatMap((text) =>
			codeRows(text, columns, 2, typed(ranked)?.language),
		),
		...(ranked.note === undefined ? [] : wrap(line(span('Note: ', 'accent'), ranked.note), columns, {hang: 6})),
	];
}

/** What is missing, and what the chosen steps leave. */
function gapLine({plan, analysis, remedies: all}: Diagnosis): Line {
	// A mismatch lacks no memory.
	if (analysis.incident.code === 'E0102') return line('Do one step at a time, in the order of the plan.');
	const steps = all.some(({decision}) => decision === 'accept') ? 'The chosen steps' : 'The steps in the plan';
	const over = analysis.facts.find((fact) => fact.name === 'hbm.over')?.value.text;
	const lead = over === undefined ? [] : [span('Missing '), span(over, 'danger'), span('. ')];
	const closes: Record<typeof plan.closes, Span> = {
		yes: span(`${steps} are enough, even by the lowest estimate.`, 'good'),
		likely: span(`${steps} ${isProbablyEnough(plan) ? 'are probably' : 'may be'} enough.`, 'good'),
		no: span(`${steps} are not enough on this chip.`, 'warn'),
		unknown: span(
			plan.restarts.length > 0
				? `Your log does not show whether ${steps.replace('The', 'the')} are enough.`
				: 'No step is chosen yet.',
			'muted',
		),
	};
	return [...lead, closes[plan.closes]];
}

export function capital(words: string): string {
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}
