// Long because: one crash of each kind, from its buffers to every fact that follows; the builders are in sketches.ts.
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {analyse} from '../../src/analysis/index.js';
import type {Analysis} from '../../src/model/analysis.js';
import type {FactDeclaration} from '../../src/model/fact.js';
import {resolve} from '../../src/model/fact.js';
import {printSize} from '../../src/model/size.js';
import {readText} from '../../src/readers/index.js';
import {KNOWLEDGE, analysisOf, derived, incidentOf, readingOf, shapes} from './incident.js';
import * as sketches from './sketches.js';

const DECLARED = (
	parse(readFileSync(new URL('../../content/facts.yaml', import.meta.url), 'utf8')) as {facts: FactDeclaration[]}
).facts;

/** A crash of a compiled program, where no sketch stands for it. */
function analysisOfLog(name: string): Analysis {
	const reading = readText(name, readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
	const [incident] = reading.incidents;
	if (!incident) throw new Error(`${name} holds no incident`);
	return analyse(incident, reading, {...KNOWLEDGE, chips: []});
}

/** The optimizer's crash, with what the log says of the whole model. */
function wholeModel(said: Readonly<Record<string, number>>): Analysis {
	const incident = incidentOf(sketches.OPTIMIZER);
	const origin = {by: 'reader', reader: 'job', place: {evidence: 'a.log', line: 1, quote: ''}} as const;
	const more = Object.entries(said).map(([name, value]) => ({
		name,
		value: {kind: 'number', text: String(value), range: {low: value, high: value}} as const,
		origin,
	}));
	return analyse(
		{...incident, facts: [...incident.facts, ...more]},
		readingOf(incident, sketches.OPTIMIZER),
		KNOWLEDGE,
	);
}

describe('what is derived', () => {
	const all = [
		...Object.entries(sketches.ALL).map(([name, sketch]) => ({name, analysis: analysisOf(sketch)})),
		{name: 'quantised weights', analysis: analysisOfLog('quant-int8-upfront.log')},
	];

	it.each(all)('$name: only declared facts, of the declared kind, once each', ({analysis}) => {
		const made = analysis.facts.filter((fact) => fact.origin.by === 'derivation');
		const kinds = new Map(DECLARED.map((declaration) => [declaration.name, declaration.kind]));
		expect(made.filter((fact) => kinds.get(fact.name) !== fact.value.kind).map((fact) => fact.name)).toEqual([]);
		expect(new Set(made.map((fact) => fact.name)).size).toBe(made.length);
	});

	it.each(all)('$name: every fact says what it comes from', ({analysis}) => {
		const lists = new Set(['allocations', 'arguments', 'slots', 'live', 'hints']);
		const names = resolve(analysis.facts);
		for (const {name, origin} of analysis.facts) {
			if (origin.by !== 'derivation' || name === 'list.known') continue;
			expect(origin.rule, name).not.toBe('');
			expect(origin.from.length, name).toBeGreaterThan(0);
			expect(
				origin.from.filter((from) => !lists.has(from) && !names.has(from)),
				name,
			).toEqual([]);
		}
	});

	it.each(all)('$name: ranges are ordered and shares of a whole are at most one', ({analysis}) => {
		for (const {name, value} of analysis.facts) {
			const range = value.kind === 'size' ? value.bytes : value.kind === 'number' ? value.range : {low: 0, high: 0};
			expect(range.low, name).toBeLessThanOrEqual(range.high);
			if (name.endsWith('.share') && !['over.share', 'largest.share', 'request.share'].includes(name)) {
				expect(range.high, name).toBeLessThanOrEqual(1);
			}
		}
	});

	it('covers every declared derivation', () => {
		const made = new Set(all.flatMap(({analysis}) => Object.keys(derived(analysis))));
		const declared = DECLARED.filter((declaration) => declaration.from === 'derivation').map(
			(declaration) => declaration.name,
		);
		expect(declared.filter((name) => !made.has(name))).toEqual([]);
	});

	it('gives the same result twice', () => {
		for (const sketch of Object.values(sketches.ALL)) expect(analysisOf(sketch)).toEqual(analysisOf(sketch));
	});
});

describe('a step that trains', () => {
	const analysis = analysisOf(sketches.TRAINING);
	const facts = derived(analysis);

	it('says how far off it is, and on which chip', () => {
		expect(facts).toMatchObject({'over.share': '52 %', 'chip.id': 'v5e', 'list.known': 'yes'});
		expect(analysis.story[0]).toBe(
			'The program needs 24.00G, 8.25G (52 %) more than the 15.75G of the chip (probably v5e).',
		);
	});

	it('divides the use', () => {
		expect(facts).toMatchObject({
			'args.share': '13 %',
			'temp.share': '88 %',
			'outside.bytes': '3.00G',
			'temporaries.bytes': '21.00G',
		});
		expect(analysis.parts.map((part) => `${part.label} ${part.text}`)).toEqual([
			'arguments 1.50G',
			'outputs 1.50G',
			'temporaries 21.00G',
		]);
	});

	it('knows the roles of dimensions', () => {
		expect(facts).toMatchObject({
			'batch.size': '8',
			'sequence.length': '2048',
			'vocabulary.size': '131072',
			'vocabulary.bytes': '12.00G',
		});
		expect(facts['quadratic.bytes']).toBe('7.00G');
	});

	it('reads passes, loops and rematerialization from names', () => {
		expect(facts).toMatchObject({
			'training.seen': 'yes',
			'loop.seen': 'yes',
			'remat.compiler': 'yes',
			'remat.checkpoint': 'yes',
		});
		const passes = analysis.groups.map((group) => `${group.shape} ${group.pass}`);
		expect(passes).toContain('f32[8,2048,131072] forward');
		expect(passes).toContain('bf16[8,2048,131072] backward');
		expect(passes).toContain('f32[8,16,2048,2048] recompute');
	});

	it('groups equal buffers, largest first', () => {
		expect(analysis.groups.map((group) => `${group.count} × ${group.shape} = ${group.text}`).slice(0, 3)).toEqual([
			'1 × f32[8,2048,131072] = 8.00G',
			'6 × f32[8,16,1024,2048] = 6.00G',
			'1 × bf16[8,2048,131072] = 4.00G',
		]);
		expect(facts).toMatchObject({'layers.count': '6', 'layers.bytes': '6.00G'});
	});

	it('finds what donation could save, and neither callback nor cache', () => {
		expect(facts).toMatchObject({
			'donation.possible': '1.0–1.5G',
			'debug.suspected': 'no',
			'cache.suspected': 'no',
		});
	});

	it.each([
		['14.25GiB', 'The compiler tried to recompute arrays but could not reduce its 14.25GiB; its target was 12.50GiB.'],
		['15.50GiB', 'The compiler already recomputed what it could: it reached 14.25GiB, and its target was 12.50GiB.'],
	])('says whether recomputation of %s gained anything', (before, sentence) => {
		const remat = {'remat.target': '12.50GiB', 'remat.reached': '14.25GiB', 'remat.before': before};
		const facts = {...sketches.TRAINING.facts, ...remat};
		expect(analysisOf({...sketches.TRAINING, facts}).story).toContain(sentence);
	});

	it('tells the story in the figures of the log', () => {
		expect(analysis.story).toEqual([
			'The program needs 24.00G, 8.25G (52 %) more than the 15.75G of the chip (probably v5e).',
			'Arguments 1.50G (6.3 % of the need), outputs 1.50G (6.3 %), temporaries 21.00G (88 %).',
			'Logits take 12.00G in 2 buffers (…,131072), 1 of them f32.',
		]);
		expect(analysis.missing).toEqual([]);
	});
});

describe('slot tables', () => {
	it('tell a heap from what lies outside it, and a cache from weights', () => {
		const analysis = analysisOf(sketches.SERVING);
		expect(derived(analysis)).toMatchObject({
			'args.share': '94 %',
			'cache.suspected': 'yes',
			'sequence.length': '122880',
			'batch.size': '16',
			'loop.seen': 'yes',
			'serving.seen': 'yes',
			'training.seen': 'no',
			'largest.size': '3.75GiB',
			'largest.place': 'argument',
		});
		expect(analysis.missing).toContain('names of operations: a full memory report or a compiler dump has them');
	});

	it('show a debug print by its tokens, and the global batch beside the local one', () => {
		const facts = derived(analysisOf(sketches.PRINTED));
		expect(facts).toMatchObject({
			'debug.suspected': 'yes',
			'replicated.suspected': 'yes',
			'replicated.bytes': '8.00G',
			'quadratic.bytes': '12.00G',
			'largest.shape': 'bf16[32,8,4096,4096]',
		});
	});

	it('take a heap that is not shown as no larger than the last table', () => {
		const slots = Array.from({length: 60}, (_, table) => ({
			size: '256.00MiB',
			table,
			shapes: shapes('f32[4096,16384]'),
		}));
		const facts = derived(analysisOf({facts: {'hbm.used': '99.75G', 'hbm.capacity': '95.74G'}, slots}));
		expect(facts['args.share']).toBe('100 %');
		expect(facts['optimizer.suspected']).toBe('yes');
	});

	it('divide what shares an argument from what is copied into an output', () => {
		const possible = (twice: number) => {
			const slots = Array.from({length: 32}, (_, table) => ({
				size: '256.00MiB',
				table,
				values: table < twice ? 2 : 1,
				shapes: shapes(table < twice ? '2×f32[4096,16384]' : 'f32[4096,16384]'),
			}));
			return derived(analysisOf({facts: {'hbm.used': '8.00G', 'hbm.capacity': '7.00G'}, slots}))['donation.possible'];
		};
		// As many outputs, written twice, as arguments: none of them shares. Else what holds two values does, and little is left.
		expect(possible(16)).toBe('at most 4.00G');
		expect(possible(24)).toMatch(/^at most \d\.\d\dM$/);
	});

	it('see a cache that comes in narrow and goes out wide, where as many of both are there', () => {
		const facts = derived(analysisOf(sketches.WIDENED));
		expect(facts).toMatchObject({'returned.wider': '8.00G', 'donation.possible': '4.0–8.0G'});
		const fewer = {...sketches.WIDENED, slots: (sketches.WIDENED.slots ?? []).slice(1)};
		expect(derived(analysisOf(fewer))['returned.wider']).toBeUndefined();
	});

	it('see parameters and state that a mesh does not divide, by the size of the model', () => {
		const parts = (count: number, mesh: number) =>
			derived(wholeModel({'model.parameters': count, 'mesh.parts': mesh}))['weights.replicated'];
		// Arguments have 4 × 0.54 + 2 × 0.54 billion elements: of 0.54 billion parameters, an optimizer keeps no more when they are whole.
		expect(parts(0.54e9, 8)).toBe('10.00G');
		expect(parts(16 * 0.54e9, 8)).toBeUndefined();
		expect(derived(wholeModel({'model.parameters': 0.54e9}))['weights.replicated']).toBeUndefined();
	});

	it('find padding from the size of the slot', () => {
		const facts = derived(
			analysisOf({
				facts: {'hbm.used': '3.50G', 'hbm.capacity': '2.00G'},
				slots: [
					{size: '3.05GiB', offset: 0, shapes: shapes('f32[16,632,632,64]')},
					{size: '1.00MiB', offset: 3_274_965_000, shapes: shapes('f32[512,512]')},
				],
			}),
		);
		expect(facts['padding.share']).toBe('50 %');
		expect(facts['largest.expansion']).toBe('2');
	});
});

describe('optimizer state', () => {
	it('is seen by wide moments beside narrow parameters', () => {
		const facts = derived(analysisOf(sketches.OPTIMIZER));
		expect(facts).toMatchObject({
			'optimizer.suspected': 'yes',
			'args.share': '100 %',
			'donation.possible': '8.0–10.0G',
		});
	});

	it('is not claimed for parameters alone', () => {
		const args = [
			...Array.from({length: 7}, (_, index) => ({
				size: '1.00G',
				shape: 'f32[16384,16384]{1,0:T(8,128)}',
				label: `Argument ${index} index {}`,
			})),
			{size: '1.00G', shape: 'f32[131072,2048]{1,0:T(8,128)}', label: 'Argument 7 index {}'},
		];
		const facts = {
			'hbm.used': '17.00G',
			'hbm.capacity': '15.75G',
			'hbm.arguments': '8.00G',
			'hbm.output': '0B',
			'hbm.shared': '0B',
			'hbm.program': '9.00G',
		};
		expect(derived(analysisOf({facts, arguments: args}))).not.toHaveProperty('optimizer.suspected');
	});
});

describe('a list', () => {
	it.each([
		[{size: '126.00G'}, 'no'],
		[{size: '126.00G', shape: 'bf16[126,16384,32768]'}, 'yes'],
		[{size: '126.00G', op: 'jit(step)/dot_general'}, 'yes'],
	])('of %j is known: %s', (allocation, known) => {
		const analysis = analysisOf({facts: {'hbm.capacity': '31.25G'}, allocations: [allocation]});
		expect(derived(analysis)).toMatchObject({'list.known': known, 'largest.share': '403 %'});
	});
});

describe('a list of what is largest', () => {
	const listing = (used: string, op = 'jit(step)/dot_general') =>
		analysisOf({
			facts: {'hbm.used': used, 'hbm.capacity': '8.00G'},
			allocations: [
				{size: '5.72G', shape: 'f32[512,100,30000]', op},
				{size: '100.00M', shape: 'f32[512,100,512]', op},
			],
		});

	it.each([
		['11.00G', 'yes'],
		['60.00G', 'no'],
	])('of %s needed shows half of it: %s', (used, covers) => {
		expect(derived(listing(used))).toMatchObject({'list.known': 'yes', 'list.covers': covers});
	});

	it.each([
		['jit(step)/while/body/dot_general', true],
		['jit(step)/dot_general', false],
	])('made by %s may be the steps of a scan: %s', (op, scanned) => {
		const {groups} = listing('11.00G', op);
		expect(groups.some(({what}) => /every step of a scan/.test(what))).toBe(scanned);
	});
});

describe('requests that failed at run time', () => {
	it.each([
		['5.91G', '6.34G', {'request.reservable': '3.02G'}, 'fragmentation'],
		['28.13M', '61.20M', {'request.contiguous': '26.88M'}, 'fragmentation'],
		['14.10G', '10.22G', {'request.contiguous': '9.00G'}, 'capacity'],
		['128.00M', '87.93M', {}, 'capacity'],
		// The largest stretch is large enough, or not printed: the message proves neither.
		['1.00G', '2.00G', {'request.contiguous': '1.50G'}, 'unknown'],
		['1.00G', '2.00G', {}, 'fragmentation'],
		// Equal as printed: rounding hides which is larger.
		['1.00G', '1.00G', {'request.contiguous': '512.00M'}, 'unknown'],
		['2.00G', '2.50G', {'request.contiguous': '2.00G'}, 'unknown'],
	])('%s of %s free with %j is %s', (size, free, stretch, cause) => {
		const analysis = analysisOf({code: 'E0100', facts: {'request.size': size, 'request.free': free, ...stretch}});
		expect(analysis.allocationCause).toBe(cause);
		expect(derived(analysis)['allocation.cause']).toBe(cause);
	});

	it.each([
		// The largest chip of the table has 95.74G.
		['126.00G', 'at least 132 %'],
		['47.90G', 'at least 50 %'],
		['47.80G', undefined],
		['14.10G', undefined],
	])('a request of %s is %s of any chip', (size, share) => {
		const analysis = analysisOf({code: 'E0100', facts: {'request.size': size, 'request.free': '8.00G'}});
		expect(derived(analysis)['request.share']).toBe(share);
	});

	it('say what was requested and what was free', () => {
		expect(analysisOf(sketches.TOO_LITTLE).story).toEqual([
			'A buffer of 14.10G was requested; 10.22G was free. At least 3.88G more must be free.',
		]);
		expect(analysisOf(sketches.FRAGMENTED).story).toEqual([
			'Loading jit_step requested 5.91G; 6.34G was free, but at most 3.02G of it could be reserved.',
		]);
	});

	it('miss a profile only until there is one', () => {
		const profile = [{kind: 'buffer', device: 'TPU_0', bytes: 1, count: 1, frames: []}];
		expect(analysisOf(sketches.TOO_LITTLE).missing).toHaveLength(1);
		expect(analysisOf({...sketches.TOO_LITTLE, profile}).missing).toEqual([]);
	});
});

describe('a mismatch', () => {
	it('names the kind, the factor and the dimension', () => {
		const analysis = analysisOf(sketches.MISMATCH);
		expect(derived(analysis)).toMatchObject({
			'mismatch.kind': 'order',
			'mismatch.factor': '3.2',
			'mismatch.dimension': '40 padded to 128',
		});
		expect(analysis.story[0]).toBe(
			'Parameter 0 should have 5242880 bytes but has 1638400 (factor 3.2): 40 padded to 128.',
		);
	});

	it('names the padding of the larger side, also where the given shape is printed without tiles', () => {
		const analysis = analysisOf({
			code: 'E0102',
			facts: {
				'expected.bytes': '2048',
				'got.bytes': '10240',
				'expected.shape': 'f32[5,4,1]{0,1,2:T(4,128)}',
				'got.shape': 'f32[5,4,1]{2,1,0}',
			},
		});
		expect(derived(analysis)).toMatchObject({
			'mismatch.kind': 'order',
			'mismatch.dimension': '1 padded to 128 in the given layout',
		});
	});

	it('blames no padding that belongs to the smaller side', () => {
		const analysis = analysisOf({
			code: 'E0102',
			facts: {
				'expected.bytes': '2048',
				'got.bytes': '9999',
				'expected.shape': 'f32[5,4,1]{0,1,2:T(4,128)}',
				'got.shape': 'f32[5,4,1]{2,1,0}',
			},
		});
		expect(derived(analysis)['mismatch.dimension']).toBeUndefined();
	});

	it('without shapes speaks of sizes only', () => {
		const analysis = analysisOf({code: 'E0102', facts: {'expected.bytes': '4096', 'got.bytes': '3840'}});
		expect(derived(analysis)).toMatchObject({'mismatch.kind': 'size_only', 'mismatch.factor': '1.07'});
		expect(derived(analysis)).not.toHaveProperty('mismatch.dimension');
		expect(analysis.missing).toEqual(['shapes and layouts of the parameter: newer messages print them']);
	});

	it('takes a shape that is cut as not there', () => {
		const facts = {
			'expected.bytes': '4096',
			'got.bytes': '2048',
			'expected.shape': 'f32[16,64]{1,0',
			'got.shape': 'f32[8,64]',
		};
		expect(derived(analysisOf({code: 'E0102', facts}))['mismatch.kind']).toBe('size_only');
	});
});

describe('other messages', () => {
	it('SparseCore against TensorCore', () => {
		const analysis = analysisOf(sketches.SPLIT);
		expect(derived(analysis)).toMatchObject({
			'split.heavier': 'sparsecore',
			'chip.id': 'v5p',
			'hbm.used': '208.92G',
			'over.share': '118 %',
		});
		expect(analysis.parts.map((part) => part.label)).toEqual(['TensorCore', 'SparseCore']);
		const near = {'tc.used': '50.00G', 'sc.used': '52.00G', 'hbm.capacity': '95.74G'};
		expect(derived(analysisOf({facts: near}))['split.heavier']).toBe('balanced');
	});

	it('the short message: what is missing is said, and nothing is guessed', () => {
		const analysis = analysisOf(sketches.SHORT);
		expect(derived(analysis)).toEqual({
			'hbm.over': '6.37G',
			'over.share': '40 %',
			'chip.id': 'v5e',
			'list.known': 'no',
		});
		expect(analysis.missing).toEqual(['list of buffers: one more run with a compiler dump shows it']);
	});

	it('memory of a core gets no words about HBM', () => {
		const analysis = analysisOf(sketches.VMEM);
		expect(analysis.story).toEqual([
			'The program needs 128.00M of vmem (not HBM); its limit is 16.00M, 112.00M too little.',
		]);
		expect(Object.keys(derived(analysis))).toEqual(['list.known']);
	});

	it('padding of a good part of the memory is said, with the dimension that is padded', () => {
		const allocations = [
			{size: '16.00G', shape: 'f32[33554432,40]{1,0:T(8,128)}', label: 'fusion.1'},
			{size: '5.00G', shape: 'f32[33554432,40]{0,1:T(8,128)}', label: 'fusion.2'},
		];
		const {story, groups} = analysisOf({facts: {...sketches.SHORT.facts, 'hbm.used': '21.00G'}, allocations});
		expect(story).toContain('Padding takes 11.00G (52 % of the list): 40 padded to 128 in f32[33554432,40].');
		expect(groups.map((group) => group.what)).toEqual(['40 padded to 128', '']);
	});

	it('a buffer without a shape is called by its label', () => {
		const label = 'register allocator spill slots call depth 2';
		const {groups} = analysisOf({...sketches.VMEM, allocations: [{size: '27.16M', label, kind: 'scoped'}]});
		expect(groups).toMatchObject([{shape: label, what: 'scoped'}]);
	});

	it('a list that begins at rank 4 has no largest buffer', () => {
		const allocations = [{rank: 4, size: '1.00G', shape: 'f32[16384,16384]{1,0:T(8,128)}'}];
		const analysis = analysisOf({facts: sketches.SHORT.facts ?? {}, allocations});
		expect(derived(analysis)).not.toHaveProperty('largest.size');
		expect(analysis.missing[0]).toContain('the first entries');
	});

	it('a list of little of the memory proves no absence', () => {
		const allocations = [{size: '1.00G', shape: 'f32[16384,16384]{1,0:T(8,128)}'}];
		const facts = derived(analysisOf({facts: sketches.SHORT.facts ?? {}, allocations}));
		expect(facts).not.toHaveProperty('quadratic.share');
		expect(facts).not.toHaveProperty('vocabulary.share');
		expect(facts).not.toHaveProperty('debug.suspected');
	});

	it('live buffers of a dump come before other lists', () => {
		const live = [
			{
				name: 'fusion.1',
				bytes: 8_589_934_592,
				shape: 'bf16[524288,8192]{1,0:T(8,128)(2,1)}',
				op: 'jit(step)/jvp()/dot',
				place: 'temp' as const,
				line: 3,
			},
			{
				name: 'param.0',
				bytes: 2_147_483_648,
				shape: 'bf16[524288,2048]{1,0:T(8,128)(2,1)}',
				place: 'argument' as const,
				line: 4,
			},
		];
		const analysis = analysisOf({
			facts: sketches.SHORT.facts ?? {},
			live,
			slots: [{size: '8.00GiB', shapes: shapes('f32[1]')}],
		});
		expect(analysis.buffers.map((buffer) => `${buffer.from} ${buffer.text} ${buffer.place}`)).toEqual([
			'live 8.00G temp',
			'live 2.00G argument',
		]);
		expect(derived(analysis)['batch.size']).toBe('524288');
	});

	it('a tuple is counted, not printed', () => {
		const allocations = [{size: '512B', shape: '((bf16[8,8]{1,0}), s32[], (f32[2]))'}];
		expect(analysisOf({allocations}).groups.map((group) => group.shape)).toEqual(['tuple of 3']);
	});

	it('a printed size keeps its text, and a layout that agrees makes it exact', () => {
		const [largest] = analysisOf(sketches.TRAINING).buffers;
		expect(largest?.text).toBe('8.00G');
		expect(largest && printSize(largest.bytes.high)).toBe('8.00G');
		expect(largest?.bytes.low).toBe(largest?.bytes.high);
	});
});
