// Keys at random over the real app: never a crash, never too tall, never a screen without a way on and a way back.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {replay} from '../../src/engine/index.js';
import type {SessionEvent} from '../../src/model/session.js';
import {BINDINGS, type Command} from '../../src/ui/keys.js';
import {startSession} from '../../src/ui/perform.js';
import {compose} from '../../src/ui/compose.js';
import {SCREENS} from '../../src/ui/screens/index.js';
import {screenOf} from '../../src/ui/screens/index.js';
import {here, type Action, type State} from '../../src/ui/state.js';
import {openDesk} from '../../src/cli/desk.js';
import {loadSamples} from '../../src/store/samples.js';
import {processWorld} from '../../src/cli/world.js';
import {mergeReadings, readText} from '../../src/readers/index.js';
import {createRules, type Rules} from '../../src/ui/update.js';
import {NOTHING, READING, ROUTED} from './crash.js';
import {world, type World} from './fixture.js';
import {KEYS, stage} from './stage.js';

const LONG = process.env['LONG'] === '1';
const small = createRules(world());

/** The playbook that is shipped, and the logs that come with it, read by the readers. */
async function shipped(): Promise<{rules: Rules; open: () => World}> {
	const desk = await openDesk(processWorld(), undefined);
	const samples = await loadSamples();
	if (!desk) throw new Error('The playbook has faults.');
	const readings = new Map(samples.map((one) => [one.id, readText(one.name, one.text)]));
	const open = (): World =>
		world({
			playbook: desk.playbook,
			conditions: desk.conditions,
			merge: mergeReadings,
			samples,
			readSample: (id) => Promise.resolve({ok: true, value: readings.get(id) ?? NOTHING}),
			readFiles: ([path = '']) =>
				Promise.resolve({ok: true, value: readings.get(samples[path.length % 5]?.id ?? '') ?? NOTHING}),
		});
	return {rules: createRules(open()), open};
}
const real = await shipped();
const BOOKS = [
	{book: 'a small playbook', rules: small, open: (): World => world(), runs: LONG ? 10_000 : 40},
	{book: 'the shipped playbook', rules: real.rules, open: real.open, runs: LONG ? 10_000 : 40},
];

const commands = fc.constantFrom(...new Set(BINDINGS.map((binding) => binding.command)));
type Move =
	| {readonly kind: 'command'; readonly command: Command}
	| {readonly kind: 'pick'; readonly at: number}
	| {readonly kind: 'type'; readonly text: string}
	| {readonly kind: 'size'; readonly columns: number; readonly rows: number};
const move: fc.Arbitrary<Move> = fc.oneof(
	{weight: 6, arbitrary: fc.nat(40).map((at): Move => ({kind: 'pick', at}))},
	{weight: 4, arbitrary: commands.map((command): Move => ({kind: 'command', command}))},
	{weight: 1, arbitrary: fc.string({maxLength: 8}).map((text): Move => ({kind: 'type', text}))},
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.integer({min: 60, max: 140}), fc.integer({min: 20, max: 50}))
			.map(([columns, rows]): Move => ({kind: 'size', columns, rows})),
	},
);

/** What a move means here: a choice of the menu, or a text for the field. */
function actionFor(rules: Rules, state: State, wanted: Move): Action {
	const scene = rules.scene(state);
	const screen = screenOf(scene);
	switch (wanted.kind) {
		case 'command':
			return {type: 'command', command: wanted.command};
		case 'size':
			return {type: 'resized', size: {columns: wanted.columns, rows: wanted.rows}};
		case 'type':
			return screen.field ? {type: 'submit', text: wanted.text} : {type: 'pasted', text: wanted.text};
		case 'pick': {
			const items = screen.menu?.(scene) ?? [];
			const item = items[wanted.at % Math.max(1, items.length)];
			return item ? {type: 'choose', item: item.id} : {type: 'submit', text: `file-${wanted.at}`};
		}
	}
}

/** Walks, and answers effects as the world would. */
async function walk(
	open: () => World,
	moves: readonly Move[],
	look: (rules: Rules, state: State, before: State) => void,
): Promise<State> {
	const session = startSession(open(), {columns: 80, rows: 24}, () => undefined);
	for (const one of moves) {
		const before = session.state();
		if (before.over) break;
		session.dispatch(actionFor(session.rules, before, one));
		await session.idle();
		look(session.rules, session.state(), before);
	}
	return session.state();
}

describe.each(BOOKS)('any way through the wizard with $book', ({open, runs}) => {
	test('has a way on and a way back, and fits the terminal', async () => {
		const seen = new Set<string>();
		await fc.assert(
			fc.asyncProperty(fc.array(move, {maxLength: LONG ? 60 : 30}), async (moves) => {
				await walk(open, moves, (rules, state) => {
					if (state.over) return;
					const scene = rules.scene(state);
					const shown = compose(scene);
					seen.add(scene.place.screen);
					expect(shown.menu.length > 0 || shown.field !== undefined, `${scene.place.screen} has a way on`).toBe(true);
					const {split, panel} = shown;
					const left =
						shown.bodyRows +
						(shown.gap ? 1 : 0) +
						(shown.field ? 1 : split?.holds === 'menu' ? 0 : shown.menuRows) +
						(shown.below.length > 0 ? shown.below.length + 1 : 0) +
						(panel && !split ? panel.rows + 1 : 0);
					const right = split?.holds === 'menu' ? shown.menuRows + 1 : split && panel ? panel.rows : 0;
					expect(Math.max(left, right) + 4, `${scene.place.screen} fits`).toBeLessThanOrEqual(state.size.rows - 1);
					expect(shown.menu.length === 0 || shown.menuRows > 0).toBe(true);
					expect(new Set(shown.menu.map((item) => item.id)).size, `${scene.place.screen} has distinct choices`).toBe(
						shown.menu.length,
					);
					expect(backToStart(rules, state)).toBe('intake');
				});
			}),
			{numRuns: runs},
		);
		// A walk that never gets anywhere would prove nothing.
		expect(seen.size).toBeGreaterThan(Object.keys(SCREENS).length / 2);
	});

	test('undo restores the exact state before, redo the state after', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(move, {maxLength: 20}), async (moves) => {
				await walk(open, moves, (rules, state, before) => {
					// Taking up another session is not a thing that is said in this one.
					if (before.events.some((event, at) => state.events[at] !== event)) return;
					const added = state.events.slice(before.events.length);
					const [event] = added;
					if (state.over || added.length !== 1 || !event || ['undo', 'redo', 'evidence', 'saved'].includes(event.type))
						return;
					const undone = rules.update(state, {type: 'command', command: 'undo'}).state;
					expect(said(undone.events)).toEqual(said(before.events));
					const redone = rules.update(undone, {type: 'command', command: 'redo'}).state;
					expect(said(redone.events)).toEqual(said(state.events));
				});
			}),
			{numRuns: runs},
		);
	});
});

describe('the app itself', () => {
	test('through real keys', async () => {
		const key = fc.constantFrom(
			...Object.keys(KEYS),
			'j',
			'k',
			'b',
			'u',
			'w',
			'e',
			'm',
			'p',
			't',
			'n',
			'/',
			'?',
			'a',
			'x',
			'l',
			's',
			'g',
			'c',
			'1',
			'2',
			'9',
		);
		await fc.assert(
			fc.asyncProperty(fc.array(key, {maxLength: 25}), async (keys) => {
				const opened = await stage({columns: 60, rows: 20});
				try {
					await opened.press(...keys);
					expect(opened.tallest()).toBeLessThanOrEqual(19);
					const rowCount = opened.text().split('\n').length;
					if (opened.state().over) return;
					expect(rowCount).toBe(19);
					const shown = compose(opened.session.rules.scene(opened.state()));
					expect(shown.menu.length > 0 || shown.field !== undefined, `${opened.where()} has a way on`).toBe(true);
					expect(opened.text(), 'the choice or the field is seen').toMatch(shown.field ? / ›(?: |$)/m : /❯/);
					for (let steps = 0; steps < 20 && opened.where() !== 'intake'; steps++) await opened.press('esc');
					expect(opened.where(), 'there is a way back').toBe('intake');
				} finally {
					opened.close();
				}
			}),
			{numRuns: LONG ? 10_000 : 15},
		);
	});
});

/** What a person has said, which is all that undo is about. */
function said(events: readonly SessionEvent[]) {
	const {answers, decisions, notes, focus} = replay(events);
	return {answers: [...answers].sort(), decisions: [...decisions].sort(), notes: [...notes].sort(), focus};
}

function backToStart(by: Rules, state: State): string {
	let now = state;
	for (let steps = 0; steps < 40 && here(now).screen !== 'intake'; steps++)
		now = by.update(now, {type: 'command', command: 'back'}).state;
	return here(now).screen;
}

test('late evidence does not tear anyone away from what they do', () => {
	const opened = small.update(startState([{type: 'evidence', reading: READING}]), {
		type: 'command',
		command: 'plan',
	}).state;
	const later = small.update(opened, {type: 'read', outcome: {ok: true, value: ROUTED}}).state;
	expect(here(later).screen).toBe('plan');
	expect(later.notice?.text).toBe('More evidence was read.');
});

function startState(events: readonly SessionEvent[]): State {
	return startSession(world({events}), {columns: 80, rows: 24}, () => undefined).state();
}
