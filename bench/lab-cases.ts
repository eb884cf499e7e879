/** Crashes with known truth: the lab (every single change tried) and the corpus (what helped in practice). */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** One change that was tried alone, and what the compiler said. */
export interface Fix {
	readonly kind: string;
	readonly change: string;
	readonly result: 'fits' | 'oom' | 'error' | 'timeout' | 'n/a' | 'not_run';
	readonly used_or_peak?: string | null;
}

/** The truth about one crash: the fields that scoring needs. */
export interface Truth {
	readonly code: string;
	readonly message_form?: string;
	readonly used?: string | null;
	readonly hlo_temporaries?: string | null;
	readonly fixes?: readonly Fix[];
	readonly resolution_kind?: string | null;
}

export interface Case {
	readonly name: string;
	readonly log: string;
	readonly text: string;
	readonly truth: Truth;
}

/** Pairs of NNN.log and NNN.json in a folder, by name; none if the folder is not there. */
export function casesIn(folder: string): readonly Case[] {
	if (!existsSync(folder)) return [];
	const names = readdirSync(folder).filter((file) => file.endsWith('.json'));
	return names.toSorted().flatMap((file) => {
		const log = path.join(folder, file.replace(/json$/, 'log'));
		if (!existsSync(log)) return [];
		const truth = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Truth;
		return [{name: file.replace('.json', ''), log, text: readFileSync(log, 'utf8'), truth}];
	});
}
