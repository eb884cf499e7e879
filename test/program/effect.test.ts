import {describe, expect, it} from 'vitest';
import type {Interval} from '../../src/model/interval.js';
import {NO_PROGRAM, type Program, type Symbol, type Term} from '../../src/model/program.js';
import {isRefused, readChange} from '../../src/program/change/asked.js';
import {effectOf} from '../../src/program/change/effect.js';
import {heaviestFirst} from '../../src/program/dump/symbols.js';
import {peakBytes} from '../../src/program/peak.js';
import {dimensionsText} from '../../src/report/what-if.js';
import {projectPlaybook} from '../playbook/folder.js';

const MiB = 2 ** 20;

const pages = projectPlaybook().remedies;

describe('the range of a change', () => {
	it('goes down to the closest packing where there was room: an output takes memory from when it is written', () => {
		const program = made([
			{...term('kept', 800, 'batch'), life: [0, 5]},
			{...term('new', 400), place: 'output', written: 6},
			{...term('guest', 200, 'batch'), inside: 'new', life: [1, 4]},
		]);
		expect(need(program, 'batch=1/2', 2000 * MiB).low).toBeLessThanOrEqual(500 * MiB);
		expect(need(program, 'batch=1/2', 500 * MiB).low).toBeGreaterThan(700 * MiB);
	});

	it('holds the base where a cache is donated, which may not be shared', () => {
		const program: Program = {
			...made([
				{...term('cache', 600, 'batch'), place: 'argument', use: 'cache'},
				{...term('cache (returned)', 600, 'batch'), place: 'output', use: 'cache'},
			]),
			arguments: [
				{index: 0, name: 'cache', use: 'cache', replicated: false, offered: false, donated: false, bytes: 600 * MiB},
			],
		};
		const {low, high} = need(program, 'donate', 900 * MiB);
		expect(low).toBeLessThanOrEqual(600 * MiB);
		expect(high).toBeGreaterThanOrEqual(1200 * MiB);
	});

	it('lets an unrolled layer keep what it works with, where there are fewer layers', () => {
		const program = made([{...term('kept', 800, 'batch'), each: 'layers'}]);
		const {low, high} = need(program, 'layers=1/2', 100 * MiB);
		expect(low).toBeLessThanOrEqual(400 * MiB);
		expect(high).toBeGreaterThanOrEqual(600 * MiB);
	});

	it('holds the base where arrays of unknown layers are recomputed', () => {
		const saved = {...term('kept', 800, 'batch'), use: 'saved' as const};
		const symbols = made([]).symbols.filter(({id}) => id === 'batch');
		expect(need({...made([saved]), symbols}, 'remat', 100 * MiB).high).toBeGreaterThanOrEqual(800 * MiB);
		expect(need(made([saved]), 'remat', 100 * MiB).high).toBeLessThan(400 * MiB);
	});

	it('allows for sizes that are rounded up', () => {
		const program = made([term('kept', 800, 'batch'), term('other', 10)]);
		expect(need(program, 'batch=1/2', 100 * MiB).high).toBeGreaterThan(410 * MiB);
	});

	it('goes down to all arrays that hold the examples of all devices, where the largest of them is divided', () => {
		const whole = (name: string, mib: number): Term => ({...term(name, mib, 'batch'), gathered: 4});
		const divide = {kind: 'divide' as const, by: 4, reach: {largest: true}};
		const repair = {text: 'repair', steps: [{changes: [divide], regime: 'repair'}], words: 'divided'};
		const needOf = (terms: readonly Term[]) => effectOf(made(terms), [repair], []).need ?? {low: 0, high: 0};
		const {low, high} = needOf([whole('frames', 400), whole('convolved', 320), term('own', 100, 'batch')]);
		expect(low).toBeLessThanOrEqual(280 * MiB);
		expect(high).toBeGreaterThanOrEqual(520 * MiB);
		expect(needOf([term('frames', 400, 'batch'), whole('convolved', 320)]).low).toBeGreaterThan(410 * MiB);
	});

	it('is that of each dimension of a meaning, where a share of it is asked for', () => {
		const two = [symbol('layers', 8), {...symbol('layers2', 4), meaning: 'layers' as const}];
		const program = {...made([term('kept', 800, 'layers'), term('other', 80, 'layers2')]), symbols: two};
		expect(readChange('layers=1/2', program, pages)).toMatchObject({
			steps: [{changes: [{symbol: 'layers'}, {symbol: 'layers2'}]}],
			words: 'layers from 8 to 4 and layers2 from 4 to 2',
		});
		expect(readChange('layers2=1/2', program, pages)).toMatchObject({steps: [{changes: [{symbol: 'layers2'}]}]});
	});

	it('is that of the dimension that most bytes have, and says which others there are', () => {
		const less = {...symbol('layers2', 4), meaning: 'layers' as const, belief: 'likely' as const};
		const terms = [term('kept', 80, 'layers'), {...term('other', 800, 'layers2'), each: 'layers'}];
		const made2 = heaviestFirst([symbol('layers', 8), less], terms);
		expect(made2.symbols.map(({id, extent}) => [id, extent])).toEqual([
			['layers', 4],
			['layers2', 8],
		]);
		expect(made2.terms.map(({dims, each}) => [dims[0]?.symbols, each])).toEqual([
			[['layers2'], undefined],
			[['layers'], 'layers2'],
		]);
		expect(readChange('layers=1/2', {...made([]), ...made2}, pages)).toMatchObject({
			steps: [{changes: [{symbol: 'layers'}]}],
			words: 'layers from 4 to 2 (the most bytes have it; layers2 of 8 can be named too)',
		});
	});

	it('is refused with a short list of dimensions, the heaviest first', () => {
		const widths = Array.from({length: 20}, (_, k) => ({...symbol('batch', k + 2), id: `width:${k + 2}`}));
		const program = {...made([]), symbols: [symbol('batch', 8), ...widths]};
		const first = widths.slice(0, 7).map(({id}) => id);
		expect(readChange('sequence=1/2', program, pages)).toMatchObject({
			reason: `the program has no dimension sequence; it has batch, ${first.join(', ')}, 13 more, such as width:9`,
		});
		expect(dimensionsText(program)).toMatch(/^batch 8, width 2, .* width 8; 13 more by extent, such as width:9$/);
	});
});

function need(program: Program, text: string, capacity: number): Interval {
	const asked = readChange(text, program, pages);
	if (isRefused(asked)) throw new Error(asked.reason);
	const {need: found} = effectOf(program, [asked], [], {low: capacity, high: capacity});
	if (!found) throw new Error('no need');
	return found;
}

function made(terms: readonly Term[]): Program {
	return {
		...NO_PROGRAM,
		from: 'dump',
		symbols: [symbol('batch', 8), symbol('layers', 8)],
		terms,
		total: peakBytes(terms),
	};
}

function symbol(meaning: 'batch' | 'layers' | 'layers2', extent: number): Symbol {
	const known = meaning === 'layers2' ? {} : {meaning};
	return {id: meaning, extent, ...known, belief: 'known', why: 'made'};
}

/** `mib` in rows of one symbol. */
function term(name: string, mib: number, carries?: string): Term {
	const rows = carries === 'layers2' ? 4 : 8;
	return {
		type: 'u8',
		dims: [
			{extent: rows, symbols: carries === undefined ? [] : [carries], over: 1, constant: carries === undefined ? 8 : 1},
			{extent: (mib * MiB) / rows, symbols: [], over: 1, constant: (mib * MiB) / rows},
		],
		shape: `u8[${rows},${(mib * MiB) / rows}]`,
		count: 1,
		bytes: {low: mib * MiB, high: mib * MiB},
		place: 'temporary',
		use: 'unknown',
		name,
	};
}
