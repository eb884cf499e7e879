import {existsSync} from 'node:fs';
import type {Command} from 'commander';
import {distance} from './distance.js';

/** The command that was probably meant, where a lone word is no file and nearly one. */
export function misspelt(names: readonly string[], program: Command): string | undefined {
	const [name] = names;
	if (name === undefined || !/^[a-z]+$/.test(name) || existsSync(name)) return undefined;
	return program.commands
		.map((known) => known.name())
		.filter((known) => known !== 'wizard' && distance(name, known) <= 2)
		.sort((a, b) => distance(name, a) - distance(name, b))[0];
}
