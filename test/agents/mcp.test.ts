import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {Client} from '@modelcontextprotocol/client';
import {StdioClientTransport} from '@modelcontextprotocol/client/stdio';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = path.join(ROOT, 'dist', 'cli.mjs');
const LOG = path.join(ROOT, 'content', 'samples', 'e0100-second-run.log');

let home: string;
let client: Client;
const env = (): Record<string, string> => ({PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: home});

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'xla-triage-mcp-'));
	client = new Client({name: 'test', version: '1'});
	await client.connect(
		new StdioClientTransport({command: process.execPath, args: [CLI, 'mcp'], env: env(), stderr: 'ignore', cwd: home}),
	);
});
afterAll(async () => {
	await client.close();
	rmSync(home, {recursive: true});
});

async function call(name: string, given: Record<string, unknown>): Promise<{text: string; failed: boolean}> {
	const answer = await client.callTool({name, arguments: given});
	const [first] = answer.content as {type: string; text: string}[];
	return {text: first?.text ?? '', failed: answer.isError === true};
}

describe('the server for agents', () => {
	it('offers its tools, and says which only read', async () => {
		const {tools} = await client.listTools();
		expect(tools.map(({name}) => name)).toEqual(
			expect.arrayContaining([
				'diagnose',
				'answer',
				'explain',
				'shape',
				'compare',
				'what_if',
				'check_flags',
				'probe_script',
				'next_trial',
			]),
		);
		const readers = tools.filter(({annotations}) => annotations?.readOnlyHint === true).map(({name}) => name);
		expect(readers).not.toContain('diagnose');
		expect(readers).toContain('explain');
	});

	it('goes from a log to a plan, in a session that the terminal shares', async () => {
		let {text} = await call('diagnose', {logs: [LOG]});
		expect(text).toContain('E0100');
		const session = /^Session: (\S+)/m.exec(text)?.[1] ?? '';
		for (let asked = 0; asked < 20; asked += 1) {
			const question = /^Open question (\S+):/m.exec(text)?.[1];
			if (question === undefined) break;
			const option = /^ {2}- ([\w-]+): /m.exec(text)?.[1];
			({text} = await call('answer', {session, question, option}));
		}
		expect(text).toContain('No question is open: the plan is complete.');
		expect(text).toMatch(/Do this first/);
		const listed = JSON.parse(
			execFileSync(process.execPath, [CLI, 'sessions', '--json'], {env: env(), encoding: 'utf8'}),
		) as {sessions: {id: string; answered: number}[]};
		expect(listed.sessions[0]?.id).toBe(session);
		expect(listed.sessions[0]?.answered).toBeGreaterThan(0);
	});

	it('explains, measures, compares, checks and writes a probe', async () => {
		expect((await call('explain', {name: 'E1000'})).text).toContain('# E1000');
		expect((await call('shape', {shape: 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}'})).text).toContain('padding');
		const other = path.join(ROOT, 'content', 'samples', 'e1000-logits.log');
		expect(await call('compare', {before: other, after: other})).toMatchObject({failed: false});
		expect(await call('what_if', {evidence: other, changes: ['batch=1/2']})).toMatchObject({
			failed: false,
			text: expect.stringContaining('batch from 2 to 1') as string,
		});
		expect((await call('check_flags', {flags: ['XLA_FLAGS=--xla_tpu_max_hbm_size_mib=8192']})).text).toContain(
			'it belongs in LIBTPU_INIT_ARGS',
		);
		expect((await call('probe_script', {from: other})).text).toContain('import jax');
		const {text} = await call('diagnose', {logs: [other]});
		const session = /^Session: (\S+)/m.exec(text)?.[1] ?? '';
		expect((await call('next_trial', {session})).text).toMatch(/^Trial 1: .*[^]*To undo:/);
		expect(readdirSync(home)).not.toContain('probe_remedies.py');
	});

	it.each([
		['diagnose', {logs: ['/no/such.log']}, 'Cannot read /no/such.log'],
		['answer', {session: 'none', question: 'e0100/second', option: 'yes'}, 'There is no session none'],
		['answer', {session: 'none', question: 'no/such', option: 'yes'}, 'There is no question no/such'],
		['explain', {name: 'no-such-page-at-all'}, 'There is no page'],
		['shape', {shape: 'bf16['}, 'This is not a shape'],
		['next_trial', {session: 'none'}, 'There is no session none'],
		['what_if', {evidence: '/no/such', changes: ['remat']}, '/no/such'],
	])('says what is wrong with %s %j', async (name, given, words) => {
		const {text, failed} = await call(name, given);
		expect(failed).toBe(true);
		expect(text).toContain(words);
	});

	it.each([
		['diagnose', {}],
		['diagnose', {logs: 'train.log'}],
		['explain', {name: 'E1000', shell: 'rm'}],
		['no_such_tool', {}],
	])('refuses %s %j', async (name, given) => {
		const refused = await client.callTool({name, arguments: given}).then(
			(answer) => answer.isError === true,
			() => true,
		);
		expect(refused).toBe(true);
	});

	it('answers a line that is not a message with an error, and goes on', async () => {
		const server = spawn(process.execPath, [CLI, 'mcp'], {env: env(), stdio: ['pipe', 'pipe', 'ignore']});
		const initialize = {
			jsonrpc: '2.0',
			id: 1,
			method: 'initialize',
			params: {protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {name: 'raw', version: '1'}},
		};
		let out = '';
		const answered = new Promise<void>((resolve) => {
			server.stdout.on('data', (chunk: Buffer) => {
				out += chunk.toString();
				if (out.includes('"id":1')) resolve();
			});
		});
		server.stdin.write(`not json\n{"jsonrpc":"2.0","id":7}\n[]\n\n${JSON.stringify(initialize)}\n`);
		await answered;
		server.stdin.end();
		expect(await new Promise((resolve) => server.once('exit', resolve))).toBe(0);
		const answers = out.trim().split('\n');
		const errors = answers.slice(0, 3).map((line) => JSON.parse(line) as object);
		expect(errors).toMatchObject([
			{id: null, error: {code: -32_700}},
			{id: 7, error: {code: -32_600}},
			{id: null, error: {code: -32_600}},
		]);
		expect(answers[3]).toContain('"serverInfo"');
	});
});
