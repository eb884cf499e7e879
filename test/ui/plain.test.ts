import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {replay} from '../../src/engine/index.js';
import {runPlain} from '../../src/ui/plain.js';
import {startSession} from '../../src/ui/perform.js';
import {screenOf} from '../../src/ui/screens/index.js';
import {world, type World} from './fixture.js';

async function talk(lines: readonly string[], more: {world?: World} = {}) {
	const given = more.world ?? world();
	const left = [...lines];
	let out = '';
	const end = await runPlain({
		wizardry: given,
		read: () => Promise.resolve(left.shift()),
		write: (text) => {
			out += text;
		},
		width: 80,
	});
	return {out, end, world: given, left};
}

describe('the wizard on plain streams', () => {
	test('leads from the sample to a saved plan by numbers', async () => {
		const {out, world: out_, end} = await talk(['1', '1', '1', '2', '1', '1', '1', 'p', '1', '', 'q']);
		expect(out).toContain('The program needs 34.90G');
		expect(out).toContain('1. Yes, it is what the model computes');
		expect(out).toContain('Saved as train.plan.md');
		expect(out_.appended.map((event) => event.type)).toEqual(['evidence', 'answer', 'answer', 'decide', 'saved']);
		expect(end.code).toBe(0);
	});

	test('ends with the input, and keeps what was said', async () => {
		const {end, world: given} = await talk(['1', '1', '2']);
		expect(end.code).toBe(0);
		expect(given.appended.at(-1)).toEqual({type: 'answer', question: 'start/large', option: 'surprise'});
	});

	test('takes help and quit as words, too', async () => {
		const {out, end} = await talk(['help', 'b', 'quit']);
		expect(out).not.toContain('Type a number');
		expect(out).toMatch(/\n(?:Help|Keys)\n/);
		expect(end.code).toBe(0);
	});

	test('says what can be typed when something else was', async () => {
		const {out} = await talk(['nonsense', '99']);
		expect(out.match(/Type a number from 1 to \d, or \? for help\./g)).toHaveLength(2);
	});

	test('a log can be pasted, ended by a full stop', async () => {
		const {out} = await talk(['3', 'line one', 'RESOURCE_EXHAUSTED', '.', '1', 'q']);
		expect(out).toContain('The program needs 34.90G');
	});

	test('letters mean what they mean on the screen', async () => {
		const {out, end} = await talk(['1', '1', '1', 'u', 'e', 'b', '?', 'b', '/', 'padding', 'q']);
		expect(out).toContain('Undone: an answer');
		expect(out).toContain('HBM used: 34.90G (train.log:20)');
		expect(out).toContain('A dimension of 40 takes 128.');
		expect(end.code).toBe(0);
	});

	test('writes no control sequences and no line wider than the terminal, save code', async () => {
		const {out} = await talk(['1', 'e', 'b', 'm', '1', 'b', 'p', '?', 'q']);
		expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
		expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(100);
	});
});

test('the same choices lead to the same session on the screen and on plain streams', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(12), {maxLength: 15}), async (picks) => {
			const session = startSession(world(), {columns: 80, rows: 24}, () => undefined);
			const typed: string[] = [];
			for (const pick of picks) {
				if (session.state().over) break;
				const scene = session.rules.scene(session.state());
				const screen = screenOf(scene);
				if (screen.field) {
					typed.push('train.log');
					session.dispatch({type: 'submit', text: 'train.log'});
				} else {
					// The twin lists facts and buffers as text: its menu there is another.
					if (scene.place.screen === 'evidence') {
						typed.push('b');
						session.dispatch({type: 'command', command: 'back'});
						continue;
					}
					const items = screen.menu?.(scene) ?? [];
					const at = pick % items.length;
					typed.push(String(at + 1));
					session.dispatch({type: 'choose', item: items[at]?.id ?? ''});
				}
				await session.idle();
			}
			const {end} = await talk(typed);
			const state = (events: Parameters<typeof replay>[0]) => replay(events);
			expect(state(end.state.events)).toEqual(state(session.state().events));
			expect(end.state.places.map((place) => place.screen)).toEqual(
				session.state().places.map((place) => place.screen),
			);
		}),
		{numRuns: process.env['LONG'] === '1' ? 10_000 : 100},
	);
});
