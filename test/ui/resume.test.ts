// A session that is taken up opens where its user was, in the wizard and on plain streams alike, and nothing of it changes.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {SessionEvent} from '../../src/model/session.js';
import {runPlain} from '../../src/ui/plain.js';
import {startSession, type Session} from '../../src/ui/perform.js';
import {here} from '../../src/ui/state.js';
import {READING} from './crash.js';
import {world, type World} from './fixture.js';

const LOG: SessionEvent = {type: 'evidence', reading: READING};
const EXPECTED: SessionEvent = {type: 'answer', question: 'start/large', option: 'expected'};
const SMALLER: SessionEvent = {type: 'answer', question: 'start/batch', option: 'yes'};
const ACCEPT: SessionEvent = {type: 'decide', remedy: 'microbatch', decision: 'accept'};
const NOTE: SessionEvent = {type: 'note', on: 'remat', text: 'ask first'};
const UNDO: SessionEvent = {type: 'undo'};

function open(events: readonly SessionEvent[], resumed = true): {session: Session; given: World} {
	const given = world({events, resumed});
	return {session: startSession(given, {columns: 80, rows: 24}, () => undefined), given};
}

/** The way here, in words. */
function way(session: Session): string[] {
	return session.state().places.map((place) => (place.screen === 'question' ? place.question : place.screen));
}

test.each<[string, readonly SessionEvent[], readonly string[]]>([
	['evidence', [LOG], ['happened']],
	['an answer: the question it led to', [LOG, EXPECTED], ['happened', 'start/batch']],
	['the last answer: the verdict', [LOG, EXPECTED, SMALLER], ['happened', 'verdict']],
	['an answer without a log', [{type: 'answer', question: 'start/family', option: 'e1000'}], ['start/large']],
	['a decision: the list', [LOG, EXPECTED, ACCEPT], ['happened', 'remedies']],
	['a note: the list', [LOG, NOTE], ['happened', 'remedies']],
	['a saved plan: the plan', [LOG, ACCEPT, {type: 'saved', path: 'train.plan.md'}], ['happened', 'plan']],
	['an answer undone: its question', [LOG, EXPECTED, UNDO], ['happened', 'start/large']],
	['a decision undone: the list', [LOG, EXPECTED, ACCEPT, UNDO], ['happened', 'remedies']],
	['nothing to undo: what happened', [LOG, UNDO], ['happened']],
])('after %s', (_, events, places) => {
	expect(way(open(events).session)).toEqual(['intake', ...places]);
});

test('the cursor is on the remedy after the one that was decided', () => {
	const {session} = open([LOG, ACCEPT]);
	const {remedies} = session.rules.view(session.state().events).focus.diagnosis;
	const at = remedies.findIndex(({remedy}) => remedy.id === 'microbatch');
	expect(here(session.state()).cursor).toBe(at + 1);
});

test('one line says what is resumed, and only where a session was left', () => {
	expect(open([LOG, EXPECTED, SMALLER, ACCEPT]).session.state().notice?.text).toBe(
		'Resumed with 2 answers, 1 decision: train.log',
	);
	expect(open([LOG]).session.state().notice?.text).toBe('Resumed, nothing answered yet: train.log');
	expect(open([EXPECTED]).session.state().notice?.text).toBe('Resumed with 1 answer: a session without a log');
	expect(open([EXPECTED], false).session.state().notice).toBeUndefined();
});

const event = fc.oneof(
	fc.constantFrom<SessionEvent>(EXPECTED, SMALLER, ACCEPT, NOTE, UNDO, {type: 'redo'}),
	fc.record({
		type: fc.constant('decide' as const),
		remedy: fc.constantFrom('microbatch', 'remat', 'donate', 'gone'),
		decision: fc.constantFrom('accept' as const, 'reject' as const, 'postpone' as const, 'open' as const),
	}),
	fc.constant<SessionEvent>({type: 'retract', question: 'start/large'}),
	fc.constant<SessionEvent>({type: 'focus', incident: 'gone'}),
	fc.constant<SessionEvent>({type: 'saved', path: 'a.md'}),
);

test('no matter what was said: nothing is added, the twin opens at the same place, and back leads to the start', async () => {
	await fc.assert(
		fc.asyncProperty(fc.boolean(), fc.array(event, {maxLength: 10}), async (log, said) => {
			const events = log ? [LOG, ...said] : said;
			const {session, given} = open(events);
			expect(session.state().events).toEqual(events);
			expect(given.appended).toEqual([]);
			const twin = await runPlain({
				wizardry: world({events, resumed: true}),
				read: () => Promise.resolve(undefined),
				write: () => undefined,
				width: 80,
			});
			expect(twin.state.places).toEqual(session.state().places);
			expect(twin.state.notice).toEqual(session.state().notice);
			for (let steps = 0; steps < 5; steps++) session.dispatch({type: 'command', command: 'back'});
			expect(here(session.state()).screen).toBe('intake');
		}),
	);
});
