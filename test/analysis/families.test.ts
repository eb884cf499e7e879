/** Programs of several families, compiled for a v5e: what their lists say of dimensions, against what their makers know. */
import {readFileSync, readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import type {Analysis} from '../../src/model/analysis.js';
import {readText} from '../../src/readers/index.js';
import {KNOWLEDGE} from './incident.js';

interface Golden {
	readonly extents: Readonly<Record<string, number>>;
	/** Extents above one to their meanings. */
	readonly arrays: Readonly<Record<string, string>>;
	readonly facts?: Readonly<Record<string, boolean>>;
}

const FOLDER = new URL('../fixtures/', import.meta.url);
const golden = JSON.parse(readFileSync(new URL('labels/golden.json', FOLDER), 'utf8')) as Record<string, Golden>;

function analysesOf(path: string): readonly Analysis[] {
	const reading = readText(path, readFileSync(new URL(path, FOLDER), 'utf8'));
	return reading.incidents.map((incident) => analyse(incident, reading, KNOWLEDGE));
}

describe.each(Object.entries(golden))('%s', (name, {extents, arrays, facts = {}}) => {
	const [analysis] = analysesOf(`labels/${name}`);
	const symbols = analysis?.program.symbols ?? [];

	it('has its extents, and no others', () => {
		const named = ['batch', 'sequence', 'vocabulary', 'rows', 'layers'];
		const found = symbols.filter(({id}) => named.includes(id)).map(({id, extent}) => [id, extent]);
		expect(Object.fromEntries(found)).toEqual(extents);
	});

	it('has the meanings of its large arrays', () => {
		for (const [core, meanings] of Object.entries(arrays)) {
			const terms = analysis?.program.terms.filter(
				({dims}) =>
					dims
						.map(({extent}) => extent)
						.filter((extent) => extent > 1)
						.join() === core,
			);
			expect(terms?.length, core).toBeGreaterThan(0);
			for (const {dims} of terms ?? []) {
				const above = dims.filter(({extent}) => extent > 1);
				const found = above.map((dim) => symbols.find(({id}) => id === dim.symbols[0])?.meaning);
				expect(found.join(' '), core).toBe(meanings);
			}
		}
	});

	it('shows what its arrays are for', () => {
		for (const [fact, holds] of Object.entries(facts)) {
			const value = analysis?.facts.find(({name: one}) => one === fact)?.value;
			expect(value?.kind === 'truth' ? value.holds : value !== undefined, fact).toBe(holds);
		}
	});
});

describe('no list adds up to more than its total', () => {
	const logs = ['labels', 'lab', 'comparison'].flatMap((folder) =>
		readdirSync(new URL(`${folder}/`, FOLDER))
			.filter((file) => file.endsWith('.log'))
			.map((file) => `${folder}/${file}`),
	);

	it.each(logs)('%s', (path) => {
		for (const {facts, groups, parts, buffers} of analysesOf(path)) {
			const size = (name: string) => {
				const value = facts.find((fact) => fact.name === name)?.value;
				return value?.kind === 'size' ? value.bytes : undefined;
			};
			const used = size('hbm.used');
			const low = (list: readonly {readonly bytes: {readonly low: number}}[]) =>
				list.reduce((sum, {bytes}) => sum + bytes.low, 0);
			// Sizes are printed with two decimals.
			const most = (used?.high ?? Infinity) * 1.005;
			expect(low(buffers)).toBeLessThanOrEqual(most);
			expect(low(groups.map(({total}) => ({bytes: total})))).toBeLessThanOrEqual(most);
			if (size('tc.used') === undefined) expect(low(parts)).toBeLessThanOrEqual(most);
			const listed = size('listed.bytes');
			for (const kind of ['f32', 'batch', 'sequence', 'quadratic', 'vocabulary', 'layers', 'padding'])
				expect(size(`${kind}.bytes`)?.low ?? 0, kind).toBeLessThanOrEqual(listed?.high ?? Infinity);
		}
	});
});
