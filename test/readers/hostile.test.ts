// Input that nobody meant to be a log, or that means harm: never an error, bounded memory, nothing that a terminal obeys.
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createReader, readText} from '../../src/readers/index.js';
import {searchWork} from './search-work.js';

const HEADLINE =
	'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.';

describe('hostile input', () => {
	it('of any characters never throws', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 2000}), (text) => void readText('x', text)),
			{numRuns: 300},
		);
	});

	it('of words of real messages in any order never throws', () => {
		const words = fc.constantFrom(
			...'Used 1.00G of hbm. Exceeded capacity by ( ) { [ ] } Size: Shape: Operator: op_name=" XLA label: Largest program allocations in hbm: 1. 2. Memory Space: (color=0) E1000: Attempting to allocate reserve \\n \n \u001B[31m > - 0: W0812 19:32:08.767783 5239 a.cc:1] CompilationResultProto= \'] {"log":" Executable( expected parameter 3 of size'.split(
				' ',
			),
		);
		fc.assert(
			fc.property(fc.array(words, {maxLength: 200}), (all) => void readText('x', all.join(' '))),
			{numRuns: 500},
		);
	});

	it('with control sequences leaves none in anything that is shown', () => {
		const evil = `\u001B]0;owned\u0007\u001B[2J\u009B31m${HEADLINE}\u202E\u200B\u0000\u001BP1$r\u001B\\ \u0085`;
		const reading = readText(
			'x',
			`${evil}\n  1. Size: 1.00G\u001B[8m\n     XLA label: a\u001B]8;;http://x\u0007b\u001B]8;;\u0007\n`,
		);
		expect(reading.incidents).toHaveLength(1);
		const shown = JSON.stringify(reading);
		expect(shown).not.toMatch(/\\u00(?:0[0-8bce-f]|1[0-9a-f]|7f|8[0-9a-f]|9[0-9a-f])|[\u007F-\u009F\u200B\u202E]/);
		expect(reading.incidents[0]?.allocations[0]?.label).toBe('ab');
	});

	it('of one endless line is read as far as makes sense', () => {
		const reader = createReader('x');
		reader.push(`${HEADLINE} ${'x'.repeat(5_000_000)}`);
		expect(reader.end().incidents).toHaveLength(1);
	});

	it('is searched in proportion to its length', () => {
		const shapes = [
			(length: number) => '1. Size: '.repeat(length / 9),
			(length: number) => '('.repeat(length),
			(length: number) => `hbm ${'a'.repeat(length)}`,
			(length: number) => 'XLA label: '.repeat(length / 11),
			(length: number) => 'Memory Space: default (color=0) 1.0KiB( 1%); 1.0KiB; 0; 1; '.repeat(length / 60),
			(length: number) => `op_name="${'\\"'.repeat(length / 2)}`,
			(length: number) => 'f32[1,2]{1,0:T(8,128)},'.repeat(length / 23),
			(length: number) => 'Total hbm usage >= 1.00G: reserved '.repeat(length / 35),
			(length: number) => '2026-03-09 01:20:11 '.repeat(length / 20),
			(length: number) => 'E1000: CompileTimeHbmOom: '.repeat(length / 26),
			(length: number) => "CompilationResultProto=' hbm ".repeat(length / 28),
			(length: number) => 'Attempting to allocate 1.00G '.repeat(length / 29),
			(length: number) => `hbm ${'ab'.repeat(length / 2)}`,
			...Array.from('\\9"({[<=:;,.|-_ \t#%&@a\u009D\u0090').map(
				(character) => (length: number) => HEADLINE + character.repeat(length),
			),
		];
		for (const shape of shapes) {
			const work = (length: number) => searchWork(() => void readText('x', `${shape(length)}\n`));
			const [small, large] = [work(4000), work(32_000)];
			expect(large / small, shape(100)).toBeLessThan(12);
		}
	});

	it('of many lines is held only in part', () => {
		const reader = createReader('x');
		for (let line = 0; line < 20_000; line += 1)
			reader.push(`I hbm usage of step ${line}: steady, nothing to see here at all`);
		reader.push(HEADLINE);
		expect(reader.end().incidents).toHaveLength(1);
	});

	it('of many failures gives a bounded list', () => {
		const lines = Array.from(
			{length: 3000},
			(_, index) => `Ran out of memory in memory space hbm. Used ${index + 16}.00G of 15.75G hbm.`,
		);
		const {incidents, evidence} = readText('x', lines.join('\n'));
		expect(incidents.length).toBeLessThanOrEqual(128);
		expect(incidents.length + (evidence[0]?.unshown ?? 0)).toBe(lines.length);
		expect(incidents[0]?.at.line).toBe(1);
	});

	it('of nothing is empty', () => {
		expect(readText('x', '')).toMatchObject({incidents: [], evidence: [{lines: 0, form: 'empty'}]});
	});
});
