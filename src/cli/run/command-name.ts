import path from 'node:path';

/**
 * What a command is called in reports and sessions: the program and its script. Arguments are left out, because they may hold
 * tokens and paths that nobody wants to share.
 */
export function commandName(command: readonly string[]): string {
	const [program = '', ...rest] = command;
	const script = rest.find((word) => !word.startsWith('-'));
	const named = script !== undefined && /^[\w./-]{1,60}$/.test(script) ? ` ${path.basename(script)}` : '';
	return `${path.basename(program)}${named}`;
}
