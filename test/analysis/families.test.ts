/** Programs of several families, compiled for a v5e: what their lists say of dimensions, against what their makers know. */
import {readFileSync} from 'node:fs';
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
