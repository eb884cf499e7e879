import {beforeAll, describe, expect, it} from 'vitest';
import {sampleComplaints} from '../../src/cli/framework-samples.js';
import type {Framework} from '../../src/model/framework.js';
import {loadPlaybook} from '../../src/store/playbook.js';

let frameworks: readonly Framework[];
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	({frameworks} = loaded.playbook);
});

describe('the tables of frameworks', () => {
	it('are read as their samples and near misses say', () => {
		expect(sampleComplaints(frameworks)).toEqual([]);
	});

	it('each have samples and near misses', () => {
		const without = frameworks.filter(
			({id, samples, nearMisses}) => id !== 'any' && (samples.length === 0 || nearMisses.length === 0),
		);
		expect(without.map(({id}) => id)).toEqual([]);
	});
});
