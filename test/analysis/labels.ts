/** What is known of the programs behind lab logs, and whether their dimensions were named rightly. */
import {analyse} from '../../src/analysis/index.js';
import {resolve} from '../../src/model/fact.js';
import {readText} from '../../src/readers/index.js';
import {KNOWLEDGE} from './incident.js';

/** What the maker of a lab log knew about the program. Sizes are global: a device holds a part of them. */
export interface ProgramTruth {
	readonly devices: number;
	readonly code: string;
	readonly params: {B?: number; S?: number; V?: number; L?: number; D?: number; debug?: boolean};
	readonly family: string;
	readonly topology: string;
	readonly largest_share_of_capacity?: number;
	readonly outside_heap_share?: number;
}

/** Facts about a log's failure of the known code; undefined where it is none that names dimensions. */
export function factsOf(name: string, text: string, truth: ProgramTruth) {
	const reading = readText(name, text);
	const incident = reading.incidents.find((one) => one.code === truth.code);
	if (!incident || truth.code !== 'E1000') return undefined;
	const analysis = analyse(incident, reading, KNOWLEDGE);
	return {facts: resolve(analysis.facts), listed: analysis.buffers.length > 0};
}

type Facts = NonNullable<ReturnType<typeof factsOf>>['facts'];

/** The range of a fact that is a number. */
export function number(facts: Facts, name: string): {low: number; high: number} | undefined {
	const value = facts.get(name)?.value;
	return value?.kind === 'number' ? value.range : undefined;
}

/** Each role that was guessed, or that the program has: right or not. */
export function judge(truth: ProgramTruth, facts: Facts) {
	const {B, S, V, L} = truth.params;
	// Stacked only where the program scans over its layers; equal buffers are counted, which says nothing about layers.
	const count = facts.get('layers.count');
	const stacked =
		count?.origin.by === 'derivation' && count.origin.rule.includes('stacks')
			? number(facts, 'layers.count')?.low
			: undefined;
	const batch = number(facts, 'batch.size')?.low;
	const sequence = number(facts, 'sequence.length')?.low;
	const vocabulary = number(facts, 'vocabulary.size')?.low;
	const local = B === undefined ? [] : [B, B / truth.devices];
	// A head that sees tokens only has batch and sequence merged.
	const merged = S === undefined ? [] : local.map((extent) => extent * S);
	const tables = truth.family === 'embed';
	return [
		...(tables
			? []
			: [
					{
						role: 'batch',
						found: batch,
						right: B === undefined || B === 1 ? batch === undefined : [...local, ...merged].includes(batch ?? NaN),
					},
				]),
		{
			role: 'sequence',
			found: sequence,
			right: S === undefined || merged.includes(batch ?? NaN) ? sequence === undefined : sequence === S,
		},
		{role: 'vocabulary', found: vocabulary, right: vocabulary === V},
		...(stacked === undefined ? [] : [{role: 'layers', found: stacked, right: stacked === L}]),
	];
}
