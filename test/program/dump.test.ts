import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Program} from '../../src/model/program.js';
import {apply} from '../../src/program/change/apply.js';
import {isRefused, readChange} from '../../src/program/change/asked.js';
import {effectOf} from '../../src/program/change/effect.js';
import {programFromDump} from '../../src/program/dump/index.js';
import {peakBytes} from '../../src/program/peak.js';
import {partsOf} from '../../src/readers/dump/join.js';
import {dumpOf, programOf} from './made-program.js';
import {MADE, madeDump, total, type Made} from './made-dump.js';
import {projectPlaybook} from '../playbook/folder.js';

const program = programOf(madeDump());

const pages = projectPlaybook().remedies;

describe('a program from a dump', () => {
	it('has the total that the compiler reports, and a replay that comes to it', () => {
		expect(program.total.high).toBe(total(MADE));
		expect(peakBytes(program.terms).high).toBe(total(MADE));
		expect(program).toMatchObject({chip: 'v5e', devices: 2, name: 'jit_step'});
	});

	it('names its dimensions by the data flow', () => {
		const extents = Object.fromEntries(program.symbols.map(({id, extent, global}) => [id, [extent, global ?? extent]]));
		expect(extents).toMatchObject({
			batch: [4, 8],
			sequence: [64, 64],
			layers: [6, 6],
			vocabulary: [4096, 4096],
			width: [256, 256],
			'feed-forward': [512, 512],
		});
	});

	it('knows what arguments are for, and which are replicated, offered and donated', () => {
		expect(
			program.arguments.map(({name, use, replicated, offered, donated}) => [name, use, replicated, offered, donated]),
		).toEqual([
			["params['emb']", 'parameter', true, false, false],
			["params['up']", 'parameter', true, false, false],
			["params['down']", 'parameter', true, false, false],
			["opt_state[0].mu['up']", 'state', true, true, false],
			["batch['labels']", 'input', false, false, false],
			["batch['tokens']", 'input', false, false, false],
		]);
	});

	it('counts the names of one piece of memory once, and gives it the line that fills it', () => {
		const stacked = program.terms.filter(({dims}) => dims.length === 4);
		expect(stacked.map(({name, use, frame}) => [name, use, frame])).toEqual([
			['room', 'saved', {file: '/home/user/train.py', line: 12, function: 'layer'}],
		]);
	});

	it('never names a line of a library', () => {
		expect(program.terms.filter(({frame}) => frame?.file.includes('site-packages'))).toEqual([]);
	});
});

describe('changes of a program from a dump', () => {
	const made = fc.record({
		batch: fc.constantFrom(4, 8, 16),
		sequence: fc.constantFrom(32, 48, 64),
		layers: fc.constantFrom(3, 6),
		width: fc.constantFrom(256, 384),
		hidden: fc.constantFrom(512, 640),
		vocabulary: fc.constantFrom(2048, 4096),
		devices: fc.constantFrom(1, 2, 4),
	});
	const halved: readonly (readonly [string, keyof Made])[] = [
		['batch', 'batch'],
		['sequence', 'sequence'],
		['vocabulary', 'vocabulary'],
		['feed-forward', 'hidden'],
	];

	it('come to the bytes of the program that has the other extents', () => {
		fc.assert(
			fc.property(made, fc.constantFrom(...halved), (extents, [symbol, field]) => {
				fc.pre(extents.batch / extents.devices > 1);
				const changed = apply(programOf(madeDump(extents)), {kind: 'substitute', symbol, factor: 1 / 2});
				expect(peakBytes(changed.terms).high).toBe(total({...extents, [field]: extents[field] / 2}));
			}),
			{numRuns: 25},
		);
	});

	it('rename no other symbol, and do not depend on the order of the terms', () => {
		fc.assert(
			fc.property(fc.constantFrom(...halved), fc.constantFrom(1 / 2, 2, 3), (pair, factor) => {
				const [symbol] = pair;
				const changed = apply(program, {kind: 'substitute', symbol, factor});
				const others = (one: Program) => one.symbols.filter(({id}) => id !== symbol);
				expect(others(changed)).toEqual(others(program));
				const reversed = apply({...program, terms: program.terms.toReversed()}, {kind: 'substitute', symbol, factor});
				expect(peakBytes(reversed.terms)).toEqual(peakBytes(changed.terms));
			}),
		);
	});

	it('save no byte twice: together they save at most the sum, and never more than there is', () => {
		const words = [
			'batch=1/2',
			'sequence=1/2',
			'donate',
			'remat',
			'fsdp',
			'optimizer=bf16',
			'chunked-loss=4',
			'feed-forward=1/2',
		];
		fc.assert(
			fc.property(fc.uniqueArray(fc.constantFrom(...words), {minLength: 2, maxLength: 4}), (texts) => {
				const asked = texts
					.map((text) => readChange(text, program, pages))
					.flatMap((one) => (isRefused(one) ? [] : one));
				const before = peakBytes(program.terms).high;
				const saved = (changes: typeof asked) =>
					before -
					peakBytes(changes.flatMap((one) => one.steps.flatMap(({changes: own}) => own)).reduce(apply, program).terms)
						.high;
				expect(saved(asked)).toBeLessThanOrEqual(asked.reduce((sum, one) => sum + saved([one]), 0));
				expect(saved(asked)).toBeLessThan(before);
			}),
		);
	});

	it('name a dimension of an argument, and refuse what does not apply with a reason', () => {
		expect(readChange("params['up']:2=256", program, pages)).toMatchObject({
			steps: [{changes: [{symbol: 'feed-forward', factor: 1 / 2}]}],
		});
		expect(readChange('experts=1/2', program, pages)).toMatchObject({
			reason: expect.stringContaining('no dimension experts') as string,
		});
		expect(readChange('batch=much', program, pages)).toMatchObject({reason: expect.stringContaining('much') as string});
		expect(readChange('microbatch=16', program, pages)).toMatchObject({reason: 'the batch on each device is 4'});
		expect(readChange('attention-blockwise', program, pages)).toMatchObject({reason: 'no attention scores were found'});
	});

	it('give a range that holds the replay, and say what it rests on', () => {
		const asked = readChange('batch=1/2', program, pages);
		if (isRefused(asked)) throw new Error(asked.reason);
		const rows = [{regime: 'extent-room', low: 0.9, high: 1.1, n: 3, source: 'made'}];
		const {need, basis} = effectOf(program, [asked], rows, {low: 1e12, high: 1e12});
		const replayed = total({...MADE, batch: MADE.batch / 2});
		expect(need?.low).toBeLessThan(replayed);
		expect(need?.high).toBeGreaterThan(replayed);
		expect(basis).toContain('batch from 8 to 4, 2 on each device');
	});
});

it('dumps that are cut, damaged or mixed give what is left, and never fail', () => {
	const files = madeDump();
	const names = Object.keys(files);
	const other = madeDump({...MADE, batch: 16, width: 384});
	fc.assert(
		fc.property(
			fc.array(
				fc.record({
					name: fc.constantFrom(...names),
					from: fc.nat(6000),
					cut: fc.nat(400),
					put: fc.string({maxLength: 40}),
				}),
				{maxLength: 4},
			),
			fc.subarray(names),
			(wounds, mixed) => {
				const damaged: Record<string, string> = {...files};
				for (const name of mixed) damaged[name] = other[name] ?? '';
				for (const {name, from, cut, put} of wounds) {
					const text = damaged[name] ?? '';
					damaged[name] = text.slice(0, from) + put + text.slice(from + cut);
				}
				const parts = partsOf(Object.entries(damaged).flatMap(([name, text]) => dumpOf(name, text) ?? []));
				const made = programFromDump(parts);
				for (const term of made?.terms ?? []) expect(term.bytes.high).toBeGreaterThanOrEqual(0);
			},
		),
		{numRuns: 60},
	);
});
