import {describe, expect, it} from 'vitest';
import type {Playbook} from '../../src/model/playbook.js';
import {diagnosisDocument, printMarkdown, printPlain, type ReportContext} from '../../src/report/index.js';
import {citationList} from '../../src/report/citations.js';
import {DIAGNOSIS} from './made-diagnosis.js';

const context = (detail: ReportContext['detail']): ReportContext => ({
	playbook: {pages: []} as unknown as Playbook,
	detail,
	fill: (template) => template.replace('{hbm.used}', '20.00G'),
});

describe('the document of a diagnosis', () => {
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

			| Size | Buffers | Probably | Where |
			| ---: | --- | --- | --- |
			| 8.00G | 48 × \`bf16[8,1024]\` | one per layer | temporaries, forward |

			The listed temporaries add up to 8.00G of 15.00G. Messages list only the largest.

			## Why this verdict

			The sum is too large.

			- Does it split? **Yes (from your log)**: One figure.
			- No single buffer stands out.

			**Open:** Can you get more chips? Then sharding helps.

			**How to find out:** Look at the quota.

			\`\`\`sh
			gcloud compute tpus list
			\`\`\`

			## What to do

			To free: **about 4.12G**, plus 256.00M of headroom.

			### One restart, expected to free 4.0–8.0G

			- [ ] **Recompute activations** (\`remat\`)

			  8.00G are kept once a layer.

			  - Frees: 4.0–8.0G (count × size).
			  - Safety: results stay the same. Recomputed values are the same.
			  - Cost: more time a step.
			  - Your decision: accepted.

			  **Note:** only the \\\`attention\\\` blocks

			  \`\`\`python
			  f = jax.checkpoint(f)
			  \`\`\`

			  **Check:** Used falls.

			**Watch:** Used should fall below 15.75G.

			If it does not, compare.

			This restart is probably enough. In the worst case 256.00M is still missing.

			## All remedies, the most promising first

			### 1. Recompute activations

			- Standing: indicated by your log; may be enough.
			- 8.00G are kept once a layer.
			- Frees: 4.0–8.0G (count × size). In general: about 2x.
			- Safety: results stay the same. Recomputed values are the same.
			- Cost: more time a step.
			- It helps when: One buffer a layer.
			- Your decision: accepted.
			- Your note: only the \`attention\` blocks
			- Cited: Error 1000.

			## Unlikely to help

			- **Set a flag**: The gap is too wide for a flag.

			## Ruled out

			- **Donate**: Nothing can alias.

			## What your log does not show

			- list of buffers: one more run gives it

			## Sources

			- [Error 1000](<https://openxla.org/xla/errors/error_1000>)
			"
		`);
	});

	it('says shortly what is left when it is a plan, and cites its steps', () => {
		const text = printMarkdown(diagnosisDocument(DIAGNOSIS, context('plan')));
		expect(text).toContain('Your decision: accepted.');
		expect(text).toContain('f = jax.checkpoint(f)');
		expect(text.slice(text.indexOf('## Further remedies'))).toMatchInlineSnapshot(`
			"## Further remedies

			**Unlikely to help:** \`flags\`.

			**Ruled out:** \`donate\`.

			Each has a page with its reasons: \`xla-triage explain NAME\`.

			## What your log does not show

			- list of buffers: one more run gives it

			## Sources

			- [Error 1000](<https://openxla.org/xla/errors/error_1000>)
			"
		`);
	});

	it('names a seed document by its title', () => {
		const citations = [
			{title: 'Error 1000, seed document', source: 'seed: 002_ab863f6e902df961.txt'},
			{title: 'Error 0100', source: '004_585973159ac50773.txt'},
			{title: 'Flags', source: 'measured: libtpu'},
		];
		expect(printMarkdown({title: 'x', blocks: [citationList(citations)]})).toBe(
			'# x\n\n- Error 1000, seed document\n- Error 0100, seed document\n- Flags (measured: libtpu)\n',
		);
	});

	it('quotes nothing when there was no log', () => {
		const incident = {
			...DIAGNOSIS.analysis.incident,
			code: 'E0' as const,
			facts: [],
			at: {evidence: '', line: 0, quote: ''},
		};
		const described = {...DIAGNOSIS, analysis: {...DIAGNOSIS.analysis, incident}};
		const text = printPlain(diagnosisDocument(described, context('plan')), {width: 72, colour: false});
		expect(text.split('\n')[0]).toBe('The sum of many buffers: 20.00G');
		expect(text).toContain('No log was read. This follows from your answers alone.');
		expect(text).not.toMatch(/E0\b|╵/);
	});

	it('speaks of no memory to free where none is short', () => {
		const {headroom, restarts, closes} = DIAGNOSIS.plan;
		const text = printMarkdown(diagnosisDocument({...DIAGNOSIS, plan: {headroom, restarts, closes}}, context('full')));
		expect(text).not.toMatch(/To free|Frees/);
	});
});
