import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Flag} from '../../model/playbook.js';
import {parseSize, printSize} from '../../model/size.js';
import type {TrialResult, TrialSetting} from '../../model/tuning.js';
import {variablesFor} from '../../plan/tuning/index.js';
import {createRefusals} from '../../readers/refusals.js';
import type {Trouble} from '../../store/trouble.js';
import {MODULE_FILE} from '../probe/recompile-script.js';
import {pythonFile} from '../probe/template.js';
import {handOn} from '../run/signals.js';

/** Compiles one program with flags, again and again, by a script in a folder that lasts as long as this process. */
export interface LocalCompiler {
	/** What came of it; trouble where nothing can be compiled at all. */
	compile(settings: readonly TrialSetting[]): Promise<TrialResult | {readonly trouble: Trouble} | 'interrupted'>;
	/** The last result as the script printed it, as one line of JSON. */
	last(): string;
	close(): void;
}

/** `script` is the text of recompile.py, `python` the command that runs it. */
export function localCompiler(script: string, python: string, flags: readonly Flag[]): LocalCompiler {
	const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-tune-'));
	const file = path.join(folder, 'recompile.py');
	writeFileSync(file, script);
	writeFileSync(path.join(folder, MODULE_FILE), pythonFile(MODULE_FILE));
	let last = '';
	return {
		last: () => last,
		async compile(settings) {
			const isOption = ({name, value}: TrialSetting): boolean =>
				value === null || flags.some((flag) => flag.name === name && flag.channels.includes('compiler_options'));
			const options = Object.fromEntries(settings.filter(isOption).map(({name, value}) => [name, value]));
			// Settings that are not options of the compiler reach it as they reach the job.
			const rest = settings.filter((one) => !isOption(one));
			const env = {...process.env, ...variablesFor(rest, process.env, flags)};
			const ended = await run(python, [file, '--flags', JSON.stringify(options)], env);
			if (ended.interrupted) return 'interrupted';
			if ('missing' in ended) return {trouble: noPython(python)};
			const line = ended.out.split('\n').findLast((one) => one.startsWith('{'));
			if (ended.code !== 0 || line === undefined) return {trouble: notCompiled(ended.said)};
			last = line;
			return resultOf(JSON.parse(line) as Line);
		},
		close: () => rmSync(folder, {recursive: true, force: true}),
	};
}

interface Line {
	readonly result: 'fits' | 'oom' | 'error' | 'timeout';
	readonly used_bytes: number | null;
	readonly text: string;
	readonly seconds: number;
	readonly libtpu: string;
}

function resultOf({result, used_bytes: bytes, text, seconds, libtpu}: Line): TrialResult {
	// As the compiler prints sizes, so that a difference too small to be printed counts as none.
	const used = bytes === null ? undefined : parseSize(printSize(bytes));
	const capacity = parseSize(/(?:available HBM \(| of )([\d.]+[KMGT])/.exec(text)?.[1] ?? '');
	const common = {
		by: 'compiler' as const,
		compileSeconds: seconds,
		...(used ? {used} : {}),
		...(capacity ? {capacity} : {}),
	};
	if (result === 'fits')
		return {...common, outcome: 'fits', refused: [], quote: `Compiled with libtpu ${libtpu}, not run.`};
	if (result === 'oom') return {...common, outcome: 'oom', refused: [], quote: text.slice(0, 300)};
	const refusals = createRefusals();
	refusals.push(text);
	const refused = refusals.end();
	return {...common, outcome: refused.length > 0 ? 'refused' : 'failed', refused, quote: text.slice(0, 300)};
}

interface Ended {
	readonly out: string;
	readonly said: string;
	readonly code: number | null;
	readonly interrupted: boolean;
	readonly missing?: true;
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
	const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'pipe'], env});
	const signals = handOn((signal) => child.kill(signal));
	let [out, said] = ['', ''];
	child.stdout.on('data', (data: Buffer) => void (out += data.toString()));
	child.stderr.on('data', (data: Buffer) => void (said += data.toString()));
	const end = await new Promise<{code: number | null; missing?: true}>((done) => {
		child.once('error', () => done({code: null, missing: true}));
		child.once('close', (code) => done({code}));
	});
	signals.stop();
	return {out, said, ...end, interrupted: signals.interrupted()};
}

function noPython(python: string): Trouble {
	return {
		title: `${python} could not be started`,
		cause: 'Compiling needs Python 3.10 or later with jax and libtpu.',
		todo: 'Install Python, or name one: --python /path/to/python3',
	};
}

function notCompiled(said: string): Trouble {
	const last = said.trim().split('\n').at(-1) ?? '';
	return {
		title: 'Nothing could be compiled',
		cause: last === '' ? 'The script gave no reason.' : last,
		todo: 'Then give the same command again; what was tried is kept.',
	};
}
