import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {readProbeResults} from '../../../src/plan/probe/index.js';

const recorded = readFileSync(fileURLToPath(new URL('../../fixtures/probe/results.jsonl', import.meta.url)), 'utf8');
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

describe('results of the probe script', () => {
	it('are read as the compiler gave them, against the program as it is', () => {
		const {measurements, baseline, refused} = readProbeResults(recorded);
		expect(refused).toEqual([]);
		expect(baseline).toEqual({remedy: '', change: 'as-it-is', result: 'oom', used: '66.75G'});
		expect(measurements).toContainEqual({
			remedy: 'microbatch',
			change: 'micro-batches-8',
			result: 'fits',
			used: '15.63G',
			before: '66.75G',
		});
		expect(measurements.find(({change}) => change === 'sequence-half')).toEqual({
			remedy: 'shorten-sequence',
			change: 'sequence-half',
			result: 'error',
			before: '66.75G',
		});
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
