import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {diagnoseReading, NOTHING_SAID, openDesk, type Desk} from '../../../src/cli/desk.js';
import {processWorld} from '../../../src/cli/world.js';
import type {Diagnosis} from '../../../src/model/diagnosis.js';
import {parseSize} from '../../../src/model/size.js';
import {readProbeResults} from '../../../src/plan/probe/index.js';
import {readText} from '../../../src/readers/index.js';

interface Proof {
	/** Log and recorded results: test/fixtures/probe/NAME.log and NAME.jsonl. */
	readonly name: string;
	readonly log: string;
	/** By variant, what the lab measured of the same change on the program of the log. */
	readonly lab: Readonly<Record<string, string>>;
	/** Share by which both may differ: the programs were rebuilt from their logs. */
	readonly within: number;
	/** What the plan begins with, and where each measured remedy then stands. */
	readonly first: string;
	readonly standings: Readonly<Record<string, string>>;
}

const PROOFS: readonly Proof[] = [
	{
		name: 'adam-v5p',
		log: '99.75G',
		lab: {donate: '57.00G', 'optimizer-state-bf16': '71.25G', 'chips-twice': '49.88G'},
		within: 0.001,
		first: 'donate-buffers',
		standings: {'donate-buffers': 'indicated', 'optimizer-state-bf16': 'indicated', 'shard-more-chips': 'indicated'},
	},
	{
		name: 'cache-v6e',
		log: '36.97G',
		lab: {
			'batch-half': '19.17G',
			'sequence-half': '19.17G',
			'chips-twice': '19.17G',
			'chip-v5p': '36.98G',
			'shard-parameters': '36.04G',
		},
		within: 0.003,
		first: 'reduce-batch',
		standings: {'reduce-batch': 'indicated', 'shorten-sequence': 'indicated', 'donate-buffers': 'unlikely'},
	},
	{
		name: 'transformer-v5e',
		log: '24.04G',
		lab: {
			'remat-keep-nothing': '2.90G',
			'micro-batches-4': '6.40G',
			'batch-half': '12.27G',
			'sequence-half': '9.23G',
			donate: '23.88G',
			'xla_tpu_rwb_fusion=False': '23.08G',
			'xla_tpu_pre_fusion_remat=True': '24.02G',
			'xla_tpu_enable_latency_hiding_scheduler=False': '24.11G',
		},
		within: 0.03,
		first: 'microbatch',
		standings: {'remat-checkpoint': 'indicated', microbatch: 'indicated', 'remat-flags': 'unlikely'},
	},
];

let desk: Desk;
beforeAll(async () => {
	const opened = await openDesk(processWorld(), undefined);
	if (!opened) throw new Error('no playbook');
	desk = opened;
});

for (const {name, log, lab, within, first, standings} of PROOFS)
	describe(`the recorded run for ${name}`, () => {
		const text = (ending: string) =>
			readFileSync(fileURLToPath(new URL(`../../fixtures/probe/${name}.${ending}`, import.meta.url)), 'utf8');
		const {lines, measurements, baseline, refused} = readProbeResults(text('jsonl'));
		const diagnosis = (measured: typeof measurements): Diagnosis => {
			const [one] = diagnoseReading(desk, readText(`${name}.log`, text('log')), {...NOTHING_SAID, measured});
			if (!one) throw new Error('nothing recognised');
			return one;
		};

		it('is of the program that failed', () => {
			expect(refused).toEqual([]);
			expect(diagnosis([]).analysis.facts.find((fact) => fact.name === 'hbm.used')?.value.text).toBe(log);
			expect(difference(baseline?.used, log)).toBeLessThan(within);
		});

		it('measured what the lab measured', () => {
			for (const [variant, figure] of Object.entries(lab)) {
				const used = lines.find((line) => line.variant === variant)?.used;
				expect(difference(used, figure), `${variant}: ${used ?? 'no figure'}, ${figure} in the lab`).toBeLessThan(
					within,
				);
			}
		});

		it('is in the plan, which begins with what was proven', () => {
			const {remedies, plan} = diagnosis(measurements);
			expect(plan.closes).toBe('yes');
			expect(plan.restarts[0]?.steps[0]?.remedy.id).toBe(first);
			expect(plan.restarts[0]?.steps[0]?.measured?.result).toBe('fits');
			const proven = new Set(measurements.filter(({result}) => result === 'fits').map(({remedy}) => remedy));
			// Everything that fits is listed before everything that was tried and does not.
			const tried = remedies.filter(({role, measured}) => role === 'close' && measured);
			const results = tried.map(({measured}) => measured?.result === 'fits');
			expect(results).toEqual(results.toSorted((a, b) => Number(b) - Number(a)));
			expect(tried.filter(({measured}) => measured?.result === 'fits')).toHaveLength(proven.size);
			for (const {because, measured} of tried.filter(({measured: one}) => one?.used !== undefined))
				expect(because[0]).toContain(`${baseline?.used ?? ''} → ${measured?.used ?? ''}, `);
		});

		it('moves remedies to where they were proven to be', () => {
			const {remedies} = diagnosis(measurements);
			const stands = Object.keys(standings).map((id) => [id, remedies.find(({remedy}) => remedy.id === id)?.standing]);
			expect(Object.fromEntries(stands)).toEqual(standings);
		});
	});

/** Share by which a figure differs from that of the lab; 1 where there is none. */
function difference(figure: string | undefined, lab: string): number {
	const [is, was] = [figure, lab].map((size) => (size === undefined ? undefined : parseSize(size)?.bytes.low));
	return is === undefined || was === undefined ? 1 : Math.abs(is - was) / was;
}
