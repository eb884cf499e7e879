// The bundle remembers the rows of Ink's frames. No matter what is written, and in any order frames come, they are Ink's frames.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rememberRows} from '../../scripts/ink-rows.mjs';
import {INK_OUTPUT, outputOf, type Frames} from './ink-output.js';

type Operation =
	| {readonly x: number; readonly y: number; readonly text: string; readonly by: ((text: string) => string)[]}
	| {readonly clip: {x1: number; x2: number; y1: number; y2: number}};
const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`;
const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;
const twice = (text: string): string => `${text}\n${text}`;
const piece = fc.constantFrom('a', ' ', '界', '👩‍💻', 'é', '\u001B[32mgreen\u001B[39m', '\n', '❯ ', 'word');
const operation: fc.Arbitrary<Operation> = fc.oneof(
	{
		weight: 12,
		arbitrary: fc.record({
			x: fc.integer({min: -2, max: 24}),
			y: fc.integer({min: -2, max: 7}),
			text: fc.array(piece, {maxLength: 6}).map((pieces) => pieces.join('')),
			by: fc.subarray([bold, red]),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			x: fc.nat(5),
			y: fc.nat(5),
			text: fc.constant('ab'),
			by: fc.constant<((text: string) => string)[]>([twice]),
		}),
	},
	{weight: 1, arbitrary: fc.constant({clip: {x1: 1, x2: 9, y1: 0, y2: 3}})},
);

describe('remembered rows', () => {
	test('show what Ink shows', async () => {
		const [Whole, Rows] = await Promise.all([outputOf(INK_OUTPUT), outputOf(rememberRows(INK_OUTPUT))]);
		const drawn = (Kind: Frames, frame: readonly Operation[]): unknown => {
			const output = new Kind({width: 20, height: 6});
			for (const one of frame) {
				if ('clip' in one) output.clip(one.clip);
				else output.write(one.x, one.y, one.text, {transformers: one.by});
			}
			try {
				return output.get();
			} catch (error) {
				return String(error);
			}
		};
		const frames = fc.array(fc.array(operation, {maxLength: 8}), {minLength: 1, maxLength: 5});
		fc.assert(
			fc.property(frames, (all) => {
				for (const frame of [...all, ...all]) expect(drawn(Rows, frame)).toEqual(drawn(Whole, frame));
			}),
			{numRuns: process.env['LONG'] === '1' ? 20_000 : 150},
		);
	});

	test('an Ink without the class that is replaced is an error, not a slow program', () => {
		expect(() => rememberRows('export const Output = 1;')).toThrow('Ink has changed');
	});
});
