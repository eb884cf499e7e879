// What the diagnosis rests on: every fact with who says so, the buffers, the flags in force, and the log itself.
import {resolve, shownText, type Fact, type FactDeclaration} from '../../model/fact.js';
import {inOrder, whereOf} from '../names.js';
import {enter, type EvidenceTab, type PlaceOf} from '../place.js';
import {at, back, go, notify, step} from '../navigate.js';
import type {Effect, State} from '../state.js';
import {BLANK, cell, line, span, wrap, type Line} from '../text/line.js';
import {bufferItems, bufferLines, groupLines, headOf, nextOrder} from './buffers.js';
import {quote} from './happened.js';
import {capacityOf, memoryHead, memoryItems, memoryLines} from './memory.js';
import {logBody, logStart, marksOf} from './log.js';
import {overlayItems, placeOfPath, playbookLines} from './overlay.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export type Here = Scene<PlaceOf<'evidence'>>;

const TABS: readonly {readonly tab: EvidenceTab; readonly label: string}[] = [
	{tab: 'facts', label: 'facts'},
	{tab: 'buffers', label: 'buffers'},
	{tab: 'memory', label: 'memory over time'},
	{tab: 'flags', label: 'flags'},
	{tab: 'log', label: 'log'},
	{tab: 'playbook', label: 'playbook'},
];

/** The playbook has a table only where a team has changed it, and memory over time needs a dump. */
function tabsOf({knowledge, view}: Scene): typeof TABS {
	const has = {playbook: knowledge.overlay !== undefined, memory: view.focus.analysis.memory !== undefined};
	return TABS.filter(({tab}) => (tab !== 'playbook' && tab !== 'memory') || has[tab]);
}

export const evidence: Screen<'evidence'> = {
	title: () => 'Evidence',
	belowRows: 5,
	side: ({place}) => place.tab === 'buffers' || place.tab === 'facts',
	table: true,
	body: (scene) => {
		const {place, wide} = scene;
		if (scene.twin) return twinBody(scene);
		return [
			line(
				...tabsOf(scene).flatMap(({tab, label}) => [
					span(tab === place.tab ? `▸${label}` : ` ${label}`, tab === place.tab ? 'strong' : 'muted'),
					span('  '),
				]),
			),
			BLANK,
			...tableHead(scene, wide),
		];
	},
	menu: (scene) => (scene.twin ? [{id: 'back', label: 'Back'}] : rows(scene)),
	below: (scene) => (scene.twin ? [] : explain(scene)),
	choose: (scene, item) => {
		const {state, place} = scene;
		if (item === 'back') return step(back(state));
		if (item.startsWith('fact:')) {
			const fact = factsOf(scene).find((one) => `fact:${one.name}` === item);
			if (fact?.origin.by === 'reader') return toLog(scene, fact.origin.place.evidence, fact.origin.place.line);
			return step(state);
		}
		if (item.startsWith('line:')) return toLog(scene, scene.view.focus.incident.at.evidence, Number(item.slice(5)));
		if (item === 'next-mark') return nextMark(scene);
		if (item.startsWith('path:')) {
			const there = placeOfPath(scene.knowledge, item.slice('path:'.length));
			return step(there ? go(state, there) : notify(state, 'muted', 'This file has no page.'));
		}
		if (item === 'again') return step(at(state, {...place, tab: 'facts', cursor: 0, scroll: 0}));
		return step(state);
	},
	command: (scene, command) => {
		const {state, place} = scene;
		switch (command) {
			case 'next-table': {
				const tabs = tabsOf(scene);
				const next = tabs[(tabs.findIndex(({tab}) => tab === place.tab) + 1) % tabs.length]?.tab ?? 'facts';
				const cursor = next === 'memory' ? (scene.view.focus.analysis.memory?.peak ?? 0) : 0;
				const moved = {...at(state, {...place, tab: next, cursor, scroll: 0}), moved: state.moved + 1};
				return next === 'log' ? step(moved, ...logStart(scene, scene.view.focus.incident.at.line)) : step(moved);
			}
			case 'sort': {
				const order = nextOrder(scene.view.focus.analysis, place.order);
				return step({...at(state, {...place, order, cursor: 0}), moved: state.moved + 1});
			}
			case 'group':
				return step({...at(state, {...place, grouped: !place.grouped, cursor: 0}), moved: state.moved + 1});
			case 'up':
			case 'down':
			case 'page-up':
			case 'page-down':
			case 'top':
			case 'bottom':
				return place.tab === 'log' ? scrollLog(scene, command) : undefined;
			default:
				return undefined;
		}
	},
	hints: ({place}) => (place.tab === 'buffers' ? ['next-table', 'sort', 'group'] : ['next-table']),
};

function toLog(scene: Here, name: string, number: number): {state: State; effects: readonly Effect[]} {
	const place = {...scene.place, tab: 'log' as const, cursor: 0, scroll: 0};
	return step({...at(scene.state, place), moved: scene.state.moved + 1}, ...logStart(scene, number, name));
}

function nextMark(scene: Here): {state: State; effects: readonly Effect[]} {
	const {log} = scene.state;
	if (!log) return step(scene.state);
	const marks = marksOf(scene, log.evidence);
	const next = marks.find((number) => number > log.from + 3) ?? marks[0];
	return next === undefined ? step(scene.state) : step(scene.state, ...logStart(scene, next, log.evidence));
}

function scrollLog(scene: Here, command: string): {state: State; effects: readonly Effect[]} {
	const {log, size} = scene.state;
	if (!log) return step(scene.state);
	const page = Math.max(1, size.rows - 10);
	const by: Record<string, number> = {
		up: -1,
		down: 1,
		'page-up': -page,
		'page-down': page,
		top: -log.total,
		bottom: log.total,
	};
	const from = Math.min(Math.max(1, log.total - page + 1), Math.max(1, log.from + (by[command] ?? 0)));
	return from === log.from
		? step(scene.state)
		: step(scene.state, {do: 'log', evidence: log.evidence, from, count: size.rows});
}

/** The facts that count, in the order in which the playbook declares them. */
export function factsOf({view, knowledge}: Scene): Fact[] {
	return inOrder(knowledge.playbook, [...resolve(view.focus.walk.facts).values()]);
}

function declaration({knowledge}: Scene, name: string): FactDeclaration | undefined {
	return knowledge.playbook.facts.find((one) => one.name === name);
}

function originText({view}: Scene, fact: Fact): string {
	switch (fact.origin.by) {
		case 'reader':
			return whereOf(view, fact.origin.place);
		case 'derivation':
			return fact.origin.from.length === 0 ? 'derived' : `from ${fact.origin.from.join(', ')}`;
		case 'user':
			return 'your answer';
	}
}

function tableHead(scene: Here, columns: number): Line[] {
	const {place} = scene;
	switch (place.tab) {
		case 'facts': {
			const {label, value} = factWidths(columns);
			return [line(span(`  ${'fact'.padEnd(label)}${'value'.padEnd(value)}who says so`, 'muted'))];
		}
		case 'buffers':
			if (scene.view.focus.analysis.buffers.length === 0)
				return [
					...wrap(
						'The evidence lists no buffers. One more run of the compiler prints them; the questions say how.',
						columns,
					),
					BLANK,
				];
			return [line(span(`  ${'size'.padStart(9)}  ${headOf(place)}`, 'muted'))];
		case 'memory':
			return [line(span(memoryHead(scene.view.focus.walk.facts), 'muted'))];
		case 'flags':
			return scene.view.reading.flags.length === 0
				? [line('The evidence shows no flags in force.'), BLANK]
				: [line(span('  flags in force, as the evidence shows them', 'muted'))];
		case 'log':
			return logBody(scene);
		case 'playbook':
			return [
				...wrap(
					line(
						'What the folder ',
						span(scene.knowledge.overlay?.folder ?? '', 'code'),
						' changes of the built-in playbook.',
					),
					scene.columns,
				),
				BLANK,
			];
	}
}

function rows(scene: Here): MenuItem[] {
	const {place, view, wide} = scene;
	switch (place.tab) {
		case 'facts': {
			const widths = factWidths(wide);
			const items = factsOf(scene).map((fact) => ({
				id: `fact:${fact.name}`,
				label: [
					...cell(declaration(scene, fact.name)?.label ?? fact.name, widths.label - 1),
					span(' '),
					...cell(line(span(shownText(fact, declaration(scene, fact.name)), 'strong')), widths.value - 1),
					span(' '),
					...cell(line(span(originText(scene, fact), fact.origin.by === 'user' ? 'good' : 'muted')), widths.origin),
				],
			}));
			return items.length > 0 ? items : [{id: 'nothing', label: 'No facts yet'}];
		}
		case 'buffers': {
			const items = bufferItems(view.focus.analysis, place);
			return items.length > 0 ? items : [{id: 'again', label: 'Back to the facts'}];
		}
		case 'memory':
			return memoryItems(view.focus.analysis, capacityOf(scene.view.focus.walk.facts), wide);
		case 'flags': {
			const items = view.reading.flags.map((flag, index) => ({
				id: `line:${flag.place.line}:${index}`,
				label: line(
					span(flag.name, 'code'),
					`=${flag.value}`,
					span(`  ${flag.channel}  line ${flag.place.line}`, 'muted'),
				),
			}));
			return items.length > 0 ? items : [{id: 'again', label: 'Back to the facts'}];
		}
		case 'log':
			return [{id: 'next-mark', label: 'Next place that a fact was read from'}];
		case 'playbook': {
			const items = overlayItems(scene.knowledge);
			return items.length > 0 ? items : [{id: 'again', label: 'Back to the facts'}];
		}
	}
}

function factWidths(columns: number): {label: number; value: number; origin: number} {
	const label = Math.min(32, Math.floor(columns * 0.36));
	const value = Math.min(30, Math.floor(columns * 0.28));
	return {label, value, origin: Math.max(8, columns - 2 - label - value)};
}

/** What is known about the line under the cursor. */
function explain(scene: Here): Line[] {
	const {place, columns, view} = scene;
	if (place.tab === 'facts') {
		const fact = factsOf(scene)[place.cursor];
		if (!fact) return [];
		const declared = declaration(scene, fact.name);
		const others = view.focus.walk.facts.filter(
			(one) => one.name === fact.name && one !== fact && one.value.text !== fact.value.text,
		);
		return [
			...wrap(line(span(fact.name, 'code'), `  ${declared?.meaning ?? ''}`), columns),
			...(fact.origin.by === 'reader' ? quote(originText(scene, fact), fact.origin.place.quote, columns) : []),
			...(fact.origin.by === 'derivation'
				? wrap(
						line(span(`By ${fact.origin.rule}, ${originText(scene, fact)}. ${fact.origin.note ?? ''}`, 'muted')),
						columns,
					)
				: []),
			...others.flatMap((one) =>
				wrap(line(span(`But ${originText(scene, one)} says ${shownText(one, declared)}.`, 'warn')), columns),
			),
		];
	}
	if (place.tab === 'memory') return memoryLines(view.focus.analysis, place.cursor, columns);
	if (place.tab === 'buffers') return bufferLines(view.focus.analysis, place, columns);
	return [];
}

function twinBody(scene: Here): Line[] {
	return [
		...(scene.knowledge.overlay
			? [line(span('Playbook', 'heading')), ...playbookLines(scene.knowledge, scene.columns), BLANK]
			: []),
		...factsOf(scene).flatMap((fact) =>
			wrap(
				line(
					declaration(scene, fact.name)?.label ?? fact.name,
					': ',
					span(shownText(fact, declaration(scene, fact.name)), 'strong'),
					span(` (${originText(scene, fact)})`, 'muted'),
				),
				scene.columns,
				{hang: 2},
			),
		),
		...groupLines(scene.view.focus.analysis, scene.columns),
		...(scene.view.reading.flags.length > 0 ? [BLANK, line(span('Flags in force', 'heading'))] : []),
		...scene.view.reading.flags.flatMap(({name, value, channel, place}) =>
			wrap(`${name}=${value}  ${channel}, line ${place.line}`, scene.columns, {hang: 2}),
		),
	];
}

export const evidencePlace: PlaceOf<'evidence'> = enter({
	screen: 'evidence',
	tab: 'facts',
	order: 'size',
	grouped: true,
});
