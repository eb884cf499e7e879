import {NO_PROGRAM} from '../../src/model/program.js';
import type {Diagnosis, RankedRemedy} from '../../src/model/diagnosis.js';
import type {Fact} from '../../src/model/fact.js';
import type {QuestionNode} from '../../src/model/flow.js';

// A diagnosis made by hand: reports do not depend on what the playbook says today.
const GB = 2 ** 30;
const place = {file: 'x.yaml', line: 1, column: 1};
const at = {evidence: 'train.log', line: 20, quote: 'Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.'};
const fact = (name: string, text: string): Fact => ({
	name,
	value: {kind: 'text', text},
	origin: {by: 'reader', reader: 'x', place: at},
});

function remedy(id: string, title: string, extra: Partial<RankedRemedy> = {}): RankedRemedy {
	return {
		remedy: {
			id,
			title,
			kind: 'remat',
			safety: 'safe',
			safetyNote: 'Recomputed values are the same.',
			gain: 'about 2x',
			costs: ['more time a step'],
			telltale: 'One buffer a layer.',
			effort: 2,
			lastResort: false,
			role: 'change',
			room: false,
			oneByOne: false,
			anyRestart: false,
			indicated: [],
			unlikely: [],
			ruledOut: [],
			verify: 'Used falls.',
			flags: [],
			claims: [],
			citations: [{title: 'Error 1000', source: 'https://openxla.org/xla/errors/error_1000'}],
			overlaps: [],
			body: [
				{kind: 'heading', level: 2, text: [{kind: 'text', text: 'What it does'}]},
				{kind: 'paragraph', text: [{kind: 'text', text: 'It recomputes.'}]},
				{kind: 'heading', level: 2, text: [{kind: 'text', text: 'How'}]},
				{kind: 'code', language: 'python', text: 'f = jax.checkpoint(f)'},
				{kind: 'heading', level: 2, text: [{kind: 'text', text: 'How to verify'}]},
				{kind: 'paragraph', text: [{kind: 'text', text: 'Look again.'}]},
			],
			place,
		},
		standing: 'indicated',
		role: 'close',
		rank: 1,
		stage: 1,
		because: ['8.00G are kept once a layer.'],
		citations: [{title: 'Error 1000', source: 'https://openxla.org/xla/errors/error_1000'}],
		...extra,
	};
}

const question: QuestionNode = {
	kind: 'question',
	id: 'e1000/grow',
	ask: 'Can you get more chips?',
	why: 'Then sharding helps.',
	how: 'Look at the quota.',
	command: 'gcloud compute tpus list',
	claims: [],
	options: [{id: 'yes', label: 'Yes', states: {}, claims: [], goto: 'e1000/end'}],
	unsure: {goto: 'e1000/end', because: 'Without chips.'},
	place,
};

const first = remedy('remat', 'Recompute activations', {
	estimate: {low: 4 * GB, high: 8 * GB, basis: 'count × size'},
	decision: 'accept',
	note: 'only the `attention` blocks',
});

/** One incident with one accepted step, one unlikely and one ruled-out remedy, and a question that is open. */
export const DIAGNOSIS: Diagnosis = {
	analysis: {
		program: NO_PROGRAM,
		incident: {
			id: '1',
			code: 'E1000',
			form: 'hbm_headline',
			space: 'hbm',
			at,
			occurrences: 4,
			hosts: ['host-0', 'host-1'],
			facts: [fact('error.name', 'CompileTimeHbmOom')],
			allocations: [],
			arguments: [],
			slots: [],
			live: [],
			hints: [],
		},
		facts: [],
		buffers: [],
		groups: [
			{
				shape: 'bf16[8,1024]',
				dims: [8, 1024],
				count: 48,
				each: {low: GB / 6, high: GB / 6},
				total: {low: 8 * GB, high: 8 * GB},
				text: '8.00G',
				place: 'temp',
				pass: 'forward',
				what: 'one per layer',
				roles: {},
				scanned: false,
				meanings: [],
				use: 'unknown',
				term: {
					type: 'bf16',
					dims: [],
					shape: 'bf16[8,1024]',
					count: 48,
					bytes: {low: GB / 6, high: GB / 6},
					place: 'temporary',
					use: 'unknown',
				},
				buffers: [],
			},
		],
		parts: [
			{label: 'arguments', text: '5.00G', bytes: {low: 5 * GB, high: 5 * GB}},
			{label: 'temporaries', text: '15.00G', bytes: {low: 15 * GB, high: 15 * GB}},
		],
		story: ['The program needs 20.00G; 4.25G too much.'],
		missing: ['list of buffers'],
	},
	walk: {
		trail: [
			{
				node: {...question, id: 'e1000/split', ask: 'Does it split?'},
				by: 'evidence',
				option: 'yes',
				because: 'One figure.',
				facts: [],
			},
		],
		at: question,
		facts: [fact('hbm.used', '20.00G')],
	},
	verdict: {
		kind: 'verdict',
		id: 'e1000/end',
		verdict: 'aggregate',
		title: 'The sum of many buffers: {hbm.used}',
		says: 'Many buffers.',
		class: 'capacity',
		retryable: false,
		stages: [{remedies: ['remat']}],
		remedies: ['remat'],
		claims: ['x'],
		place,
	},
	remedies: [
		first,
		remedy('flags', 'Set a flag', {rank: 2, standing: 'unlikely', because: ['The gap is too wide for a flag.']}),
		remedy('donate', 'Donate', {rank: 3, standing: 'ruled out', because: ['Nothing can alias.']}),
	],
	plan: {
		toFree: {low: 4.25 * GB, high: 4.5 * GB},
		headroom: GB / 4,
		restarts: [
			{
				steps: [first],
				brings: {low: 4 * GB, high: 8 * GB},
				watch: 'Used should fall below 15.75G.',
				fallback: 'If it does not, compare.',
			},
		],
		uncovered: {low: 0, high: GB / 2},
		closes: 'likely',
	},
	because: ['The sum is too large.', 'No single buffer stands out.'],
	missing: ['list of buffers: one more run gives it'],
};
