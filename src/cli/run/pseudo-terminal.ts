import {spawnSync} from 'node:child_process';
import {closeSync, constants, openSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {word} from '../../plan/shell-words.js';
import {makeNamedPipe} from './named-pipe.js';
import type {Onlooker} from './relay.js';

/** A command wrapped so that it runs in its own terminal while its output can be read along. */
export interface Wrapped {
	readonly command: readonly [string, ...string[]];
	readonly env: NodeJS.ProcessEnv;
	/** Descriptor on which a copy of the output arrives. */
	readonly copy: number;
	/** The process id of the command itself, once it runs. */
	pid(): number | undefined;
	/** The command has ended: nothing more is written to the copy. */
	close(): void;
}

/**
 * Wraps a command with `script` of util-linux, which gives it a terminal, keeps the size of ours, and writes what it prints both to ours and to a
 * pipe. So nothing native is needed. Undefined where `script` is another one or none: output goes through pipes then.
 */
export function inPseudoTerminal(command: readonly string[], env: NodeJS.ProcessEnv): Wrapped | undefined {
	const version = spawnSync('script', ['--version'], {encoding: 'utf8'});
	if (version.status !== 0 || !version.stdout.includes('util-linux')) return undefined;
	const pipe = makeNamedPipe();
	if (!pipe) return undefined;
	const idFile = path.join(pipe.folder, 'pid');
	try {
		const copy = openSync(pipe.file, constants.O_RDONLY | constants.O_NONBLOCK);
		// Held open by us as well: a pipe that nobody writes to yet would seem to be at its end.
		const held = openSync(pipe.file, constants.O_WRONLY);
		const line = `${shellBack(env['SHELL'])}; echo $$ > ${word(idFile)}; exec ${command.map(word).join(' ')}`;
		return {
			command: ['script', '-q', '-e', '-f', '-c', line, pipe.file],
			env: {...env, SHELL: '/bin/sh'}, // `script` takes it to run the line, which is written for sh
			copy,
			pid: () => idIn(idFile),
			close() {
				closeSync(held);
				pipe.remove();
			},
		};
	} catch {
		pipe.remove();
		return undefined;
	}
}

/** The command sees the SHELL that it would see without us. */
function shellBack(shell: string | undefined): string {
	return shell === undefined ? 'unset SHELL' : `SHELL=${word(shell)}; export SHELL`;
}

function idIn(file: string): number | undefined {
	try {
		const id = Number(readFileSync(file, 'utf8'));
		return Number.isInteger(id) && id > 0 ? id : undefined;
	} catch {
		return undefined; // it has not begun yet
	}
}

/** Takes the line away that `script` puts before the output. */
export function withoutHeader(look: Onlooker): Onlooker {
	let inHeader = true;
	return (bytes) => {
		if (!inHeader) return look(bytes);
		inHeader = false;
		const end = bytes.subarray(0, HEADER.length).equals(HEADER) ? bytes.indexOf(10) + 1 : 0;
		return look(bytes.subarray(end));
	};
}

const HEADER = Buffer.from('Script started on ');
