import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {replay} from '../../src/engine/index.js';
import type {Reading} from '../../src/model/incident.js';
import type {SessionEvent, SessionState} from '../../src/model/session.js';

const runs = {numRuns: process.env['LONG'] ? 20_000 : 150};

describe('a session is what its events add up to', () => {
	const edit: fc.Arbitrary<SessionEvent> = fc.oneof(
		fc.record({
			type: fc.constant('answer' as const),
			question: fc.constantFrom('q1', 'q2'),
			option: fc.constantFrom('a', 'b', 'unsure'),
		}),
		fc.record({type: fc.constant('retract' as const), question: fc.constantFrom('q1', 'q2')}),
		fc.record({
			type: fc.constant('decide' as const),
			remedy: fc.constantFrom('r1', 'r2'),
			decision: fc.constantFrom('accept' as const, 'postpone' as const, 'reject' as const, 'open' as const),
		}),
		fc.record({
			type: fc.constant('note' as const),
			on: fc.constantFrom('r1', 'q1'),
			text: fc.constantFrom('', 'one', 'two'),
		}),
		fc.record({type: fc.constant('focus' as const), incident: fc.constantFrom('1', '2')}),
	);
	const outside: fc.Arbitrary<SessionEvent> = fc.oneof(
		fc.constantFrom('one.log', 'two.log').map((name) => ({type: 'evidence' as const, reading: readingOf(name)})),
		fc.constantFrom('plan.md', 'plan.json').map((path) => ({type: 'saved' as const, path})),
	);
	const turn: fc.Arbitrary<SessionEvent> = fc.constantFrom({type: 'undo' as const}, {type: 'redo' as const});
	const events = fc.array(
		fc.oneof({weight: 4, arbitrary: edit}, {weight: 1, arbitrary: outside}, {weight: 2, arbitrary: turn}),
		{maxLength: 30},
	);
	const edits = fc.array(edit, {minLength: 1, maxLength: 10});

	it('undo takes back exactly the last edits, and redo brings them again', () => {
		fc.assert(
			fc.property(events, edits, (before, added) => {
				const after = [...before, ...added];
				const undos: SessionEvent[] = added.map(() => ({type: 'undo'}));
				const redos: SessionEvent[] = added.map(() => ({type: 'redo'}));
				expect(said(replay([...after, ...undos]))).toEqual(said(replay(before)));
				expect(replay([...after, ...undos]).canRedo).toBe(true);
				expect(replay([...after, ...undos, ...redos])).toEqual(replay(after));
			}),
			runs,
		);
	});

	it('undo to the very start leaves evidence and files, and nothing a person said', () => {
		fc.assert(
			fc.property(events, (list) => {
				const undos: SessionEvent[] = list.map(() => ({type: 'undo'}));
				const state = replay([...list, ...undos]);
				expect(said(state)).toEqual(said(replay([])));
				expect(state.canUndo).toBe(false);
				expect(state.readings).toHaveLength(list.filter(({type}) => type === 'evidence').length);
				expect(state.saved).toHaveLength(list.filter(({type}) => type === 'saved').length);
			}),
			runs,
		);
	});

	it('is the same after a round trip through JSON', () => {
		fc.assert(
			fc.property(events, (list) => {
				expect(replay(JSON.parse(JSON.stringify(list)) as SessionEvent[])).toEqual(replay(list));
			}),
			runs,
		);
	});

	it('is the same wherever the evidence comes between the edits', () => {
		fc.assert(
			fc.property(events, fc.nat(), (list, cut) => {
				const late: SessionEvent = {type: 'evidence', reading: readingOf('late.log')};
				const at = list.length === 0 ? 0 : cut % list.length;
				const between = replay([...list.slice(0, at), late, ...list.slice(at)]);
				const last = replay([...list, late]);
				expect(said(between)).toEqual(said(last));
				expect(between.canRedo).toBe(last.canRedo);
			}),
			runs,
		);
	});

	it('a new edit ends what could be redone', () => {
		fc.assert(
			fc.property(events, edit, (list, next) => {
				expect(replay([...list, {type: 'undo'}, next]).canRedo).toBe(false);
			}),
			runs,
		);
	});

	function said(state: SessionState): unknown {
		return {
			focus: state.focus,
			answers: [...state.answers].sort(),
			decisions: [...state.decisions].sort(),
			notes: [...state.notes].sort(),
		};
	}
});

function readingOf(name: string): Reading {
	return {
		evidence: [{name, bytes: 1, lines: 1, form: 'log'}],
		incidents: [],
		routed: [],
		flags: [],
		profile: [],
		facts: [],
	};
}
