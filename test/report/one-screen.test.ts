import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Block} from '../../src/model/document.js';
import {chatText, oneScreen} from '../../src/report/index.js';
import {CHAT_LINES} from '../../src/report/screen/chat.js';
import {COMMAND_ROW, MOST_ROWS, type OneScreenContext} from '../../src/report/screen/one-screen.js';
import {command} from '../cli/command.js';
import {projectLogs} from '../project-logs.js';
import {DIAGNOSIS} from './made-diagnosis.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const LOGS = projectLogs().map(({name}) => path.join(ROOT, name));

const CONTEXT: OneScreenContext = {
	fill: (template) => template.replace('{hbm.used}', '20.00G'),
	log: 'train.log',
	also: [],
};

/** Rows that lines take in a terminal of 80 columns. */
function rowsOf(lines: readonly string[]): number {
	return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 80)), 0);
}

describe('the report on one screen', () => {
	it('has logs to try', () => {
		expect(LOGS.length).toBeGreaterThan(40);
	});

	it.each(LOGS.map((name) => [path.relative(ROOT, name), name]))(
		'of %s fits 40 rows of 80 columns',
		async (_, name) => {
			const {out} = await command(['diagnose'], readFileSync(name));
			const lines = out.trimEnd().split('\n');
			expect(rowsOf(lines)).toBeLessThanOrEqual(MOST_ROWS);
			expect(out).not.toMatch(/\{[a-z.]+\}|\[\[|\(not known\)|undefined/);
			const step = lines.findIndex((line) => line.startsWith('Do this first'));
			if (step < 0) return;
			const typed = lines.findIndex((line, index) => index > step && line.startsWith('      '));
			expect(typed).toBeGreaterThan(step);
			expect(typed + 1).toBeLessThan(COMMAND_ROW);
			expect(lines[typed]).not.toMatch(/xla-triage explain/);
		},
	);

	it('says what failed, where memory goes, why, what to do, and how to see more', () => {
		expect(oneScreen(DIAGNOSIS, CONTEXT, {width: 72, colour: false})).toMatchInlineSnapshot(`
			"E1000 CompileTimeHbmOom: The sum of many buffers: 20.00G
			The program needs 20.00G; 4.25G too much.

			  │ Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.
			  ╵ train.log:20 (printed 4 times on 2 hosts)

			Where memory goes: arguments 5.00G, temporaries 15.00G
			   8.00G  48 × bf16[8,1024]  one per layer, forward
			  12.00G  the rest           unlisted buffers

			Why: The sum is too large.

			Do this first: Recompute activations (remat)
			      f = jax.checkpoint(f)
			  8.00G are kept once a layer.
			  Frees 4.0–8.0G. Results stay the same. Cost: more time a step.
			  Check: Used should fall below 15.75G.

			This restart is probably enough. In the worst case 256.00M is still
			missing.

			Still open: Can you get more chips?
			More: xla-triage diagnose --full train.log, or xla-triage train.log to
			answer questions.
			"
		`);
	});

	it('gives the first step its command when that is short, else the page that has it', () => {
		const [first] = DIAGNOSIS.plan.restarts;
		const [step] = first?.steps ?? [];
		if (!first || !step) throw new Error('The diagnosis has no plan.');
		const screen = (kind: 'remat' | 'flags', lines: readonly string[]): string => {
			const body: readonly Block[] = [
				{kind: 'heading', level: 2, text: [{kind: 'text', text: 'How'}]},
				{kind: 'code', language: 'sh', text: lines.join('\n')},
			];
			const steps = [{...step, remedy: {...step.remedy, oneByOne: kind === 'flags', body}}];
			const plan = {...DIAGNOSIS.plan, restarts: [{...first, steps}]};
			return oneScreen({...DIAGNOSIS, plan}, CONTEXT, {width: 72, colour: false});
		};
		const numbered = (count: number): string[] => Array.from({length: count}, (_, index) => `step_${index + 1}()`);
		expect(screen('remat', ['import jax', '', '# why', ...numbered(6)])).toMatch(/ {6}step_1\(\)[^]*step_6\(\)/);
		expect(screen('remat', ['import jax', ...numbered(6)])).not.toMatch(/import jax/);
		expect(screen('remat', numbered(7))).toMatch(/How: xla-triage explain /);
		expect(screen('flags', numbered(3))).not.toContain('step_2');
	});

	it('begins a quotation where its information begins', () => {
		const incident = {
			...DIAGNOSIS.analysis.incident,
			at: {
				evidence: 'x.log',
				line: 7,
				quote: `${'jax._src.traceback '.repeat(12)}RESOURCE_EXHAUSTED: Used 20.00G of 15.75G hbm.`,
			},
		};
		const text = oneScreen({...DIAGNOSIS, analysis: {...DIAGNOSIS.analysis, incident}}, CONTEXT, {
			width: 80,
			colour: false,
		});
		expect(text).toContain('  │ … RESOURCE_EXHAUSTED: Used 20.00G of 15.75G hbm.\n');
	});

	it('names other failures of the same log', () => {
		const text = oneScreen(
			DIAGNOSIS,
			{...CONTEXT, also: ['E0100 at line 9: HBM is full.']},
			{width: 80, colour: false},
		);
		expect(text).toContain('Also in this log: E0100 at line 9: HBM is full.');
	});
});

describe('the form for a chat', () => {
	it('has ten lines at most', async () => {
		for (const name of LOGS.slice(0, 12)) {
			const {out} = await command(['diagnose', '--format', 'brief'], readFileSync(name));
			for (const part of out.trimEnd().split('\n\n')) expect(part.split('\n').length).toBeLessThanOrEqual(CHAT_LINES);
		}
	});

	it('says what failed and what to do', () => {
		expect(chatText(DIAGNOSIS, CONTEXT)).toMatchInlineSnapshot(`
			"E1000 CompileTimeHbmOom: The sum of many buffers: 20.00G
			The program needs 20.00G; 4.25G too much. (train.log:20)
			Largest: 8.00G 48 × \`bf16[8,1024]\` (one per layer).
			Why: The sum is too large.
			Do this first: Recompute activations (\`remat\`), frees 4.0–8.0G.
			    f = jax.checkpoint(f)
			Check: Used should fall below 15.75G.
			"
		`);
	});
});
