// A small playbook for the screens, made by hand: three questions, four remedies, four pages, one flag.
import {NO_PATTERNS} from '../../src/model/patterns.js';
import type {Block} from '../../src/model/document.js';
import type {FactDeclaration} from '../../src/model/fact.js';
import type {Condition, FlowNode, Option} from '../../src/model/flow.js';
import type {Page, Playbook} from '../../src/model/playbook.js';
import type {Remedy, Sign} from '../../src/model/remedy.js';

const place = {file: 'fixture', line: 1, column: 1};
const when = (source: string): Condition => ({source, place});
const citation = {title: 'A source', source: 'https://example.org/source'};
const prose = (words: string): Block => ({kind: 'paragraph', text: [{kind: 'text', text: words}]});

const facts: readonly FactDeclaration[] = [
	{name: 'code', kind: 'text', from: 'reader', label: 'Error code', meaning: 'The code of the failure family.'},
	...['used', 'capacity', 'over', 'total', 'reserved', 'program', 'arguments', 'temp'].map((name): FactDeclaration => ({
		name: `hbm.${name}`,
		kind: 'size',
		from: 'reader',
		label: `HBM ${name}`,
		meaning: `HBM ${name}, as printed.`,
	})),
	{
		name: 'largest.size',
		kind: 'size',
		from: 'derivation',
		label: 'Largest buffer',
		meaning: 'The largest buffer listed.',
	},
	{name: 'largest.share', kind: 'number', from: 'derivation', label: 'Its share of HBM', meaning: 'Of the capacity.'},
	{
		name: 'largest.expected',
		kind: 'truth',
		from: 'answer',
		label: 'Largest expected',
		meaning: 'Whether it was expected.',
	},
	{name: 'batch.can_shrink', kind: 'truth', from: 'answer', label: 'Batch can shrink', meaning: 'Whether it may.'},
];

function option(id: string, label: string, goto: string, more: Partial<Option> = {}): Option {
	return {id, label, goto, states: {}, claims: [], ...more};
}

const nodes: readonly FlowNode[] = [
	{
		kind: 'question',
		id: 'start/family',
		ask: 'Which error does the log end with?',
		why: 'Each family has its own causes, and what helps one may do nothing for another.',
		how: 'Look for `RESOURCE_EXHAUSTED` or a code such as `E1000` near the end of the log.',
		command: "grep -nE 'RESOURCE_EXHAUSTED|E[01][0-9]{3}:' train.log | tail",
		page: 'terms/hbm',
		claims: [],
		options: [
			option('e1000', 'E1000: the program does not fit when it is compiled', 'start/large', {
				when: when('code == "E1000"'),
				because: 'The log says E1000: {hbm.used} needed of {hbm.capacity}.',
			}),
			option('e0100', 'E0100: an allocation failed while it ran', 'start/runtime', {
				when: when('code == "E0100"'),
				because: 'The log says E0100.',
			}),
		],
		unsure: {goto: 'start/large', because: 'Most failures of this kind are E1000.'},
		place,
	},
	{
		kind: 'question',
		id: 'start/large',
		ask: 'Is the largest buffer ({largest.size}) expected in this size?',
		why: 'A buffer that nobody expected is usually a mistake of sharding or of broadcasting, and fixing it costs nothing.',
		how: 'Compare its shape with the shapes of the model: batch, sequence, vocabulary.',
		claims: [],
		options: [
			option('expected', 'Yes, it is what the model computes', 'start/batch', {states: {'largest.expected': true}}),
			option('surprise', 'No, nothing so large was expected', 'start/single', {states: {'largest.expected': false}}),
		],
		unsure: {goto: 'start/batch', because: 'Without it the general remedies are looked at.'},
		place,
	},
	{
		kind: 'question',
		id: 'start/batch',
		ask: 'May the global batch become smaller?',
		why: 'It is the quickest change, but it changes what is computed.',
		how: 'Ask who owns the training recipe.',
		claims: [],
		options: [
			option('yes', 'Yes', 'start/aggregate', {states: {'batch.can_shrink': true}}),
			option('no', 'No, the recipe is fixed', 'start/aggregate', {states: {'batch.can_shrink': false}}),
		],
		unsure: {goto: 'start/aggregate', because: 'Splitting the batch keeps the recipe.'},
		place,
	},
	verdictNode('start/aggregate', 'aggregate', 'Many buffers together are too much', [
		'microbatch',
		'reduce-batch',
		'remat',
		'donate',
	]),
	verdictNode('start/single', 'large_allocation', 'One buffer is too large', ['microbatch', 'remat', 'donate']),
	verdictNode('start/runtime', 'runtime_oom', 'An allocation failed while the program ran', ['donate', 'remat']),
];

function verdictNode(id: string, verdict: string, title: string, remedies: readonly [string, ...string[]]): FlowNode {
	return {
		kind: 'verdict',
		id,
		verdict,
		title,
		says: 'The program needs {hbm.used} but {hbm.capacity} is available.',
		page: 'terms/hbm',
		retryable: false,
		stages: [{remedies}],
		remedies,
		claims: ['c1'],
		place,
	};
}

function remedy(id: string, title: string, more: Partial<Remedy>): Remedy {
	return {
		id,
		title,
		kind: 'microbatch',
		safety: 'safe',
		safetyNote: 'The results stay the same up to rounding.',
		gain: 'activations fall from M to M/n',
		costs: ['longer steps'],
		telltale: 'Temporaries dominate and carry the batch.',
		effort: 2,
		lastResort: false,
		role: 'change',
		room: false,
		oneByOne: false,
		anyRestart: false,
		indicated: [],
		unlikely: [],
		ruledOut: [],
		verify: 'Used falls, and the loss stays the same.',
		flags: [],
		claims: [],
		citations: [citation],
		overlaps: [],
		body: [
			{kind: 'heading', level: 2, text: [{kind: 'text', text: 'How'}]},
			prose('Split the batch and add the gradients up.'),
			{kind: 'code', language: 'python', text: 'grads = jax.lax.scan(step, zeros, batches)'},
		],
		place,
		...more,
	};
}

const sign = (source: string, because: string): Sign => ({when: when(source), because, weight: 10, basis: 'reasoned'});

const page = (id: string, title: string, summary: string, body: readonly Block[]): Page => ({
	id,
	title,
	summary,
	aliases: [],
	claims: [],
	citations: [citation],
	body,
	place,
});

export const PLAYBOOK: Playbook = {
	edition: 'fixture',
	frameworks: [],
	patterns: NO_PATTERNS,
	flow: {start: 'start/family', nodes: Object.fromEntries(nodes.map((node) => [node.id, node]))},
	facts,
	remedies: [
		remedy('microbatch', 'Split the batch into micro-batches', {
			indicated: [sign('hbm.temp > 0.5 * hbm.used', '{hbm.temp} of {hbm.used} are temporaries.')],
			// So that it matters whether the batch may shrink: what changes nothing is not asked.
			ruledOut: [sign('batch.can_shrink', 'A smaller batch does the same.')],
		}),
		remedy('reduce-batch', 'Reduce the global batch', {
			kind: 'reduce_batch',
			safety: 'changes-behaviour',
			safetyNote: 'Convergence changes.',
		}),
		remedy('remat', 'Recompute activations in the backward pass', {
			kind: 'remat',
			effort: 1,
			costs: ['about a third more time'],
		}),
		remedy('donate', 'Donate the buffers that a step replaces', {
			kind: 'donate',
			effort: 1,
			ruledOut: [sign('code == "E1000"', 'The outputs share all they can with the arguments.')],
		}),
	],
	pages: [
		page('terms/hbm', 'HBM', 'The memory of the chip.', [
			prose('High-bandwidth memory holds arguments, outputs and temporaries.'),
			{
				kind: 'paragraph',
				text: [
					{kind: 'text', text: 'See '},
					{kind: 'link', text: 'padding', target: 'terms/padding'},
				],
			},
		]),
		page('terms/padding', 'Padding', 'What tiles add to a shape.', [prose('A dimension of 40 takes 128.')]),
		page('codes/E1000', 'Compile-time HBM OOM', 'The program does not fit.', [
			prose('The compiler found that it needs too much.'),
		]),
		page('routed/gpu_oom', 'A GPU ran out of memory', 'This is not a TPU failure: see the messages of CUDA.', []),
	],
	flags: [
		{
			name: 'xla_tpu_scoped_vmem_limit_kib',
			type: 'int',
			unit: 'KiB',
			default: '16384',
			channels: ['LIBTPU_INIT_ARGS'],
			effect: 'Limits scoped VMEM.',
			cost: 'Slower kernels.',
			measured: [{libtpu: '0.0.42', accepted: true}],
			purpose: 'vmem',
			claims: [],
			citations: [citation],
			place,
		},
	],
	chips: [{id: 'v6e', name: 'TPU v6e', usable: ['31.25G'], devicesPerChip: 1, vmem: '128M', order: 6}],
	claims: [{id: 'c1', kind: 'rule', says: 'It must fit.', mustSay: [], place}],
};
