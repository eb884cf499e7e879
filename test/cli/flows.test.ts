import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {ROOT} from '../playbook/folder.js';
import {command} from './command.js';

const TEAM = '.xla-triage';

let folder: string;
let team: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-flows-'));
	team = path.join(folder, TEAM);
});
afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

function put(name: string, text: string): void {
	mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
	writeFileSync(path.join(folder, name), text);
}

function read(name: string): string {
	return readFileSync(path.join(folder, name), 'utf8');
}

describe('a table of a framework that is written from content/README.md', () => {
	const [, table = ''] = /```yaml\n(framework: my-trainer[\s\S]*?)```/.exec(
		readFileSync(path.join(ROOT, 'content', 'README.md'), 'utf8'),
	) ?? [''];
	const log = [
		'+ python -m my_trainer.main prod.toml --micro_bs 8 --accum 2',
		'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 41.12G of 31.25G hbm. Exceeded hbm capacity by 9.88G.',
	].join('\n');

	it('passes the check, and its knobs appear', async () => {
		put(`${TEAM}/content/frameworks/my-trainer.yaml`, table);
		expect(await command(['flows', 'check', team])).toMatchObject({code: 0});
		const {out} = await command(['diagnose', '--playbook', team], log);
		expect(out).toContain('micro_bs: 8 → 4, accum: 2 → 4');
		expect(out).toContain('python -m my_trainer.main prod.toml --micro_bs 4 --accum 4');
	});

	it('is refused where its samples are not read as it says', async () => {
		const wrong = table.replace("'8'}}", "'9'}}").replace("'import my_trainer_utils'", "'python -m my_trainer.main2'");
		put(`${TEAM}/content/frameworks/my-trainer.yaml`, wrong);
		const {code, err} = await command(['flows', 'check', team]);
		expect(code).toBe(1);
		expect(err).toMatch(/shows settings\.batch\.per_device 8, not 9\. \[framework-sample\]/);
		expect(err).toMatch(/near miss "python -m my_trainer\.main2" is recognised as my-trainer/);
	});
});

describe('flows new', () => {
	it('makes a code with a question, two remedies and plays that pass check and test as they are', async () => {
		const into = ['--dir', team];
		expect((await command(['flows', 'new', 'code', 'E4321', ...into])).code).toBe(0);
		expect((await command(['flows', 'new', 'remedy', 'try-this', '--at', 'e4321/cause', ...into])).code).toBe(0);
		expect((await command(['flows', 'new', 'remedy', 'try-that', '--at', 'e4321/other', ...into])).code).toBe(0);
		expect((await command(['flows', 'new', 'drill', 'our-drill', ...into])).code).toBe(0);
		const check = await command(['flows', 'check', team]);
		expect(check.err).toMatch(/replaces flows\/triage\.yaml and adds .*flows\/e4321\.yaml/);
		expect(check).toMatchObject({code: 0, out: expect.stringContaining('No complaints') as string});
		const test = await command(['flows', 'test', '--strict', team]);
		expect(test.out).toMatch(/0 failed\nnodes +3 of 3 {2}100 %\nedges +3 of 3/);
		expect(test.code).toBe(0);
		// What an author then gets wrong is told with its place.
		put(`${TEAM}/flows/e4321.yaml`, read(`${TEAM}/flows/e4321.yaml`).replace('goto: other', 'goto: othr'));
		const broken = await command(['flows', 'check', team]);
		expect(broken.code).toBe(1);
		expect(broken.err).toMatch(
			/flows\/e4321\.yaml:\d+:\d+: There is no node e4321\/othr\. \[unknown-node\]\n {2}Did you mean e4321\/other\?/,
		);
	});

	it('writes nothing over what is there, and nothing that would be refused', async () => {
		expect((await command(['flows', 'new', 'remedy', 'microbatch', '--at', 'e1000/sum', '--dir', team])).code).toBe(2);
		expect((await command(['flows', 'new', 'remedy', 'ours', '--at', 'e1000/nowhere', '--dir', team])).code).toBe(2);
		expect((await command(['flows', 'new', 'code', 'E1000', '--dir', team])).code).toBe(2);
		expect((await command(['flows', 'new', 'code', 'E1200', '--dir', team])).code).toBe(2);
		expect((await command(['flows', 'new', 'code', 'thousand', '--dir', team])).code).toBe(2);
		expect((await command(['flows', 'new', 'play', 'mikrobatch', '--dir', team])).err).toContain(
			'Did you mean microbatch?',
		);
		expect((await command(['flows', 'check', folder])).code).toBe(2);
	});
});

describe('flows test', () => {
	it('says which play failed, where, and what came instead', async () => {
		put(`${TEAM}/content/guides/ours.md`, '---\ntitle: Ours\nsummary: Our own page.\n---\n\nText.\n');
		put(
			`${TEAM}/test/plays/a.yaml`,
			'about: A\nscenes:\n  - name: wrong\n    facts: {code: E1000}\n    steps:\n      - asks: e0100/cause\n',
		);
		put(
			`${TEAM}/test/plays/b.yaml`,
			'about: B\nscenes:\n  - name: no such fact\n    facts: {hbm.usde: 1.00G}\n    steps:\n      - asks: triage/start\n',
		);
		put(
			`${TEAM}/test/plays/c.yaml`,
			'about: C\nscenes:\n  - name: a file elsewhere\n    file: ../../../etc/passwd\n    steps:\n      - asks: triage/start\n',
		);
		put(`${TEAM}/test/plays/d.yaml`, 'about: D\nscenes:\n  - name: misspelt\n    steps:\n      - ask: triage/start\n');
		const {code, err} = await command(['flows', 'test', team]);
		expect(code).toBe(1);
		expect(err).toContain('test/plays/a.yaml:6:15  e0100/cause should be asked, and triage/changed is.');
		expect(err).toContain('test/plays/b.yaml:3:5  The evidence cannot be used: there is no fact named hbm.usde.');
		expect(err).toContain(
			"c.yaml:3:5  The evidence cannot be used: ../../../etc/passwd is outside the playbook's folder.",
		);
		expect(err).toMatch(/d\.yaml:5:9: Unknown key ask\..*\n {2}Did you mean asks\?/);
	});

	it('fails in an empty folder', async () => {
		put(`${TEAM}/content/guides/ours.md`, '---\ntitle: Ours\nsummary: Our own page.\n---\n\nText.\n');
		expect((await command(['flows', 'test', team])).code).toBe(2);
	});

	it('performs plays on another playbook', async () => {
		cpSync(path.join(ROOT, 'test', 'refused', '_base'), folder, {recursive: true});
		put(
			'test/plays/disk.yaml',
			'about: The disk\nscenes:\n  - name: full\n    facts: {disk.used: 2.00G, disk.size: 1.00G}\n    steps:\n      - {answer: {triage/quota: "yes"}, verdict: triage/full, indicated: [delete-logs]}\n',
		);
		const {code, out} = await command(['flows', 'test', folder]);
		expect(out).toContain('1 scenes and cases in 1 file, 0 failed');
		expect(out).toContain('  not: triage/broken');
		expect(code).toBe(0);
		expect((await command(['flows', 'test', '--strict', folder])).code).toBe(1);
	});
});

describe('flows graph', () => {
	it('draws one flow in each format, and all flows as text', async () => {
		const text = await command(['flows', 'graph', 'e0101']);
		expect(text).toMatchObject({
			code: 0,
			out: expect.stringContaining('cause  Was too little HBM free') as string,
		});
		expect((await command(['flows', 'graph', 'e0101', '--format', 'mermaid'])).out).toMatch(/^flowchart TD\n/);
		expect((await command(['flows', 'graph', 'e0101', '--format', 'svg'])).out).toMatch(/^<svg /);
		const all = await command(['flows', 'graph']);
		for (const name of ['What did you see?', 'Is one buffer larger', 'What differs']) expect(all.out).toContain(name);
	});

	it('draws the playbook of a folder', async () => {
		cpSync(path.join(ROOT, 'test', 'refused', '_base'), folder, {recursive: true});
		expect((await command(['flows', 'graph', folder, 'triage'])).out).toContain('Is there a quota?');
	});

	it('says which flows and sessions there are', async () => {
		expect(await command(['flows', 'graph', 'e9999'])).toMatchObject({
			code: 2,
			err: expect.stringContaining('e0100, e0101') as string,
		});
		expect(await command(['flows', 'graph', '--session', 'none'])).toMatchObject({code: 2});
	});
});

describe('explain', () => {
	it('prints the page of a complaint', async () => {
		const {code, out} = await command(['explain', 'overlapping-options']);
		expect(code).toBe(0);
		expect(out).toContain('Two options of one question can hold at the same time.');
	});
});
