import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Dump, Reading} from '../../../src/model/incident.js';
import {createDumpReader, dumpForm, joinDumps} from '../../../src/readers/dump/index.js';
import {flagfileReader} from '../../../src/readers/flagfile.js';
import {slotRow} from '../../../src/readers/dump/slot-row.js';

const folder = path.join(import.meta.dirname, '../../fixtures/dumps');
const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8');

function read(name: string): Dump {
	const text = textOf(name);
	const form = dumpForm(text.slice(0, 4096));
	if (form === undefined || form === 'flagfile') throw new Error(`${name} is not a dump`);
	const reader = createDumpReader(form, name);
	for (const line of text.split('\n')) reader.push(line);
	return reader.end();
}

function reading(dumps: Dump[]): Reading {
	return {evidence: [], incidents: [], routed: [], flags: [], profile: [], facts: [], dumps};
}

describe('form', () => {
	test.each([
		['oom.after_optimizations-memory-usage-report.txt', 'memory_usage_report'],
		['oom.after_optimizations-buffer-assignment.txt', 'buffer_assignment'],
		['oom.after_optimizations-buffer-assignment-values.head3000.txt', 'values'],
		['oom.after_optimizations-live-range.txt', 'live_range'],
		['oom.oom_intermediate_module.head4000.txt', 'hlo'],
	])('%s is %s', (name, form) => {
		expect(dumpForm(textOf(name).slice(0, 4096))).toBe(form);
	});
	test('a flagfile, a target and what is neither', () => {
		expect(dumpForm('--xla_tpu_rwb_fusion=false\n--xla_dump_to=/tmp/x\n--xla_t')).toBe('flagfile');
		expect(dumpForm('chip {\n  version: TPU_VERSION_VIPERFISH\n')).toBe('target');
		expect(dumpForm('Traceback (most recent call last):\n')).toBeUndefined();
		expect(dumpForm('--not a flag\nbut prose')).toBeUndefined();
		expect(dumpForm('')).toBeUndefined();
	});
});

test('the usage report gives the total of HBM and every slot with its table', () => {
	const dump = read('oom.after_optimizations-memory-usage-report.txt');
	expect(dump.total?.value).toEqual({kind: 'size', text: '22.12G', bytes: {low: 23756626432, high: 23756626432}});
	expect(dump.slots[1]).toMatchObject({
		size: '8.00GiB',
		offset: 0,
		values: 3,
		table: 0,
		shapes: [
			{count: 1, shape: 'bf16[2048,8192]'},
			{count: 2, shape: 'bf16[524288,8192]'},
		],
	});
	expect(dump.slots.filter((slot) => slot.table === 1)).toHaveLength(1);
});

test('the buffer assignment tells arguments, outputs and temporaries apart', () => {
	const dump = read('oom.after_optimizations-buffer-assignment.txt');
	expect(dump.live.filter((live) => live.place === 'argument').map((live) => live.bytes)).toEqual([
		2147483648, 2147483648, 33554432, 33554432,
	]);
	expect(dump.places['fusion.59']).toBe('temp');
	expect(dump.shapes['multiply_reduce_fusion{1}']).toBe('bf16[524288,2048]{1,0:T(8,128)(2,1)}');
	// Space 1 is VMEM: nothing of it may count as HBM.
	expect(dump.shapes['fusion.6']).toBeUndefined();
});

test('live range, assignment and values of one module are joined: name, bytes, shape, place and operation', () => {
	const dumps = [
		'oom.after_optimizations-live-range.txt',
		'oom.after_optimizations-buffer-assignment.txt',
		'oom.after_optimizations-memory-usage-report.txt',
	].map(read);
	const joined = joinDumps(reading([...dumps].reverse()));
	const [incident] = joined.incidents;
	expect(incident).toMatchObject({code: 'E1000', form: 'dump', space: 'hbm'});
	expect(incident?.live[0]).toMatchObject({
		name: 'fusion.42.remat2',
		bytes: 8589934592,
		shape: 'bf16[524288,8192]{1,0:T(8,128)(2,1)}',
		place: 'temp',
	});
	expect(incident?.live.find((live) => live.name === 'param.1')?.place).toBe('argument');
	// Two buffers of 8 GiB: the tree cannot say which is which, so neither gets its name.
	expect(incident?.live[0]?.op).toBeUndefined();
});

test('a dump of a program that fits is no incident', () => {
	const dump = read('fits.after_optimizations-memory-usage-report.txt');
	expect(joinDumps(reading([{...dump, outcome: 'fits'}])).incidents).toEqual([]);
});

test('slot rows: near misses are not rows', () => {
	expect(
		slotRow('    8.00GiB( 44%);    8.00GiB;   8589934592;                1; bf16[524288,8192]', 0, 7),
	).toMatchObject({
		offset: 8589934592,
	});
	expect(slotRow('  cumulative_size;       size;       offset; used_by_n_values; shapes_list', 0, 1)).toBeUndefined();
	expect(slotRow('   39.56GiB(100%);        64B;  3288; 1; (bf16[4,4], /*index=1*/u32[])', 0, 1)?.shapes).toEqual([
		{count: 1, shape: '(bf16[4,4], u32[])'},
	]);
	expect(slotRow('384.81GiB( 66%); 768.00MiB; offset; count; shape', 0, 1)).toBeUndefined();
});

test('a flagfile gives every flag with its value', () => {
	const reader = flagfileReader('x.flagfile');
	for (const line of ['--xla_tpu_rwb_fusion=false', '# kept', '--xla_tpu_pre_fusion_remat', '']) reader.push(line);
	expect(reader.end().map(({name, value}) => [name, value])).toEqual([
		['xla_tpu_rwb_fusion', 'false'],
		['xla_tpu_pre_fusion_remat', 'true'],
	]);
});
