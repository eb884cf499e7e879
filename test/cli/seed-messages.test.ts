import {describe, expect, it} from 'vitest';
import type {DiagnosisJson} from '../../src/report/index.js';
import {command} from './command.js';

type Incident = DiagnosisJson['incidents'][number];

/** The sample message of each source document, as a user would pipe it in. */
async function diagnose(message: string): Promise<Incident> {
	const {out, code} = await command(['diagnose', '--format', 'json'], `${message}\n`);
	const {incidents} = JSON.parse(out) as DiagnosisJson;
	expect({code, incidents: incidents.length}).toEqual({code: 0, incidents: 1});
	return incidents[0] as Incident;
}

function texts({facts}: Incident, ...names: readonly string[]): Record<string, string | undefined> {
	return Object.fromEntries(names.map((name) => [name, facts[name]?.text]));
}

describe('the sample messages of the source documents', () => {
	it('E0100: too little is free, so it is capacity', async () => {
		const incident = await diagnose(
			'ValueError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 8.00M. That was not possible. There are 6.43M free.; (0x0x1_HBM0)',
		);
		expect(incident).toMatchObject({code: 'E0100', space: 'hbm', allocationCause: 'capacity', scenario: 'runtime_oom'});
		expect(texts(incident, 'request.size', 'request.free', 'request.device')).toEqual({
			'request.size': '8.00M',
			'request.free': '6.43M',
			'request.device': '0x0x1_HBM0',
		});
	});

	it('E0101: too little is free for the program, so it is capacity', async () => {
		const incident = await diagnose(
			"XlaRuntimeError: RESOURCE_EXHAUSTED: Error loading program 'jit_embedding_pipeline_step_fn': Attempting to reserve 29.49G at the bottom of memory. That was not possible. There are 147.64M free, 0B reserved, and 147.64M reservable. Scope: unknown..: while running replica 0 and partition 34 of a replicated computation (other replicas may have failed as well).",
		);
		expect(incident).toMatchObject({code: 'E0101', allocationCause: 'capacity', scenario: 'program_load'});
		expect(
			texts(
				incident,
				'request.size',
				'request.free',
				'request.reserved',
				'request.reservable',
				'program.name',
				'replica',
				'partition',
			),
		).toEqual({
			'request.size': '29.49G',
			'request.free': '147.64M',
			'request.reserved': '0B',
			'request.reservable': '147.64M',
			'program.name': 'jit_embedding_pipeline_step_fn',
			replica: '0',
			partition: '34',
		});
		expect(incident.facts['request.size']?.bytes).toEqual([31_659_655_168, 31_670_140_927]);
	});

	it('E0102: names the dimension and both byte counts', async () => {
		const incident = await diagnose(
			'XlaRuntimeError: INVALID_ARGUMENT: Executable(jit_embedding_pipeline_step_fn) expected parameter 2482 of size 5242880 (bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}) but got buffer with incompatible size 1638400 (bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}): while running replica 0 and partition 0 of a replicated computation (other replicas may have failed as well).',
		);
		expect(incident).toMatchObject({code: 'E0102', scenario: 'layout_mismatch'});
		expect(texts(incident, 'parameter.index', 'expected.bytes', 'got.bytes', 'expected.shape', 'got.shape')).toEqual({
			'parameter.index': '2482',
			'expected.bytes': '5242880',
			'got.bytes': '1638400',
			'expected.shape': 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}',
			'got.shape': 'bf16[16,1280,40]{1,2,0:T(8,128)(2,1)}',
		});
		expect(incident.facts['mismatch.dimension']?.text).toContain('40 padded to 128');
	});

	it('E1000 with the split: SparseCore dominates', async () => {
		const incident = await diagnose(
			'RESOURCE_EXHAUSTED: TPU TensorCore Hbm usage: 34.82G, SparseCore Hbm usage 174.10G, exceeding available bytes: 95.74G',
		);
		expect(incident).toMatchObject({code: 'E1000', scenario: 'tc_sc_balance'});
		expect(texts(incident, 'tc.used', 'sc.used', 'hbm.capacity', 'split.heavier')).toEqual({
			'tc.used': '34.82G',
			'sc.used': '174.10G',
			'hbm.capacity': '95.74G',
			'split.heavier': 'sparsecore',
		});
	});

	it('E1000 without a list: the figures, and getting the list comes first', async () => {
		const incident = await diagnose(
			'RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 49.34G of 32.00G hbm. Exceeded hbm capacity by 17.34G.',
		);
		expect(incident.code).toBe('E1000');
		expect(texts(incident, 'hbm.used', 'hbm.capacity', 'hbm.over')).toEqual({
			'hbm.used': '49.34G',
			'hbm.capacity': '32.00G',
			'hbm.over': '17.34G',
		});
		expect(incident.facts['hbm.used']?.bytes).toEqual([52_974_059_520, 52_984_545_279]);
		expect(incident.remedies[0]?.role).toBe('inform');
		expect(incident.missing.length).toBeGreaterThan(0);
	});
});
