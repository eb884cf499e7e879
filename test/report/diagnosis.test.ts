import {describe, expect, it} from 'vitest';
import type {Diagnosis, RankedRemedy} from '../../src/model/diagnosis.js';
import type {Fact} from '../../src/model/fact.js';
import type {QuestionNode} from '../../src/model/flow.js';
import type {Playbook} from '../../src/model/playbook.js';
import {diagnosisDocument, printMarkdown, printPlain, type ReportContext} from '../../src/report/index.js';

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

const DIAGNOSIS: Diagnosis = {
	analysis: {
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

const context = (detail: ReportContext['detail']): ReportContext => ({
	playbook: {} as Playbook,
	detail,
	fill: (template) => template.replace('{hbm.used}', '20.00G'),
});

describe('the document of a diagnosis', () => {
	it('fits a terminal when it is brief', () => {
		expect(printPlain(diagnosisDocument(DIAGNOSIS, context('brief')), {width: 72, colour: false}))
			.toMatchInlineSnapshot(`
			"E1000 CompileTimeHbmOom: The sum of many buffers: 20.00G
			════════════════════════════════════════════════════════

			What happened

			The program needs 20.00G; 4.25G too much.

			  │ Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.
			  ╵ train.log:20

			Printed 4 times on 2 hosts: host-0, host-1.

			Where the memory goes

			Part           Size  Of the whole
			───────────  ──────  ────────────
			arguments     5.00G          25 %
			temporaries  15.00G          75 %

			 Size  Buffers            What it seems to be  Where
			─────  ─────────────────  ───────────────────  ────────────────────
			8.00G  48 × bf16[8,1024]  one per layer        temporaries, forward

			Why this verdict

			The sum is too large.

			- No single buffer stands out.

			Open: Can you get more chips? Then sharding helps.

			How to find out: Look at the quota.

			    gcloud compute tpus list

			What to do

			To free: 4.25G to 4.50G, head-room of 256.00M included.

			One restart, expected to free 4.00G to 8.00G

			[ ] Recompute activations (remat)

			    8.00G are kept once a layer.
			    - Frees: 4.00G to 8.00G (count × size).
			    - Safety: safe: results stay the same. Recomputed values are the
			      same.
			    - Cost: more time a step.

			    Note: only the \`attention\` blocks

			Watch: Used should fall below 15.75G.

			If it does not, compare.

			These steps are likely to free enough, but not at the low end of their
			estimates. Uncovered by these steps: at most 512.00M.

			Remedies, in the order to try them

			   Remedy                            Standing   Safety  Frees
			─  ────────────────────────────────  ─────────  ──────  ──────────────
			1  Recompute activations (accepted)  indicated  safe    4.00G to 8.00G

			Unlikely to help: flags.

			Ruled out

			- Donate: Nothing can alias.

			What the evidence does not tell

			- list of buffers: one more run gives it

			Details of a remedy: xla-triage explain <remedy>
			"
		`);
	});

	it('says how each step is done when it is full', () => {
		expect(printMarkdown(diagnosisDocument(DIAGNOSIS, context('full')))).toMatchInlineSnapshot(`
			"# E1000 CompileTimeHbmOom: The sum of many buffers: 20.00G

			## What happened

			The program needs 20.00G; 4.25G too much.

			\`train.log:20\`:

			\`\`\`text
			Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.
			\`\`\`

			Printed 4 times on 2 hosts: host-0, host-1.

			## Where the memory goes

			| Part | Size | Of the whole |
			| --- | ---: | ---: |
			| arguments | 5.00G | 25 % |
			| temporaries | 15.00G | 75 % |

			| Size | Buffers | What it seems to be | Where |
			| ---: | --- | --- | --- |
			| 8.00G | 48 × \`bf16[8,1024]\` | one per layer | temporaries, forward |

			## Why this verdict

			The sum is too large.

			- No single buffer stands out.

			| Question | Answer |
			| --- | --- |
			| Does it split? | Yes (from the evidence) |

			**Open:** Can you get more chips? Then sharding helps.

			**How to find out:** Look at the quota.

			\`\`\`sh
			gcloud compute tpus list
			\`\`\`

			## What to do

			To free: **4.25G to 4.50G**, head-room of 256.00M included.

			### One restart, expected to free 4.00G to 8.00G

			- [ ] **Recompute activations** (\`remat\`)

			  8.00G are kept once a layer.

			  - Frees: 4.00G to 8.00G (count × size).
			  - Safety: safe: results stay the same. Recomputed values are the same.
			  - Cost: more time a step.

			  **Note:** only the \\\`attention\\\` blocks

			  \`\`\`python
			  f = jax.checkpoint(f)
			  \`\`\`

			  **Check:** Used falls.

			**Watch:** Used should fall below 15.75G.

			If it does not, compare.

			These steps are likely to free enough, but not at the low end of their estimates. Uncovered by these steps: at most 512.00M.

			## Remedies, in the order to try them

			### 1. Recompute activations

			- Standing: indicated by the evidence; may close the gap.
			- 8.00G are kept once a layer.
			- Frees: 4.00G to 8.00G (count × size). In general: about 2x.
			- Safety: safe: results stay the same. Recomputed values are the same.
			- Cost: more time a step.
			- Sign: One buffer a layer.
			- Your decision: accepted.
			- Your note: only the \`attention\` blocks
			- Cited: Error 1000.

			## Unlikely to help

			- **Set a flag**: The gap is too wide for a flag.

			## Ruled out

			- **Donate**: Nothing can alias.

			## What the evidence does not tell

			- list of buffers: one more run gives it

			## Sources

			- [Error 1000](<https://openxla.org/xla/errors/error_1000>)
			"
		`);
	});

	it('quotes nothing when there was no log', () => {
		const incident = {
			...DIAGNOSIS.analysis.incident,
			code: 'E0' as const,
			facts: [],
			at: {evidence: '', line: 0, quote: ''},
		};
		const described = {...DIAGNOSIS, analysis: {...DIAGNOSIS.analysis, incident}};
		const text = printPlain(diagnosisDocument(described, context('brief')), {width: 72, colour: false});
		expect(text.split('\n')[0]).toBe('The sum of many buffers: 20.00G');
		expect(text).toContain('No log was read; this follows from the answers alone.');
		expect(text).not.toMatch(/E0\b|╵/);
	});

	it('speaks of no memory to free where none is short', () => {
		const {headroom, restarts, closes} = DIAGNOSIS.plan;
		const text = printMarkdown(diagnosisDocument({...DIAGNOSIS, plan: {headroom, restarts, closes}}, context('full')));
		expect(text).not.toMatch(/To free|Frees/);
	});
});
