import {readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import {aliveGroups} from '../../src/analysis/alive.js';
import {createDumpReader, joinDumps} from '../../src/readers/dump/index.js';
import {mergeReadings, readText} from '../../src/readers/index.js';
import {readProfile} from '../../src/readers/profile.js';
import {KNOWLEDGE} from './incident.js';

const dumps = path.join(import.meta.dirname, '../fixtures/dumps');
const profile = readProfile(gunzipSync(readFileSync(path.join(dumps, 'memory.prof')))) ?? [];

test('a profile is grouped by the line that made what is alive', () => {
	const groups = aliveGroups(profile);
	expect(groups[0]).toMatchObject({kind: 'buffer', count: 3, text: '6.00M'});
	expect(groups.map((group) => group.bytes.high)).toEqual(
		groups.map((group) => group.bytes.high).sort((a, b) => b - a),
	);
	expect(aliveGroups([])).toEqual([]);
});

test('a failed request with a profile tells who holds the memory', () => {
	const log = readText(
		'a.log',
		'ValueError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 8.00M. That was not possible. There are 6.43M free.; (0x0x1_HBM0)\n',
	);
	const reading = mergeReadings([log, {...readText('memory.prof', ''), profile}]);
	const [incident] = reading.incidents;
	if (!incident) throw new Error('no incident');
	const {story, alive, missing} = analyse(incident, reading, {...KNOWLEDGE, chips: []});
	expect(alive).toHaveLength(aliveGroups(profile).length);
	expect(story.at(-1)).toMatch(
		/^The memory profile shows .* alive; most of it, 6\.00M in 3 arrays, was made at .*train_m\.py:6/,
	);
	expect(missing.join()).not.toContain('profile');
});

test('a dump that names its chip shows how much does not fit', () => {
	const read = (form: 'memory_usage_report' | 'target', name: string, text: string) => {
		const reader = createDumpReader(form, name);
		for (const line of text.split('\n')) reader.push(line);
		return reader.end();
	};
	const report = readFileSync(path.join(dumps, 'oom.after_optimizations-memory-usage-report.txt'), 'utf8');
	const reading = joinDumps({
		...readText('x', ''),
		dumps: [
			read('memory_usage_report', 'module_0001.jit_f.cl_1.after_optimizations-memory-usage-report.txt', report),
			read(
				'target',
				'module_0001.jit_f.cl_1.target_arguments.txt',
				'version: TPU_VERSION_VIPERFISH\nvariant: "lite"\n',
			),
		],
	});
	const [incident] = reading.incidents;
	if (!incident) throw new Error('no incident');
	const chips = [{id: 'v5e', name: 'TPU v5e', usable: ['15.75G'], devicesPerChip: 1, vmem: '128M', order: 5}];
	const {facts} = analyse(incident, reading, {...KNOWLEDGE, chips});
	const text = (name: string) => facts.find((fact) => fact.name === name)?.value.text;
	expect(text('chip.id')).toBe('v5e');
	expect(text('hbm.capacity')).toBe('15.75G');
	expect(text('hbm.over')).toMatch(/^6\.3/);
});
