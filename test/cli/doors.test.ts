/** Text from outside is data, by any door it comes, and in any printer: nothing that a terminal or a browser obeys. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {Profile, StringTable} from 'pprof-format';
import {marked} from 'marked';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {World} from '../../src/cli/world.js';
import {command} from './command.js';

const EVIL =
	'\u001B]52;c;UFdORUQ=\u0007\u001B[2J\u001B]8;;http://evil.example/\u001B\\x\u001B]8;;\u001B\\\u009B31m\u202E\u200B`<img src=x onerror=1>`$(id)';
const HEADLINE =
	'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.';
const LOG = `E1000: CompileTimeHbmOom: ${HEADLINE} ${EVIL}\n  1. Size: 9.00G\n     Operator: op_name="jit(f)/${EVIL}"\n     Shape: f32[9]\n     XLA label: ${EVIL}\n     Allocation type: HLO temp\n     ==========================\n`;
const DUMP = `BufferAssignment:\nallocation 0: size 2147483648, parameter 2, shape |bf16[524288,2048]| at ShapeIndex {}:\n value: <196 param${EVIL}.1 @0> (size=2147483648,offset=0): bf16[524288,2048]{1,0:T(8,128)(2,1)${EVIL}}\n`;
const PLAIN = `E1000: CompileTimeHbmOom: ${HEADLINE}\n`;
const OBEYED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/;

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-doors-'));
	vi.stubEnv('XDG_STATE_HOME', path.join(folder, 'state'));
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true});
});

function put(name: string, text: string | Buffer): string {
	const file = path.join(folder, name);
	writeFileSync(file, text);
	return file;
}

/** A name that a file system takes. */
const NAME = EVIL.replaceAll('/', '');

/** What a door lets in: words after `diagnose`, and what is different in the world. */
interface Given {
	readonly argv: readonly string[];
	readonly world?: Partial<World>;
}

const DOORS: Readonly<Record<string, () => Given>> = {
	'a log': () => ({argv: [put('a.log', LOG)]}),
	'a dump': () => ({argv: [put('plain.log', PLAIN), put('dump.txt', DUMP)]}),
	'a profile': () => ({argv: [put('plain.log', PLAIN), put('memory.prof', profile())]}),
	'a file name': () => ({argv: [put(`b${NAME}.log`, PLAIN)]}),
	'the name of a missing file': () => ({argv: [put('plain.log', PLAIN), path.join(folder, `none${NAME}`)]}),
	'the name of a folder with dumps': () => ({argv: [put('plain.log', PLAIN), dumpFolder(`dumps${NAME}`)]}),
	'the name of a folder without dumps': () => ({argv: [put('plain.log', PLAIN), below(`empty${NAME}`)]}),
	'settings in the environment': () => ({
		argv: [put('plain.log', PLAIN)],
		world: {settings: {settings: {}, file: EVIL, found: true, complaints: [`${EVIL}: no theme ${EVIL}`]}},
	}),
	'flags in the log': () => ({argv: [put('flags.log', `XLA_FLAGS=--xla_${EVIL}=1 --xla_b=${EVIL}\n${PLAIN}`)]}),
	'names in an answers file': () => ({
		argv: [put('plain.log', PLAIN), '--answers', put('q.json', JSON.stringify({[EVIL]: 'yes'}))],
	}),
	'values in an answers file': () => ({
		argv: [put('plain.log', PLAIN), '--answers', put('a.json', JSON.stringify({'e1000/list': EVIL}))],
	}),
	'a playbook with a fault': () => ({
		argv: [put('plain.log', PLAIN), '--playbook', playbook('faulty', `---\n${EVIL}: [\n---\n`)],
	}),
	'a page of a playbook': () => ({
		argv: [put('plain.log', PLAIN), '--playbook', playbook('own', `---\ntitle: E ${quoted(EVIL)}\n---\n${EVIL}\n`)],
	}),
	'a missing playbook': () => ({argv: [put('plain.log', PLAIN), '--playbook', path.join(folder, `no${NAME}`)]}),
};

function below(name: string): string {
	const place = path.join(folder, name);
	mkdirSync(place, {recursive: true});
	return place;
}

function dumpFolder(name: string): string {
	writeFileSync(path.join(below(name), 'module_0001.jit_f.tpu_comp_env-buffer-assignment.txt'), DUMP);
	return below(name);
}

function playbook(name: string, page: string): string {
	writeFileSync(path.join(below(`${name}/content/terms`), 'evil.md'), page);
	return below(name);
}

function quoted(text: string): string {
	return JSON.stringify(text);
}

function profile(): Buffer {
	const strings = new StringTable();
	const id = (text: string): number => strings.dedup(text);
	const made = new Profile({
		stringTable: strings,
		sampleType: [
			{type: id('allocations'), unit: id('count')},
			{type: id('space'), unit: id('bytes')},
		],
		function: [{id: 1, name: id(`train${EVIL}`), filename: id(`${EVIL}.py`)}],
		location: [{id: 1, line: [{functionId: 1, line: 3}]}],
		sample: [
			{
				locationId: [1],
				value: [1, 2 ** 30],
				label: [
					{key: id('kind'), str: id('buffer')},
					{key: id('device'), str: id(`TPU_0${EVIL}`)},
				],
			},
		],
	});
	return gzipSync(made.encode());
}

const PRINTERS = ['text', 'markdown', 'html', 'json', 'bug-report', 'shell', 'sarif', 'github', 'junit'];

/** Doors whose text reaches no more than these printers: most of them end before there is a diagnosis. */
const FEW: Readonly<Record<string, readonly string[]>> = {
	// Printed where the name of a file is.
	'the name of a missing file': ['text', 'json'],
	'the name of a folder with dumps': ['text', 'html', 'markdown', 'json'],
	'the name of a folder without dumps': ['text', 'json'],
	'settings in the environment': ['text'],
	'names in an answers file': ['text'],
	'values in an answers file': ['text'],
	'a playbook with a fault': ['text'],
	'a page of a playbook': ['html'],
	'a missing playbook': ['text'],
};

const TABLE = Object.keys(DOORS).flatMap((door) => (FEW[door] ?? PRINTERS).map((format) => [door, format] as const));

describe('nothing that is obeyed', () => {
	it.each(TABLE)('%s in %s', async (door, format) => {
		const {argv = [], world} = DOORS[door]?.() ?? {};
		const {out, err} = await command(['diagnose', '--full', '-f', format, ...argv], undefined, world);
		expect(`${out}${err}`).not.toBe('');
		expect(`${out}${err}`).not.toMatch(OBEYED);
		if (format === 'html' || format === 'junit') expect(out).not.toContain('<img');
		if (format === 'markdown') expect(marked.parse(out)).not.toContain('<img');
	});
});

describe('words of other commands', () => {
	const log = (): string => put('plain.log', PLAIN);
	const flags = {XLA_FLAGS: `--xla_${EVIL}=1 --xla_b=${EVIL}`, LIBTPU_INIT_ARGS: EVIL};
	it.each<[string, () => readonly string[], Partial<World>?]>([
		['an unknown option', () => ['diagnose', `--${EVIL}`]],
		['a format', () => ['diagnose', '-f', EVIL, log()]],
		['a command', () => [EVIL]],
		['a name to explain', () => ['explain', EVIL]],
		['a shape', () => ['shape', `bf16[8]${EVIL}`]],
		['two shapes as JSON', () => ['shape', 'bf16[8]', EVIL, '-f', 'json']],
		['evidence to compare', () => ['compare', EVIL, log()]],
		['a change', () => ['what-if', log(), `${EVIL}=1/2`]],
		['a session', () => ['resume', EVIL]],
		['a command to run', () => ['run', '--', EVIL]],
		['flags in words', () => ['check-flags', `--xla_${EVIL}=2`]],
		['flags in the environment', () => ['check-flags'], {env: flags}],
		['flags in the environment in Markdown', () => ['check-flags', '-f', 'markdown'], {env: flags}],
		['flags in the environment as JSON', () => ['check-flags', '-f', 'json'], {env: flags}],
		['a page of a playbook', () => ['explain', 'evil', '--playbook', below('own')]],
		['a playbook to check', () => ['flows', 'check', below('faulty')]],
		['the name of results', () => ['probe', '--read', path.join(folder, `r${NAME}.jsonl`)]],
		['results of a probe', () => ['probe', '--read', results(), log()]],
		['logs in a summary', () => ['summary', put(`s${NAME}.log`, LOG)]],
		['logs one by one', () => ['diagnose', '--each', put(`s${NAME}.log`, LOG)]],
	])('%s', async (_, argv, world) => {
		const {out, err} = await command(argv(), undefined, world);
		expect(`${out}${err}`).not.toBe('');
		expect(`${out}${err}`).not.toMatch(OBEYED);
	});

	function results(): string {
		const asItIs = {
			schema: 'xla-triage.probe/1',
			variant: 'as-it-is',
			remedy: null,
			result: 'oom',
			used_bytes: 2 ** 35,
		};
		const baseline = {...asItIs, text: EVIL, libtpu: EVIL, jax: EVIL, chip: EVIL};
		const line = {...baseline, variant: EVIL, remedy: EVIL, result: 'error', error: EVIL};
		return put('results.jsonl', `${JSON.stringify(baseline)}\n${JSON.stringify(line)}\n`);
	}
});

describe('stored sessions', () => {
	it('one bad file does not end the list', async () => {
		const sessions = path.join(folder, 'state', 'xla-triage', 'sessions');
		mkdirSync(sessions, {recursive: true});
		const header = (id: string) =>
			JSON.stringify({
				schema: 'xla-triage.session/1',
				id,
				name: `n${EVIL}`,
				created: '2026-01-01T00:00:00.000Z',
				tool: '0',
			});
		const bad = (reading: unknown) =>
			JSON.stringify({at: '2026-01-01T00:00:00.000Z', event: {type: 'evidence', reading}});
		writeFileSync(path.join(sessions, '20260101-aaaa.jsonl'), `${header('20260101-aaaa')}\n${bad({})}\n`);
		writeFileSync(
			path.join(sessions, '20260101-bbbb.jsonl'),
			`${header('20260101-bbbb')}\n${bad({incidents: [{}]})}\n`,
		);
		const {code, out} = await command(['sessions']);
		expect(code).toBe(0);
		expect(out).toContain('20260101-aaaa');
		expect(out).toContain('20260101-bbbb');
		expect(out).not.toMatch(OBEYED);
	});
});

describe('redact', () => {
	it('prints any text with placeholders, names learned from all of it', async () => {
		const text = 'the step of marlene9 fails\n  File "/home/marlene9/train.py", line 3\nfusion-w-1 stays\n';
		const {code, out} = await command(['redact', put('r.log', text)]);
		expect(code).toBe(0);
		expect(out).not.toContain('marlene9');
		expect(out).toContain('fusion-w-1 stays');
		expect((await command(['redact', '-'], text)).out).toBe(out);
		expect((await command(['redact', path.join(folder, 'none')])).code).toBe(2);
	});
});

describe('a team folder with faults', () => {
	it('is reported and passed over, and builtin does not look at it', async () => {
		const work = path.join(folder, 'work');
		mkdirSync(path.join(work, '.xla-triage', 'content', 'terms'), {recursive: true});
		writeFileSync(path.join(work, '.xla-triage', 'content', 'terms', 'x.md'), '---\ntitle: [\n---\n');
		const cwd = vi.spyOn(process, 'cwd').mockReturnValue(work);
		try {
			const log = put('plain.log', PLAIN);
			const {code, out, err} = await command(['diagnose', log]);
			expect({code, passed: err.includes('so it is ignored')}).toEqual({code: 0, passed: true});
			const builtin = await command(['diagnose', '--playbook', 'builtin', log]);
			expect(builtin).toEqual({code: 0, out, err: ''});
		} finally {
			cwd.mockRestore();
		}
	});
});
