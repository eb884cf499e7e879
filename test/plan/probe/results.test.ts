import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {provenUpgrade, readProbeResults} from '../../../src/plan/probe/index.js';

const results = (name: string) =>
	readFileSync(fileURLToPath(new URL(`../../fixtures/probe/${name}.jsonl`, import.meta.url)), 'utf8');
const line = (over: object): string =>
	JSON.stringify({
		schema: 'xla-triage.probe/1',
		variant: 'v',
		remedy: 'r',
		result: 'oom',
		used_bytes: 1024,
		text: '',
		...over,
	});

const recorded = results('cache-v6e');

describe('results of the probe script', () => {
	it('are read as the compiler gave them, against the program as it is', () => {
		const {measurements, baseline, refused} = readProbeResults(recorded);
		expect(refused).toEqual([]);
		expect(baseline).toMatchObject({remedy: '', variant: 'as-it-is', result: 'oom', used: '36.97G'});
		expect(measurements).toContainEqual({
			remedy: 'reduce-batch',
			change: 'batch-half',
			result: 'fits',
			used: '19.17G',
			before: '36.97G',
		});
		expect(measurements).toContainEqual({
			remedy: 'donate-buffers',
			change: 'donate',
			result: 'oom',
			used: '36.97G',
			before: '36.97G',
		});
	});

	it('measure nothing where the variant made no difference', () => {
		const {lines, measurements} = readProbeResults(recorded);
		expect(lines.find(({variant}) => variant === 'micro-batches-2')?.result).toBe('skipped');
		expect(measurements.filter(({remedy}) => remedy === 'microbatch')).toEqual([]);
	});

	it('may hold variants that stand for no remedy', () => {
		const {lines, measurements, baseline} = readProbeResults(line({variant: 'mine', remedy: null}));
		expect(lines).toHaveLength(1);
		expect([measurements, baseline]).toEqual([[], undefined]);
	});

	it('are the last of each variant, against what the program needed before where it was not tried again', () => {
		const text = [line({used_bytes: 2048}), line({variant: 'w'}), line({used_bytes: 3072})].join('\n');
		expect(readProbeResults(text, '4.0K').measurements).toEqual([
			{remedy: 'r', change: 'v', result: 'oom', used: '3.0K', before: '4.0K'},
			{remedy: 'r', change: 'w', result: 'oom', used: '1.0K', before: '4.0K'},
		]);
	});

	it('are passed over where a line is none, and say which', () => {
		const text = [
			'as-it-is ...',
			'',
			line({}),
			'{"schema": "xla-triage.probe/1", "variant": 1}',
			line({result: 'maybe'}),
			line({schema: 'other/1'}),
			'{',
		].join('\n');
		const {measurements, refused} = readProbeResults(text);
		expect(measurements).toEqual([{remedy: 'r', change: 'v', result: 'oom', used: '1.0K'}]);
		expect(refused).toEqual([1, 4, 5, 6, 7]);
	});

	it('have no figure where the script gave none', () => {
		for (const used_bytes of [null, 0, -1, 'many'])
			expect(readProbeResults(line({used_bytes})).measurements[0]).not.toHaveProperty('used');
	});
});

/**
 * Dumps that were compiled again for real. `total`: bytes in the compiler's own report of the dump. `measured`: bytes of the same
 * change made in the user's code and compiled from there.
 */
const DUMPS = [
	{name: 'decoder-v5e', total: 33_537_228_800, measured: {donate: 30_630_043_136, 'shard-data': 26_856_335_360}},
	{name: 'beam-v5e', total: 18_430_670_336, measured: {donate: 15_108_781_568}},
	{name: 'near-miss', total: 17_960_299_008, measured: {'shard-data': 14_394_179_584}},
] as const;

describe.each(DUMPS)('the dump of $name, compiled again', ({name, total, measured}) => {
	const bytes = new Map(
		results(name)
			.split('\n')
			.filter((text) => text !== '')
			.map((text) => JSON.parse(text) as {variant: string; used_bytes: number})
			.map(({variant, used_bytes}) => [variant, used_bytes]),
	);
	const share = (variant: string, other: number): number => Math.abs((bytes.get(variant) ?? 0) / other - 1);

	it('needs what its own report says', () => {
		expect(share('as-it-is', total)).toBeLessThan(0.005);
	});

	it.each(Object.entries(measured))('needs with %s what the changed program needs', (variant, other) => {
		expect(share(variant, other)).toBeLessThan(0.03);
	});

	it('gives every variant a figure', () => {
		const {lines, measurements, refused} = readProbeResults(results(name));
		expect(refused).toEqual([]);
		expect(lines.every(({used, libtpu}) => used !== undefined && libtpu === '0.0.42.1')).toBe(true);
		expect(measurements).toHaveLength(lines.length - 1);
	});
});

describe('a program that fits as it is', () => {
	const UPGRADE = [{id: 'other'}, {id: 'upgrade', probe: {unchanged: true, own: false, step: []}}];
	const program = {module: 'module_0000.jit_step.cl_100', topology: 'v5e:2x2', flags: {}};
	const asItIs = {variant: 'as-it-is', remedy: null, result: 'fits', libtpu: '0.0.42.1', date: '2026-11-30', program};
	const proven = (over: object, job?: string, needed: string | undefined = '4.0K') =>
		provenUpgrade(readProbeResults(line({...asItIs, ...over})).baseline, UPGRADE, needed, job);

	it('proves an upgrade where the compiler is newer than that of the job', () => {
		expect(proven({build: 101}, '0.0.39')).toEqual({
			...{remedy: 'upgrade', change: 'as-it-is', result: 'fits', used: '1.0K', before: '4.0K'},
			...{libtpu: '0.0.42.1', date: '2026-11-30', jobLibtpu: '0.0.39'},
		});
		expect(proven({}, '0.0.42')).toBeDefined();
		expect(proven({})).toBeDefined();
	});

	it('proves nothing where it is the same or an older one, or nothing failed', () => {
		for (const [over, job] of [
			[{build: 100}, undefined],
			[{build: 99}, '0.0.39'],
			[{}, '0.0.42.1'],
			[{}, '0.1.0'],
			[{result: 'oom'}, undefined],
			[{libtpu: undefined}, undefined],
		] as const)
			expect(proven(over, job), JSON.stringify([over, job])).toBeUndefined();
		expect(provenUpgrade(readProbeResults(line(asItIs)).baseline, UPGRADE, undefined, undefined)).toBeUndefined();
	});
});
