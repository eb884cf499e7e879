// What happened: the headline in the user's figures, their own line quoted, and where the memory goes.
import type {Analysis} from '../../model/analysis.js';
import {midpoint} from '../text/amount.js';
import {nameOf, whereOf} from '../names.js';
import {enter} from '../place.js';
import {counted} from '../../report/phrases.js';
import {described} from './buffers.js';
import {go, notify, onward, record, step} from '../navigate.js';
import {gauge, PARTS, stackedBar} from '../text/bar.js';
import {BLANK, cell, fit, line, lineWidth, span, wrap, type Line} from '../text/line.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const happened: Screen<'happened'> = {
	step: 'read',
	title: ({view}) => (view.focus.seen ? 'What happened' : 'No XLA:TPU failure found'),
	body: (scene) => [...(scene.view.focus.seen ? seen(scene) : unseen(scene)), ...routed(scene)],
	menu: ({view, state}) => {
		const {walk, diagnosis, seen: known} = view.focus;
		const items: MenuItem[] = [];
		if (known) {
			const open = walk.at.kind === 'question';
			items.push({id: 'on', label: open ? 'Go on: a question the log leaves open' : 'Go on: why it happened'});
			if (open)
				items.push({
					id: 'remedies',
					label: `Straight to the remedies (${diagnosis.remedies.filter((one) => one.standing !== 'ruled out').length})`,
				});
		} else {
			items.push({id: 'on', label: 'Describe what was seen'});
		}
		if (view.reading.incidents.length > 1)
			items.push({id: 'incidents', label: `Another of the ${view.reading.incidents.length} failures in this log`});
		items.push(
			{id: 'evidence', label: 'Look at the evidence'},
			{id: 'more', label: state.job ? 'Reading more …' : 'Add another log or a dump'},
		);
		return items;
	},
	choose: ({state, view}, item) => {
		switch (item) {
			case 'remedies':
				return step(go(state, enter({screen: 'remedies'})));
			case 'incidents':
				return step(go(state, enter({screen: 'incidents'})));
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
function codePage({playbook}: Scene['knowledge'], {focus}: Scene['view']): string | undefined {
	const id = `codes/${focus.incident.code}`;
	return focus.seen && playbook.pages.some((page) => page.id === id) ? id : undefined;
}

function seen(scene: Scene): Line[] {
	const {columns, view} = scene;
	const {analysis, incident} = view.focus;
	const [headline = '', ...rest] = analysis.story;
	// The bar has its figures in its legend: the sentence that lists the same is not said again.
	const listed = rest.find(isList);
	const story = rest.filter((sentence) => sentence !== listed);
	const repeated = repetition(scene);
	return apart(
		wrap(line(span(headline, 'strong')), columns),
		[
			// Where rows are few, the bar and what its parts are matter more than the whole of the line.
			...quote(whereOf(view, incident.at), incident.at.quote, columns, scene.state.size.rows < 24 ? 1 : 3),
			...(repeated === '' ? [] : wrap(line(span(repeated, 'muted')), columns)),
		],
		scene.twin ? partLines(analysis, columns, listed) : barLines(analysis, columns, listed),
		story.flatMap((sentence) => wrap(line(span('• ', 'muted'), sentence), columns, {hang: 2})),
		groupLines(analysis, columns, scene.state.size.rows >= 36 ? 8 : 3, scene.twin),
	);
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
	if (occurrences > 1) parts.push(`printed ${occurrences} times`);
	if (hosts.length > 0) parts.push(hosts.length === 1 ? `by ${hosts[0] ?? ''}` : `by ${hosts.length} hosts`);
	const text = parts.join(' ');
	return text === '' ? '' : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** What there is not. */
const MISSING = {tone: 'danger', sign: '▞'} as const;

/** The stacked bar with the limit marked, and its legend. */
function barLines(analysis: Analysis, columns: number, listed: string | undefined): Line[] {
	const shares = sharesOf(listed);
	const parts = analysis.parts.map((part, at) => ({
		...part,
		bytes: Math.max(0, midpoint(part.bytes)),
		look: part.label === 'missing' ? MISSING : (PARTS[at % PARTS.length] ?? MISSING),
	}));
	const sum = parts.reduce((total, part) => total + part.bytes, 0);
	if (sum <= 0) return [];
	const limit = limitOf(analysis);
	const scale = Math.max(sum, limit?.bytes ?? 0);
	const entries = parts.map((part) => [
		span(`${part.look.sign} `, part.look.tone),
		span(`${part.label} `),
		span(part.text, 'strong'),
		span(shares.has(part.label) ? ` ${shares.get(part.label) ?? ''}` : '', 'muted'),
	]);
	return [
		stackedBar(
			parts.map((part) => ({bytes: part.bytes, ...part.look})),
			scale,
			columns,
		),
		...(limit ? [limitLine(limit, scale, columns)] : []),
		...legend(entries, columns),
	];
}

/** The same in words, for ears. */
function partLines(analysis: Analysis, columns: number, listed: string | undefined): Line[] {
	const shares = sharesOf(listed);
	if (analysis.parts.length === 0) return [];
	const limit = limitOf(analysis);
	const parts = analysis.parts.map(
		({label, text}) => `${label} ${text}${shares.has(label) ? ` (${shares.get(label) ?? ''})` : ''}`,
	);
	return wrap(`${parts.join(', ')}${limit ? `; usable ${limit.text}` : ''}.`, columns);
}

const PART = /(\w[\w ]*?) (?:at most |about )?[\d.]+[KMGTB](?: to [\d.]+[KMGTB])? \(([^)]*%)\)/g;

/** Whether a sentence lists the parts of the memory with their shares and says nothing else. */
function isList(sentence: string): boolean {
	const rest = sentence.replace(PART, '');
	return rest !== sentence && /^[,. ]*$/.test(rest);
}

/** `arguments` → `15 %` */
function sharesOf(listed: string | undefined): ReadonlyMap<string, string> {
	return new Map(
		[...(listed ?? '').matchAll(PART)].map(([, label = '', share = '']) => [
			label.slice(0, 1).toLowerCase() + label.slice(1),
			share,
		]),
	);
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

/** Entries beside each other, as many as fit in a row. */
function legend(entries: readonly Line[], columns: number): Line[] {
	const rows: Line[] = [];
	for (const entry of entries) {
		const last = rows.at(-1);
		if (last && lineWidth(last) + 3 + lineWidth(entry) <= columns)
			rows[rows.length - 1] = [...last, span('   '), ...entry];
		else rows.push(fit(entry, columns));
	}
	return rows;
}

function groupLines({groups}: Analysis, columns: number, most: number, twin: boolean): Line[] {
	if (groups.length === 0) return [];
	const shown = groups.slice(0, most);
	const largest = Math.max(...shown.map((group) => midpoint(group.total)));
	const bar = twin || columns < 64 ? 0 : columns >= 76 ? 12 : 6;
	const sizes = Math.max(...shown.map((group) => group.text.length));
	const names = shown.map((group) => line(group.count > 1 ? `${group.count} × ` : '', span(group.shape, 'code')));
	const longest = Math.min(Math.floor(columns / 2), Math.max(...names.map(lineWidth)));
	const rest = groups.length - shown.length;
	return [
		line(
			span('Largest groups of buffers', 'heading'),
			span(rest > 0 ? `   and ${rest} smaller ${rest === 1 ? 'one' : 'ones'} under e` : '', 'muted'),
		),
		...shown.map((group, at) =>
			fit(
				[
					...cell(line(span(group.text, 'strong')), sizes, 'right'),
					span('  '),
					...(bar > 0
						? [...cell(line(span(gauge(midpoint(group.total), largest, bar), 'second')), bar), span('  ')]
						: []),
					...cell(names[at] ?? BLANK, longest),
					span(`  ${described(group)}`, 'muted'),
				],
				columns,
			),
		),
	];
}

function unseen({view, columns}: Scene): Line[] {
	const {evidence} = view.reading;
	if (evidence.length === 0) return wrap('No log was given. The questions lead on without one.', columns);
	const names = evidence
		.map(
			(info) =>
				`${nameOf(view, info.name)} (${counted(info.lines, 'line')}${info.form === 'log' ? '' : `, ${info.form}`})`,
		)
		.join(', ');
	return [
		...wrap(line('No XLA:TPU failure was recognised in ', span(names, 'strong'), '.'), columns),
		BLANK,
		...wrap(
			'The message may have gone to another log: of another host, of the pod that died first, or to standard error. It can also be described: the questions lead on without a log.',
			columns,
		),
	];
}

/** Failures in the log that are not the compiler's or runtime's: one line each, with what to do. */
function routed({view, knowledge, columns}: Scene): Line[] {
	if (view.reading.routed.length === 0) return [];
	const pages = new Map(knowledge.playbook.pages.map((page) => [page.id, page]));
	return [
		BLANK,
		line(span(view.focus.seen ? 'Also in this log' : 'Found in this log', 'heading')),
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
	body: ({columns}) => wrap('The first is usually the cause of the others.', columns),
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
