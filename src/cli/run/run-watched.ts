import {spawn, type ChildProcess} from 'node:child_process';
import {isatty} from 'node:tty';
import type {Framework} from '../../model/framework.js';
import {OutputReader, type OutputSays} from './output-reader.js';
import {openOutputs} from './outputs.js';
import {inPseudoTerminal, withoutHeader} from './pseudo-terminal.js';
import {Relay} from './relay.js';
import {codeOfSignal, handOn} from './signals.js';

export interface RunOptions {
	readonly env: NodeJS.ProcessEnv;
	/** What its output is called where it is cited. */
	readonly name: string;
	/** What each framework prints; without it nothing is read of the job. */
	readonly frameworks?: readonly Framework[];
	/** `none` gives the command an empty input, for one that is run many times. */
	readonly stdin: 'inherit' | 'none';
	/** Seconds after which it is ended, unless it has printed a step by then. */
	readonly limit?: number;
	/** Told the process id when it runs. */
	readonly started?: () => void;
}

/** How a command ended and what its output said. */
export interface RunEnd extends OutputSays {
	/** As a shell shows it. */
	readonly code: number;
	readonly signal?: NodeJS.Signals;
	/** Someone asked for its end, by a key or a signal. */
	readonly interrupted: boolean;
	/** It was ended because its time was over. */
	readonly overtime: boolean;
	/** Why it could not be started at all. */
	readonly unstarted?: NodeJS.ErrnoException;
}

/**
 * Runs a command as untouched as can be and reads its output along. Terminals stay terminals where `script` is at hand, files are
 * written by the command itself, everything else passes through pipes, byte for byte. Output and errors that go
 * to one place share one pipe, so that their order stays.
 */
export async function runWatched(command: readonly string[], options: RunOptions): Promise<RunEnd> {
	const onTerminal = options.stdin === 'inherit' && [0, 1, 2].every((descriptor) => isatty(descriptor));
	const wrapped = onTerminal ? inPseudoTerminal(command, options.env) : undefined;
	if (wrapped) {
		const reader = new OutputReader(options.name, options.frameworks ?? []);
		const relay = new Relay(
			wrapped.copy,
			(_, done) => done(false), // `script` has shown it already
			withoutHeader((bytes) => reader.write(bytes)),
		);
		const [file, ...argv] = wrapped.command;
		const end = await ended(
			spawn(file, argv, {stdio: 'inherit', env: wrapped.env}),
			() => wrapped.pid(),
			options,
			() => reader.stepped,
		);
		wrapped.close();
		await relay.drain();
		const interrupted = end.interrupted || end.code === codeOfSignal('SIGINT');
		return {...end, interrupted, ...(await reader.end())};
	}
	const outputs = openOutputs(options.name, options.frameworks ?? []);
	const [file = '', ...argv] = command;
	const input = options.stdin === 'inherit' ? 'inherit' : 'ignore';
	const child = spawn(file, argv, {stdio: [input, ...outputs.stdio], env: options.env});
	outputs.given();
	const end = await ended(
		child,
		() => child.pid,
		options,
		() => outputs.stepped(),
	);
	return {...end, ...(await outputs.end())};
}

type End = Omit<RunEnd, keyof OutputSays>;

async function ended(
	child: ChildProcess,
	pid: () => number | undefined,
	options: RunOptions,
	stepped: () => boolean,
): Promise<End> {
	const signals = handOn((signal) => sendTo(pid() ?? child.pid, signal));
	let overtime = false;
	let timer: NodeJS.Timeout | undefined;
	if (options.limit !== undefined) {
		timer = setTimeout(() => {
			if (stepped()) return;
			overtime = true;
			sendTo(pid() ?? child.pid, 'SIGTERM');
			timer = setTimeout(() => sendTo(pid() ?? child.pid, 'SIGKILL'), GRACE_MS);
		}, options.limit * 1000);
	}
	child.once('spawn', () => options.started?.());
	const end = await new Promise<Omit<End, 'interrupted' | 'overtime'>>((resolve) => {
		child.once('error', (unstarted: NodeJS.ErrnoException) => {
			resolve({code: unstarted.code === 'ENOENT' ? 127 : 126, unstarted});
		});
		child.once('exit', (code, signal) => {
			resolve(signal ? {code: codeOfSignal(signal), signal} : {code: code ?? 0});
		});
	});
	clearTimeout(timer);
	signals.stop();
	return {...end, overtime, interrupted: signals.interrupted() || end.signal === 'SIGINT'};
}

/** Between asking a command to end and ending it. */
const GRACE_MS = 10_000;

function sendTo(pid: number | undefined, signal: NodeJS.Signals): void {
	try {
		if (pid !== undefined) process.kill(pid, signal);
	} catch {
		// It has just ended.
	}
}
