// A log that ends inside a message says so; one that ends where a message could end does not.
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readText} from '../../src/readers/index.js';
import {missingIn} from '../../src/analysis/missing.js';
import {Known} from '../../src/model/known.js';
import {WORDINGS} from './wordings.js';

const FIXTURES = path.resolve('test/fixtures/lab');
const logsIn = (folder: string) =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.log'))
		.map((file) => ({name: file, log: readFileSync(path.join(folder, file), 'utf8')}));
const whole = [
	...logsIn(FIXTURES),
	...logsIn(path.resolve('content/samples')),
	...WORDINGS.filter(({text}) => !/(?:usage|requirement) /.test(text)).map(({name, text}) => ({
		name,
		log: `${text}\n`,
	})),
];

/** Where a log ends inside a message, by its last line; undefined where it does not. */
function endOf(log: string): number | undefined {
	const hints = readText('train.log', log).incidents.flatMap((incident) => incident.hints);
	return hints.find(({kind}) => kind === 'cut_inside')?.place.line;
}

/** Cuts in each piece. */
const CUTS = process.env['LONG'] ? 12 : 2;

/** Pieces that are whole only when they are there to their last sign. */
const PIECES: readonly RegExp[] = [
	/Exceeded hbm capacity by \d+\.\d+/g,
	/Total hbm usage >=[^=]*Largest program allocations in hbm:/g,
	/(?<=={8,}\s+)\d+\. Size: [^=]*={7}/g,
	/\d\S+\(100%\); +[\d.]+[A-Za-z]+; +\d+; +\d+; (?:\d+×)?\w+\[/g,
	/HLO temporaries \([^)]*\) exceeds available HBM \(/g,
	/while allocating on stack for [^\n]*limit by /g,
];

describe('a log that ends inside a message says so', () => {
	it.each(logsIn(FIXTURES))('$name, cut anywhere in a piece', ({log}) => {
		let cuts = 0;
		for (const piece of PIECES.flatMap((pattern) => [...log.matchAll(pattern)])) {
			const step = Math.max(1, Math.floor(piece[0].length / CUTS));
			for (let length = 1; length < piece[0].length; length += step) {
				const part = log.slice(0, piece.index + length);
				if (readText('train.log', part).incidents.length === 0) continue;
				cuts += 1;
				if (!/\s$/.test(part))
					expect([part.slice(-80), endOf(part)]).toEqual([part.slice(-80), part.split('\n').length]);
			}
		}
		expect(cuts).toBeGreaterThan(0);
	});

	it('at the end of a line in an entry, and in a report before its list', () => {
		const {log} = logsIn(FIXTURES).find(({name}) => name.startsWith('073')) ?? {log: ''};
		for (const words of ['Unpadded size: 831.44M\n', 'Output size', 'HLO temp ']) {
			const end = log.indexOf('\n', log.indexOf(words)) + 1;
			expect([words, endOf(log.slice(0, end))]).toEqual([words, log.slice(0, end).split('\n').length - 1]);
		}
	});

	it('in the first half of a mismatch, of which the figures are read', () => {
		const text =
			'ERROR: INVALID_ARGUMENT: E0102: RuntimeProgramInputMismatch:\n  Executable(jit_step) expected parameter 3 of size 4096 (f32[7,4,2]{0,1,2:T(4,128)})';
		for (const more of [' but', ' but got buffer', ' but got buffer with incompatible size']) {
			const [incident] = readText('train.log', text + more).incidents;
			const facts = new Map(incident?.facts.map(({name, value}) => [name, value.text]));
			expect(facts.get('expected.bytes')).toBe('4096');
			expect(facts.get('parameter.index')).toBe('3');
			expect(facts.get('program.name')).toBe('jit_step');
			expect(facts.has('got.bytes')).toBe(false);
			expect(endOf(text + more)).toBe(2);
		}
	});

	it('once, before all that is missing besides', () => {
		const reading = readText('train.log', 'E1000: CompileTimeHbmOom:\nUsed 20.00G of 15.75G hbm. Exceeded hbm cap');
		const [incident] = reading.incidents;
		if (!incident) throw new Error('no incident');
		const gaps = missingIn(incident, reading, [], new Known(incident.facts));
		expect(gaps[0]).toBe('the log ends inside the report (line 2): what came after is not known');
		expect(gaps.filter((gap) => gap.includes('ends inside'))).toHaveLength(1);
	});
});

describe('a whole log does not', () => {
	it.each(whole)('$name', ({log}) => {
		expect(endOf(log)).toBeUndefined();
		expect(endOf(log.trimEnd())).toBeUndefined();
		expect(endOf(`${log}[launcher] job ended\n`)).toBeUndefined();
	});
});
