import {describe, expect, it} from 'vitest';
import {playbookOfTree} from '../../bench/diagnose-text.js';
import type {Plan} from '../../src/model/diagnosis.js';
import {planSettings, shellSnippet} from '../../src/plan/shell-snippet.js';

const {remedies, flags} = playbookOfTree();

/** A plan of one restart whose only step is the remedy of this name. */
function planOf(id: string): Plan {
	const remedy = remedies.find((one) => one.id === id);
	if (!remedy) throw new Error(`There is no remedy ${id}.`);
	const step = {
		remedy,
		standing: 'indicated',
		role: 'close',
		rank: 1,
		stage: 1,
		because: ['It is tried.'],
		citations: remedy.citations,
	} as const;
	return {headroom: 0, restarts: [{steps: [step], watch: 'It fits.', fallback: 'Go on.'}], closes: 'unknown'};
}

describe('the flags of a plan', () => {
	it.each(remedies.filter(({kind}) => kind === 'flags').map(({id}) => [id]))(
		'set one at a time: %s sets one at most',
		(id) => {
			expect(planSettings(planOf(id), flags).length).toBeLessThanOrEqual(1);
		},
	);

	it('begin with the one that helped most often', () => {
		expect(planSettings(planOf('remat-flags'), flags)).toEqual([
			{name: 'xla_jf_rematerialization_percent_shared_memory_limit', value: '80'},
		]);
		expect(planSettings(planOf('scheduler-flags'), flags)).toEqual([{name: 'xla_tpu_rwb_fusion', value: 'false'}]);
	});

	it.each(remedies.map(({id}) => [id]))('never leave a program behind that must not run: %s', (id) => {
		expect(shellSnippet(planOf(id), [], flags)).not.toMatch(/no_crash_on_oom|tpu_shared_memory_percent=/);
	});

	it('say where no step is a command that there is nothing to run', () => {
		const none = /No step of it is a shell command: there is nothing to run here\./;
		expect(shellSnippet(planOf('reduce-batch'), [], flags)).toMatch(none);
		expect(shellSnippet(planOf('get-the-list'), [], flags)).not.toMatch(none);
	});

	it('set nothing that a page only mentions', () => {
		expect(shellSnippet(planOf('compare-runs'), [], flags)).not.toContain('export');
	});

	it('show what to type as a comment, a row each', () => {
		const script = shellSnippet(planOf('donate-buffers'), [], flags, undefined, () => 'rm -rf /\nmv a b');
		expect(script).toContain('#     rm -rf /\n#     mv a b\n');
	});

	it('give the list of buffers by a dump', () => {
		expect(shellSnippet(planOf('get-the-list'), [], flags)).toContain(
			'export XLA_FLAGS="${XLA_FLAGS:-} --xla_dump_to=/tmp/xla_dump"',
		);
	});
});
