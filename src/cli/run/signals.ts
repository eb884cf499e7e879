import {readFileSync} from 'node:fs';
import {constants} from 'node:os';

/** Signals that are meant for the command and handed on to it. */
const HANDED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
/** Signals that leave a core file behind: a second one of ours would help nobody. */
const WITH_CORE: ReadonlySet<NodeJS.Signals> = new Set([
	'SIGQUIT',
	'SIGILL',
	'SIGTRAP',
	'SIGABRT',
	'SIGBUS',
	'SIGFPE',
	'SIGSEGV',
	'SIGXCPU',
	'SIGXFSZ',
	'SIGSYS',
]);

/**
 * Hands signals on to the command while it runs. A key such as ctrl-c reaches every process of the terminal alone: then it
 * is not sent twice, because a second interrupt would cut the command's own clean-up short.
 */
export function handOn(send: (signal: NodeJS.Signals) => void): {
	readonly interrupted: () => boolean;
	stop(): void;
} {
	let interrupted = false;
	const handlers = HANDED_ON.map((signal) => {
		// What holds for other commands, such as ending at the first interrupt, does not hold while the command runs.
		const others = process.rawListeners(signal) as NodeJS.SignalsListener[];
		for (const other of others) process.off(signal, other);
		const handler = (): void => {
			interrupted = true;
			const fromKeyboard = (signal === 'SIGINT' || signal === 'SIGQUIT') && isForeground();
			if (!fromKeyboard) send(signal);
		};
		process.on(signal, handler);
		return {signal, handler, others};
	});
	return {
		interrupted: () => interrupted,
		stop() {
			for (const {signal, handler, others} of handlers) {
				process.off(signal, handler);
				for (const other of others) process.on(signal, other);
			}
		},
	};
}

/** The exit code that a shell shows for a command that ended by a signal. */
export function codeOfSignal(signal: NodeJS.Signals): number {
	return 128 + constants.signals[signal];
}

/** Ends this process as the command ended: by the same signal where that leaves no core file, else with its code. */
export function endBy(signal: NodeJS.Signals): number {
	if (!WITH_CORE.has(signal)) {
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	}
	return codeOfSignal(signal); // where the signal is ignored, as SIGPIPE is by Node
}

/** Whether this process is in the group that its terminal sends keys to. */
function isForeground(): boolean {
	try {
		const stat = readFileSync('/proc/self/stat', 'utf8');
		// Behind the name, which may hold anything: state, parent, group, session, terminal, the terminal's group.
		const [, , group, , terminal, front] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return terminal !== '0' && group === front;
	} catch {
		return process.stdin.isTTY; // a system without /proc
	}
}
