import {describe, expect, it} from 'vitest';
import type {FactorKind} from '../../../src/model/comparison.js';
import {
	cache,
	mlp,
	optimizer,
	transformer,
	TRANSFORMER,
	type Cache,
	type Mlp,
	type Optimizer,
	type Program,
	type Transformer,
} from './programs.js';
import {changes} from './sides.js';

/** What one change makes of a program, and the factor that must be named first. */
const CHANGES: readonly {
	readonly kind: FactorKind;
	readonly name: string;
	readonly change: (model: Transformer) => Transformer;
}[] = [
	{kind: 'batch', name: 'batch doubled', change: (m) => ({...m, batch: m.batch * 2})},
	{kind: 'batch', name: 'batch half as large again', change: (m) => ({...m, batch: m.batch * 1.5})},
	{kind: 'sequence', name: 'sequence doubled', change: (m) => ({...m, sequence: m.sequence * 2})},
	{kind: 'vocabulary', name: 'vocabulary doubled', change: (m) => ({...m, vocabulary: m.vocabulary * 2})},
	{kind: 'layers', name: 'layers doubled', change: (m) => ({...m, layers: m.layers * 2})},
	{kind: 'layers', name: 'a third more layers', change: (m) => ({...m, layers: (m.layers * 4) / 3})},
	{
		kind: 'width',
		name: 'width grown',
		change: (m) => ({...m, width: m.width * 2, hidden: m.hidden * 2, heads: m.heads * 2}),
	},
	{kind: 'width', name: 'hidden width alone', change: (m) => ({...m, hidden: m.hidden * 2})},
	{kind: 'element_type', name: 'type widened', change: (m) => ({...m, type: 'f32'})},
	{kind: 'sharding', name: 'sharding lost', change: (m) => ({...m, devices: 1})},
	{kind: 'remat', name: 'rematerialization removed', change: (m) => ({...m, remat: false})},
	{kind: 'donation', name: 'donation removed', change: (m) => ({...m, donate: false})},
	{kind: 'debug_print', name: 'debug print added', change: (m) => ({...m, print: true})},
];

const MODELS: readonly {readonly name: string; readonly model: Transformer}[] = [
	{name: 'stacked layers', model: TRANSFORMER},
	{name: 'an array for each layer', model: {...TRANSFORMER, layers: 6, scanned: false}},
	{name: 'as many layers as sequences on a device', model: {...TRANSFORMER, layers: 12, batch: 48}},
	{
		name: 'width as long as the sequence',
		model: {...TRANSFORMER, layers: 18, width: 2048, hidden: 8192, heads: 16, batch: 40},
	},
	{name: 'activations kept', model: {...TRANSFORMER, layers: 30, remat: false, donate: false}},
	{name: 'long sequence', model: {...TRANSFORMER, sequence: 8192, batch: 16, layers: 36}},
];

describe('the factor of a single change is named first', () => {
	for (const {name, model} of MODELS)
		for (const {kind, name: what, change} of CHANGES) {
			const changed = change(model);
			if (JSON.stringify(changed) === JSON.stringify(model)) continue;
			it(`${what}: ${name}`, () => {
				const {factors} = changes(transformer(model), transformer(changed));
				expect(factors.map((factor) => factor.kind)[0], JSON.stringify(factors, undefined, 1)).toBe(kind);
			});
			it(`${what}, taken back: ${name}`, () => {
				const {factors} = changes(transformer(changed), transformer(model));
				expect(factors[0]?.kind, JSON.stringify(factors, undefined, 1)).toBe(kind);
				expect(factors[0]?.bytes).toBeLessThan(0);
			});
		}
});

interface Family<Model> {
	readonly name: string;
	readonly program: (model: Model) => Program;
	readonly models: readonly Model[];
	readonly changes: readonly {
		readonly kind: FactorKind;
		readonly name: string;
		readonly change: (model: Model) => Model;
	}[];
}

function family<Model>({name, program, models, changes: all}: Family<Model>): void {
	describe(name, () => {
		for (const [index, model] of models.entries())
			for (const {kind, name: what, change} of all)
				it(`${what}, program ${index + 1}`, () => {
					const {factors} = changes(program(model), program(change(model)));
					expect(factors[0]?.kind, JSON.stringify(factors, undefined, 1)).toBe(kind);
				});
	});
}

const CACHE: Cache = {
	layers: 16,
	batch: 32,
	sequence: 14_720,
	heads: 8,
	head: 128,
	width: 2048,
	donate: true,
	type: 'bf16',
};
family<Cache>({
	name: 'a cache of keys and values',
	program: cache,
	models: [CACHE, {...CACHE, layers: 8, batch: 64, heads: 2}, {...CACHE, layers: 32, batch: 4, sequence: 40_960}],
	changes: [
		{kind: 'batch', name: 'batch doubled', change: (m) => ({...m, batch: m.batch * 2})},
		{kind: 'sequence', name: 'sequence doubled', change: (m) => ({...m, sequence: m.sequence * 2})},
		{kind: 'layers', name: 'layers doubled', change: (m) => ({...m, layers: m.layers * 2})},
		{kind: 'donation', name: 'donation removed', change: (m) => ({...m, donate: false})},
		{kind: 'element_type', name: 'type widened', change: (m) => ({...m, type: 'f32'})},
		{
			kind: 'padding',
			name: 'heads half as wide, twice as many',
			change: (m) => ({...m, head: m.head / 2, heads: m.heads * 2}),
		},
	],
});

const MLP: Mlp = {layers: 6, rows: 987_136, width: 4096, hidden: 16_384, type: 'bf16', devices: 4, remat: true};
family<Mlp>({
	name: 'plain layers',
	program: mlp,
	models: [MLP, {...MLP, layers: 4, width: 2048, hidden: 8192}, {...MLP, layers: 12, rows: 313_344, devices: 8}],
	changes: [
		{kind: 'batch', name: 'batch doubled', change: (m) => ({...m, rows: m.rows * 2})},
		{kind: 'layers', name: 'layers doubled', change: (m) => ({...m, layers: m.layers * 2})},
		{kind: 'width', name: 'width doubled', change: (m) => ({...m, width: m.width * 2, hidden: m.hidden * 2})},
		{kind: 'element_type', name: 'type widened', change: (m) => ({...m, type: 'f32'})},
		{kind: 'sharding', name: 'sharding lost', change: (m) => ({...m, devices: 1})},
		{kind: 'remat', name: 'rematerialization removed', change: (m) => ({...m, remat: false})},
		{
			kind: 'padding',
			name: 'width just above a multiple of 128',
			change: (m) => ({...m, width: m.width + 2, hidden: m.hidden + 8}),
		},
	],
});

const OPTIMIZER: Optimizer = {matrices: 8, rows: 16_384, columns: 16_384, donate: true, devices: 4};
family<Optimizer>({
	name: 'an optimizer step',
	program: optimizer,
	models: [OPTIMIZER, {...OPTIMIZER, matrices: 40, rows: 8192, columns: 4096}],
	changes: [
		{kind: 'donation', name: 'donation removed', change: (m) => ({...m, donate: false})},
		{kind: 'sharding', name: 'sharding lost', change: (m) => ({...m, devices: 1})},
		{kind: 'layers', name: 'more matrices', change: (m) => ({...m, matrices: m.matrices * 2})},
	],
});
