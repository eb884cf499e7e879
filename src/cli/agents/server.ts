import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {McpServer, type CallToolResult} from '@modelcontextprotocol/server';
import {z} from 'zod';
import type {Sessions} from '../../store/sessions.js';
import type {Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import type {World} from '../world.js';
import {captured} from './captured.js';
import {SessionTalk, type Told} from './session-talk.js';

const SESSION = z.string().min(1).describe('id of a session, as diagnose gives it');
const READS = {readOnlyHint: true, openWorldHint: false} as const;
const INSTRUCTIONS =
	'Diagnoses crashes of TPU jobs (XLA/JAX out-of-memory and layout errors). Begin with diagnose on the log. Ask the user only open questions, answer them with answer, then follow the plan. Never invent a flag: check_flags and explain know which exist.';

/** A server with the tools of this program. It reads only what the client names; the sessions are the user's own. */
export function createServer(desk: Desk, sessions: Sessions, playbook: string | undefined): McpServer {
	const server = new McpServer({name: 'xla-triage', version: XLA_TRIAGE_VERSION}, {instructions: INSTRUCTIONS});
	const talk = new SessionTalk(desk, sessions);
	const own = playbook === undefined ? {} : {playbook};

	server.registerTool(
		'diagnose',
		{
			title: 'Diagnose a crash',
			description:
				'Reads the logs of one job (all hosts), keeps them in a session, and says what happened, the plan, and the open question if there is one.',
			inputSchema: z.strictObject({
				logs: z.array(z.string().min(1)).min(1).describe('paths of log files or of a folder of compiler dumps'),
				full: z.boolean().default(false).describe('with every remedy and source'),
			}),
			annotations: {openWorldHint: false, destructiveHint: false},
		},
		async ({logs, full}) => result(await talk.diagnose(logs, full)),
	);
	server.registerTool(
		'answer',
		{
			title: 'Answer an open question',
			description:
				'Records an answer of the user in a session and returns the plan that follows from it. Use unsure where nobody knows.',
			inputSchema: z.strictObject({session: SESSION, question: z.string().min(1), option: z.string().min(1)}),
			annotations: {openWorldHint: false, destructiveHint: false},
		},
		({session, question, option}) => result(talk.answer(session, question, option)),
	);
	server.registerTool(
		'explain',
		{
			title: 'Explain a name',
			description: 'The page of a code, remedy, flag, question or term, as Markdown.',
			inputSchema: z.strictObject({
				name: z.string().min(1).describe('for example E1000, remat, xla_tpu_scoped_vmem_limit_kib'),
			}),
			annotations: READS,
		},
		async ({name}) => {
			const {explainCommand} = await import('../commands/explain.js');
			return printed((world) => explainCommand(world, [name], {format: 'markdown', ...own}));
		},
	);
	server.registerTool(
		'shape',
		{
			title: 'Measure a shape',
			description: 'Bytes and padding of a shape as XLA prints it; with a second one, why the two differ.',
			inputSchema: z.strictObject({
				shape: z.string().min(1).describe('for example bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}'),
				given: z.string().min(1).optional(),
			}),
			annotations: READS,
		},
		async ({shape, given}) => {
			const {shapeCommand} = await import('../commands/shape.js');
			return printed((world) => shapeCommand(world, shape, given, {format: 'text'}));
		},
	);
	server.registerTool(
		'compare',
		{
			title: 'Compare two failures',
			description: 'What changed between two crashes, and which factor explains it. Each is a log or a session.',
			inputSchema: z.strictObject({before: z.string().min(1), after: z.string().min(1)}),
			annotations: READS,
		},
		async ({before, after}) => {
			const {compareCommand} = await import('../commands/compare.js');
			const sides = [before, after].map(notStdin) as [string, string];
			return printed((world) => compareCommand(world, sides, {format: 'text', ...own}));
		},
	);
	server.registerTool(
		'what_if',
		{
			title: 'Need after a change',
			description:
				"What the program would need after each change, and after all of them: 'batch=1/2', 'sequence=2048', 'remat', 'donate', 'fsdp', 'microbatch=4', or the id of a remedy.",
			inputSchema: z.strictObject({
				evidence: z
					.string()
					.min(1)
					.describe('path of a folder of compiler dumps, or of a log that lists buffers; or id of a session'),
				changes: z.array(z.string().min(1)).min(1),
			}),
			annotations: READS,
		},
		async ({evidence, changes}) => {
			const {whatIfCommand} = await import('../commands/what-if.js');
			return printed((world) => whatIfCommand(world, notStdin(evidence), changes, {format: 'text', ...own}));
		},
	);
	server.registerTool(
		'check_flags',
		{
			title: 'Check flags',
			description:
				'For each flag: whether it is known, which libtpu accepts it, where it may be set, whether it is harmful, what to use instead.',
			inputSchema: z.strictObject({
				flags: z
					.array(z.string().min(1))
					.min(1)
					.describe("logs, or flags such as 'LIBTPU_INIT_ARGS=--xla_name=value --xla_other=value'"),
				libtpu: z.string().min(1).optional().describe('version to check against'),
			}),
			annotations: READS,
		},
		async ({flags, libtpu}) => {
			const {checkFlagsCommand} = await import('../commands/check-flags.js');
			const version = libtpu === undefined ? {} : {libtpu};
			return printed((world) => checkFlagsCommand(world, flags.map(notStdin), {format: 'text', ...version, ...own}));
		},
	);
	server.registerTool(
		'probe_script',
		{
			title: 'Write a probe',
			description:
				'A Python script that asks the TPU compiler, without a TPU, which remedies of the plan make the program fit. Nothing is written to disk.',
			inputSchema: z.strictObject({
				from: z.string().min(1).describe('a session or a log'),
				chip: z.string().min(1).optional().describe('for example v5e or v6e:4x4'),
			}),
			annotations: READS,
		},
		async ({from, chip}) => probeScript(notStdin(from), chip, own),
	);
	server.registerTool(
		'next_trial',
		{
			title: 'Next flag trial',
			description: 'The next flag to try for a session, with what to type, or why there is none.',
			inputSchema: z.strictObject({session: SESSION}),
			annotations: READS,
		},
		({session}) => result(talk.nextTrial(session)),
	);
	return server;
}

function result({text, failed}: Told): CallToolResult {
	return {content: [{type: 'text', text}], ...(failed === true ? {isError: true} : {})};
}

async function printed(command: (world: World) => Promise<Exit>): Promise<CallToolResult> {
	const {code, out, err} = await captured(command);
	return result({text: [out, err].filter((text) => text !== '').join('\n'), failed: code !== EXIT.done && out === ''});
}

/** Standard input belongs to the protocol. */
function notStdin(name: string): string {
	return name === '-' ? './-' : name;
}

async function probeScript(from: string, chip: string | undefined, own: {playbook?: string}): Promise<CallToolResult> {
	const {probeCommand} = await import('../commands/probe.js');
	const folder = await mkdtemp(path.join(tmpdir(), 'xla-triage-probe-'));
	try {
		const out = path.join(folder, 'probe_remedies.py');
		const options = {out, timeLimit: '900', ...(chip === undefined ? {} : {chip}), ...own};
		const {code, err} = await captured((world) => probeCommand(world, from, options));
		if (code !== EXIT.done) return result({text: err, failed: true});
		return result({text: await readFile(out, 'utf8')});
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}
