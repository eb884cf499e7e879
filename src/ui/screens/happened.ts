// What happened: the headline, where memory goes, what to do first, and the user's own line.
import type {Analysis} from '../../model/analysis.js';
import {midpoint} from '../text/amount.js';
import {nameOf, whereOf} from '../names.js';
import {enter} from '../place.js';
import {typed} from '../../report/how.js';
import {memoryUse} from '../../report/index.js';
import {counted, estimateText} from '../../report/phrases.js';
import {go, notify, onward, record, step} from '../navigate.js';
import {PARTS, REST, stackedBar} from '../text/bar.js';
import {BLANK, cell, codeRows, fit, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const happened: Screen<'happened'> = {
	step: 'read',
	title: ({view}) => (view.seen ? 'What happened' : 'No XLA:TPU failure found'),
	body: (scene) => [...(scene.view.seen ? seen(scene) : unseen(scene)), ...routed(scene)],
	menu: ({view, state}) => {
		const {walk, diagnosis} = view.focus;
		const items: MenuItem[] = [];
		if (view.seen) {
			const open = walk.at.kind === 'question';
			items.push({id: 'on', label: open ? 'Answer a question that the log leaves open' : 'Why it happened'});
			if (open) items.push({id: 'remedies', label: `See all remedies (${diagnosis.remedies.length})`});
		} else {
			items.push({id: 'on', label: 'Describe what you saw'});
		}
		if (view.reading.incidents.length > 1)
			items.push({
				id: 'incidents',
				label: `Choose another of the ${view.reading.incidents.length} failures in this log`,
			});
		items.push(
			{id: 'evidence', label: 'Look at the evidence'},
			// Another log would belong to the session, not to a drill.
			state.aside
				? {id: 'drill', label: 'Back to the drill'}
				: {id: 'more', label: state.job ? 'Reading more …' : 'Add another log or a dump'},
		);
		return items;
	},
	choose: ({state, view}, item) => {
		switch (item) {
			case 'remedies':
				return step(go(state, enter({screen: 'remedies'})));
			case 'incidents':
				return step(go(state, enter({screen: 'incidents'})));
			case 'drill':
				return step(go(state, enter({screen: 'drill-result'})));
			case 'evidence':
				return step(go(state, enter({screen: 'evidence', tab: 'facts', order: 'size', grouped: true})));
			case 'more':
				return step(go(state, enter({screen: 'open-file'})), {do: 'complete', prefix: ''});
			default:
				return step(go(state, onward(view)));
		}
	},
	command: ({state, knowledge, view}, command) => {
		const page = codePage(knowledge, view);
		if (command !== 'read') return undefined;
		return step(
			page === undefined
				? notify(state, 'muted', 'There is no page about this.')
				: go(state, enter({screen: 'page', page})),
		);
	},
	hints: ({knowledge, view}) => [
		'why',
		'evidence',
		...(codePage(knowledge, view) === undefined ? [] : ['read' as const]),
	],
};

/** The page about the error code, if the playbook has one. */
function codePage({playbook}: Scene['knowledge'], {focus, seen}: Scene['view']): string | undefined {
	const id = `codes/${focus.incident.code}`;
	return seen && playbook.pages.some((page) => page.id === id) ? id : undefined;
}

/** The answer first: what is missing, where memory goes, what to do first, which comes before memory where few rows are. Then the user's own line. */
function seen(scene: Scene): Line[] {
	const {columns, view, state} = scene;
	const {analysis, incident} = view.focus;
	const [headline = ''] = analysis.story;
	const {rows} = state.size;
	const repeated = repetition(scene);
	const most = scene.twin || rows >= 30 ? 5 : rows >= 24 ? 4 : 3;
	const memory = memoryLines(analysis, scene.twin ? columns : scene.wide, most, scene.twin);
	const first = firstStepLines(view.focus.diagnosis, columns, rows < 24 ? 1 : 4);
	return apart(
		wrap(line(span(headline, 'strong')), columns),
		...(rows < 24 ? [first, memory] : [memory, first]),
		[
			...quote(whereOf(view, incident.at), incident.at.quote, columns, rows < 24 ? 1 : 3),
			...(repeated === '' ? [] : wrap(line(span(repeated, 'muted')), columns)),
		],
		analysis.story
			.slice(1)
			.filter((sentence) => sentence !== analysis.totals)
			.flatMap((sentence) => wrap(line(span('• ', 'muted'), sentence), columns, {hang: 2})),
	);
}

/** The first step of the plan and what to type for it, in so many lines. */
function firstStepLines({plan, walk}: Scene['view']['focus']['diagnosis'], columns: number, most: number): Line[] {
	const step = plan.restarts[0]?.steps[0];
	if (!step) return [];
	const frees = step.estimate && step.estimate.high > 0 ? `  frees ${estimateText(step.estimate)}` : '';
	const shown = typed(step);
	const code = shown?.text.split('\n') ?? [];
	return [
		...wrap(
			line(
				span(walk.at.kind === 'question' ? 'Try first: ' : 'Do this first: ', 'heading'),
				step.remedy.title,
				span(frees, 'muted'),
			),
			columns,
		),
		...code.slice(0, most).flatMap((text) => codeRows(text, columns, 4, shown?.language)),
		...(code.length > most ? [line(span('    … on the plan screen (p)', 'muted'))] : []),
	];
}

/** Pieces with a blank line between them; those that are empty are left out. */
function apart(...pieces: readonly (readonly Line[])[]): Line[] {
	return pieces.filter((piece) => piece.length > 0).flatMap((piece, at) => (at === 0 ? piece : [BLANK, ...piece]));
}

/** The user's own words, so many lines of them at most, and where they stand. */
export function quote(where: string, text: string, columns: number, most = 3): Line[] {
	const rows = wrap(line(span(text, 'quote')), columns - 2);
	const shown = rows.slice(0, most);
	if (rows.length > most) shown[most - 1] = fit([...(rows[most - 1] ?? []), span(' …', 'muted')], columns - 2);
	return [...shown.map((row) => [span('│ ', 'muted'), ...row]), line(span(`╵ ${where}`, 'muted'))];
}

function repetition({view}: Scene): string {
	const {occurrences, hosts} = view.focus.incident;
	const parts = [];
	if (occurrences > 1) parts.push(`${occurrences} times`);
	if (hosts.length > 0) parts.push(hosts.length === 1 ? `by ${hosts[0] ?? ''}` : `by ${hosts.length} hosts`);
	return parts.length === 0 ? '' : `Printed ${parts.join(' ')}.`;
}

/** What the device does not have. */
const MISSING = {tone: 'danger', sign: '▞'} as const;

/** The bar with its limit marked, and a line for each part of it: groups of buffers where the evidence lists them, else the parts of the total. */
function memoryLines(analysis: Analysis, columns: number, most: number, twin: boolean): Line[] {
	const rows = memoryUse(analysis, most);
	const totals = totalsLine(analysis);
	const parts =
		rows.length > 0
			? rows.map((row, at) => ({...row, look: row.name === 'the rest' ? REST : (PARTS[at % PARTS.length] ?? REST)}))
			: analysis.parts.map((part, at) => ({
					bytes: Math.max(0, midpoint(part.bytes)),
					size: part.text,
					name: part.label,
					what: '',
					look: part.label === 'missing' ? MISSING : (PARTS[at % PARTS.length] ?? MISSING),
				}));
	const sum = parts.reduce((total, part) => total + part.bytes, 0);
	if (sum <= 0) return [];
	const limit = limitOf(analysis);
	const scale = Math.max(sum, limit?.bytes ?? 0);
	const sizes = Math.max(...parts.map(({size}) => size.length));
	const names = Math.min(Math.floor(columns / 2), Math.max(...parts.map(({name}) => name.length)));
	const bar = stackedBar(
		parts.map((part) => ({bytes: part.bytes, ...part.look})),
		scale,
		columns,
	);
	return [
		...(twin ? [] : [bar, ...(limit ? [limitLine(limit, scale, columns)] : [])]),
		...parts.map((part) =>
			fit(
				[
					...(twin ? [] : [span(`${part.look.sign} `, part.look.tone)]),
					...cell(line(span(part.size, 'strong')), sizes, 'right'),
					span('  '),
					...cell(line(span(part.name, rows.length > 0 && part.name !== 'the rest' ? 'code' : 'plain')), names),
					span(part.what === '' ? '' : `  ${part.what}`, 'muted'),
				],
				columns,
			),
		),
		...(rows.length > 0 && totals !== '' && most > 3 ? wrap(line(span(totals, 'muted')), columns) : []),
		...(twin && limit ? [line(`Usable: ${limit.text}.`)] : []),
	];
}

/** `arguments 5.72G · temporaries 29.16G`: the total by its parts. */
function totalsLine({parts}: Analysis): string {
	return parts.length < 2 ? '' : parts.map(({label, text}) => `${label} ${text}`).join(' · ');
}

function limitOf({facts}: Analysis): {bytes: number; text: string} | undefined {
	const capacity = facts.find((fact) => fact.name === 'hbm.capacity')?.value;
	return capacity?.kind === 'size' ? {bytes: midpoint(capacity.bytes), text: capacity.text} : undefined;
}

function limitLine(limit: {bytes: number; text: string}, scale: number, columns: number): Line {
	const at = Math.min(columns - 1, Math.max(0, Math.round((limit.bytes / scale) * columns) - 1));
	const words = ` usable ${limit.text}`;
	return at + 1 + words.length <= columns
		? line(' '.repeat(at), span('▲', 'danger'), span(words, 'muted'))
		: line(' '.repeat(Math.max(0, at - words.length)), span(`${words.trim()} `, 'muted'), span('▲', 'danger'));
}

function unseen({view, columns}: Scene): Line[] {
	const {evidence} = view.reading;
	if (evidence.length === 0) return wrap('No log was given. Answer the questions instead.', columns);
	const names = evidence
		.map(
			(info) =>
				`${nameOf(view, info.name)} (${counted(info.lines, 'line')}${info.form === 'log' ? '' : `, ${info.form}`})`,
		)
		.join(', ');
	return [
		...wrap(line('There is no XLA:TPU failure in ', span(names, 'strong'), '.'), columns),
		BLANK,
		...wrap(
			'The message may be in another log: of another host, of the pod that died first, or on standard error. You can also describe what you saw.',
			columns,
		),
	];
}

/** Failures that XLA:TPU did not cause: one line each, with what to do. */
function routed({view, knowledge, columns}: Scene): Line[] {
	if (view.reading.routed.length === 0) return [];
	const pages = new Map(knowledge.playbook.pages.map((page) => [page.id, page]));
	return [
		BLANK,
		line(span(view.seen ? 'Also in this log' : 'Found in this log', 'heading')),
		...view.reading.routed.slice(0, 5).flatMap((one) => {
			const page = pages.get(`routed/${one.kind}`);
			return [
				...wrap(line(span(page?.title ?? one.kind, 'warn'), span(`  ${whereOf(view, one.at)}`, 'muted')), columns),
				...wrap(page?.summary ?? 'This failure is not one of XLA:TPU.', columns, {indent: 2}),
			];
		}),
	];
}

export const incidents: Screen<'incidents'> = {
	step: 'read',
	title: () => 'Failures in this log',
	belowRows: 4,
	side: () => true,
	body: ({columns}) => wrap('The first usually causes the others.', columns),
	menu: ({view}) =>
		view.all().map(({incident, analysis}) => ({
			id: incident.id,
			label: line(
				span(incident.code, 'strong'),
				`  ${analysis.story[0] ?? incident.form}`,
				span(`  line ${incident.at.line}${incident.occurrences > 1 ? `, ${incident.occurrences} times` : ''}`, 'muted'),
			),
		})),
	below: ({view, place, columns, twin}) => {
		const one = twin ? undefined : view.all()[place.cursor];
		return one ? quote(whereOf(view, one.incident.at), one.incident.at.quote, columns) : [];
	},
	choose: ({state, view}, incident) => {
		const there = go(state, enter({screen: 'happened'}));
		return incident === view.focus.incident.id ? step(there) : record(there, {type: 'focus', incident});
	},
};
