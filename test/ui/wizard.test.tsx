// The wizard as a user has it: keys in, screens and events out.
import {describe, expect, onTestFinished, test} from 'vitest';
import {startSession} from '../../src/ui/perform.js';
import {world} from './fixture.js';
import {stage, type Stage} from './stage.js';

async function open(options: Parameters<typeof stage>[0] = {}): Promise<Stage> {
	const opened = await stage(options);
	onTestFinished(() => opened.close());
	return opened;
}

describe('from the first screen to a saved plan', () => {
	test('with enter and arrows alone', async () => {
		const {press, where, world: out, text} = await open();
		expect(text()).toContain('❯ Try a sample crash');
		await press('enter');
		expect(where()).toBe('happened');
		await press('enter');
		expect(text()).toContain('Is the largest buffer (9.27G) expected');
		await press('enter', 'down', 'enter');
		expect(where()).toBe('verdict');
		await press('enter', 'enter');
		expect(where()).toBe('remedy');
		await press('enter');
		expect(where()).toBe('remedies');
		await press('up', 'up', 'enter');
		expect(where()).toBe('plan');
		await press('enter');
		expect(text()).toContain('train.plan.md');
		await press('enter');
		expect(text()).toContain('Saved as train.plan.md');
		expect(out.saved.map(({path, format, overwrite}) => ({path, format, overwrite}))).toEqual([
			{path: 'train.plan.md', format: 'markdown', overwrite: false},
		]);
		expect(out.appended.map((event) => event.type)).toEqual(['evidence', 'answer', 'answer', 'decide', 'saved']);
		await press('enter');
		expect((await Promise.resolve(out.appended)).at(-1)).toEqual({type: 'saved', path: 'train.plan.md'});
	});

	test('a file that is there is not overwritten without asking', async () => {
		const {press, where, world: out} = await open();
		await press('enter', 'p', 'enter', 'ctrl-u', 'taken.md', 'enter');
		expect(where()).toBe('overwrite');
		await press('enter');
		expect(where()).toBe('save');
		await press('enter', 'down', 'enter');
		expect(out.saved.map(({path, overwrite}) => ({path, overwrite}))).toEqual([{path: 'taken.md', overwrite: true}]);
		expect(where()).toBe('plan');
	});

	test('a plan that cannot be written says so and keeps the name', async () => {
		const {press, text, where} = await open();
		await press('enter', 'p', 'enter', 'ctrl-u', '/root/x.md', 'enter');
		expect(where()).toBe('save');
		expect(text()).toContain('/root/x.md cannot be written.');
		expect(text()).toContain('File › /root/x.md');
	});
});

describe('back, undo and redo', () => {
	test('back leads to the first screen from everywhere', async () => {
		for (const way of [
			['e'],
			['?'],
			['t'],
			['p'],
			['m'],
			['w'],
			['enter'],
			['m', 'enter', 'n'],
			['p', 'enter'],
			['/'],
			['tab', 'tab'],
		]) {
			const {press, where} = await open();
			await press('enter', ...way);
			for (let tries = 0; tries < 6; tries++) await press('esc');
			expect(where(), way.join(' ')).toBe('intake');
		}
	});

	test('undo takes back the answer, shows its question, and redo gives it again', async () => {
		const {press, text, session, state} = await open();
		await press('enter', 'enter', 'down', 'enter');
		const answered = session.rules.view(state().events).session.answers;
		expect([...answered]).toEqual([['start/large', 'surprise']]);
		await press('u');
		expect(session.rules.view(state().events).session.answers.size).toBe(0);
		expect(text()).toContain('Is the largest buffer');
		expect(text()).toContain('Undone: an answer');
		await press('ctrl-r');
		expect(session.rules.view(state().events).session.answers).toEqual(answered);
	});

	test('undo of a decision shows the remedy', async () => {
		const {press, text} = await open();
		await press('enter', 'm', 'x', 'u');
		expect(text()).toContain('Undone: a decision');
		await press('u');
		expect(text()).toContain('Nothing to undo.');
	});

	test('where the reasons for a question are shown already, why says so', async () => {
		const {press, where, text} = await open();
		await press('enter', 'enter');
		expect(text()).toContain('Why  ');
		await press('w');
		expect(where()).toBe('question');
		expect(text()).toContain('The reasons are shown under the question.');
	});

	test('a decision is marked; the same again takes it back', async () => {
		const {press, session, state, text} = await open();
		await press('enter', 'm', 'a');
		expect(text()).toContain('✓1  1 Split the batch');
		await press('a');
		expect(session.rules.view(state().events).session.decisions.size).toBe(0);
	});
});

describe('beside the way', () => {
	test('a note goes with its remedy', async () => {
		const {press, text} = await open();
		await press('enter', 'm', 'enter', 'n', 'ask Ada first', 'enter');
		expect(text()).toContain('ask Ada first');
	});

	test('search finds pages and opens them', async () => {
		const {press, text, where} = await open();
		await press('/', 'padding', 'enter');
		expect(where()).toBe('page');
		expect(text()).toContain('A dimension of 40 takes 128.');
	});

	test('what the log answered can be overruled, and both are shown', async () => {
		const {press, text} = await open();
		await press('enter', 'enter', 'enter', 'enter');
		await press('down', 'enter');
		expect(text()).toContain('● the log says so');
		await press('down', 'enter', 'w', 'home');
		expect(text()).toContain('An allocation failed while the program ran');
	});

	test('a command is copied', async () => {
		const {press, copied} = await open();
		await press('down', 'down', 'down', 'enter', 'enter', 'c');
		expect(copied).toEqual(["grep -nE 'RESOURCE_EXHAUSTED|E[01][0-9]{3}:' train.log | tail"]);
	});

	test('the log is shown with marks, and control sequences in it are not obeyed', async () => {
		const {press, text} = await open();
		await press('enter', 'e', 'tab', 'tab', 'tab');
		expect(text()).toContain('20 ┃ RESOURCE_EXHAUSTED');
		expect(text()).toContain('line 21 of the log red');
		await press('down', 'down');
		expect(text()).not.toContain('17   line 17');
	});

	test('failures that are not ours are told with what to do', async () => {
		const given = world();
		const {press, text} = await open({world: given});
		await press('down', 'down', 'down', 'down', 'enter', 'down', 'enter');
		expect(text()).toContain('A GPU ran out of memory');
		expect(text()).toContain('see the messages of CUDA');
	});

	test('read more leads to the very page meant', async () => {
		const {press, text, where} = await open();
		await press('down', 'down', 'down', 'enter', 'enter');
		expect(text()).toContain('More HBM (i)');
		await press('i');
		expect(where()).toBe('page');
		expect(text()).toContain('The memory of the chip.');
		await press('b');
		expect(where()).toBe('question');
	});

	test('a session that cannot be written goes on in memory and asks before it is lost', async () => {
		const {press, text, where, state} = await open({
			world: world({append: () => Promise.resolve({ok: false, message: 'The disk is full.'})}),
		});
		await press('enter');
		expect(text()).toContain('The disk is full. The session goes on in memory.');
		await press('m', 'a', 'q');
		expect(where()).toBe('quit');
		await press('enter');
		expect(state().over).toBeUndefined();
	});

	test('an earlier session is taken up where it was left', async () => {
		const {press, where, text, session, state} = await open();
		await press('end', 'up', 'enter', 'enter');
		expect(where()).toBe('question');
		expect(text()).toContain('May the global batch become smaller?');
		expect(text()).toContain('Resumed with 1 answer: train.log');
		expect([...session.rules.view(state().events).session.answers]).toEqual([['start/large', 'expected']]);
	});

	test('evidence that is still read does not keep the first screen from coming', async () => {
		let finish: (() => void) | undefined;
		const given = world();
		const waiting = {
			...given,
			incoming: {
				name: 'big.log',
				read: () =>
					new Promise<Awaited<ReturnType<typeof given.readFiles>>>(
						(resolve) =>
							(finish = () =>
								resolve(given.readFiles(['x'], {signal: new AbortController().signal, progress: () => undefined}))),
					),
			},
		};
		const session = startSession(waiting, {columns: 80, rows: 24}, () => undefined);
		expect(session.state().job?.name).toBe('big.log');
		session.dispatch({type: 'choose', item: 'wait'});
		expect(session.state().job?.name).toBe('big.log');
		finish?.();
		await session.idle();
		expect(session.state().job).toBeUndefined();
		expect(session.state().places.at(-1)?.screen).toBe('happened');
	});
});

test('reading can be stopped', async () => {
	let stopped = false;
	const read: NonNullable<ReturnType<typeof world>['incoming']>['read'] = ({signal}) =>
		new Promise((resolve) => {
			signal.addEventListener('abort', () => {
				stopped = true;
				resolve({ok: false, message: 'stopped'});
			});
		});
	const {press, text, state} = await openWaiting(read);
	expect(text()).toContain('Reading big.log');
	await press('down', 'enter');
	expect(stopped).toBe(true);
	expect(text()).toContain('Reading big.log was stopped.');
	expect(state().job).toBeUndefined();
});

/** A wizard that has something to read that does not end: it cannot be waited for. */
async function openWaiting(read: NonNullable<ReturnType<typeof world>['incoming']>['read']): Promise<Stage> {
	return open({world: world({incoming: {name: 'big.log', read}}), wait: false});
}
