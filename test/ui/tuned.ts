// The small playbook with a ladder of two flag trials, to which each of its remedies leads.
import type {Flag, Playbook} from '../../src/model/playbook.js';
import type {TuningStep} from '../../src/model/tuning.js';
import {PLAYBOOK} from './playbook.js';

const place = {file: 'content/tuning.yaml', line: 1, column: 1};

function flag(name: string, effect: string, cost: string): Flag {
	return {
		...{name, effect, cost, place, type: 'bool', default: 'true', suggested: 'false', channels: ['LIBTPU_INIT_ARGS']},
		...{measured: [{libtpu: '0.0.42.1', accepted: true}], purpose: 'memory', claims: [], citations: []},
	};
}

function trial(id: string, title: string, name: string): TuningStep {
	return {id, title, level: 'only', set: {[name]: 'false'}, unless: [], auto: true, page: 'terms/padding', place};
}

export const TUNED: Playbook = {
	...PLAYBOOK,
	remedies: PLAYBOOK.remedies.map((remedy) => ({...remedy, kind: 'flags', oneByOne: true})),
	flags: [
		flag(
			'xla_tpu_rwb_fusion',
			'Fusion of reduce and broadcast. Off, it never made a program larger.',
			'Fewer fusions.',
		),
		flag('xla_tpu_enable_latency_hiding_scheduler', 'Fewer buffers are in flight without it.', 'Overlap is lost.'),
	],
	tuning: {
		warning: 'Flags are a last resort: they can cost performance.',
		cannot: [],
		patience: 3,
		levels: [{id: 'only', title: 'Fusion and scheduling', unless: []}],
		steps: [
			trial('rwb-fusion-off', 'Switch the fusion of reduce and broadcast off', 'xla_tpu_rwb_fusion'),
			trial('latency-hiding-off', 'Switch the scheduler off', 'xla_tpu_enable_latency_hiding_scheduler'),
		],
	},
};
