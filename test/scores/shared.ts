/** Crashes with known truth that lie beside the project: measured by `npm run test:long`, never by `npm test`. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** A folder beside the project. */
export const shared = (place: string): string => path.resolve(import.meta.dirname, '../../../shared', place);

/** Whether there is anything to score: tests that need it are skipped by name where not. */
export const SHARED = existsSync(shared('lab')) && existsSync(shared('corpus'));

/** A log and what is known about it. */
export interface Known<T> {
	readonly name: string;
	readonly text: string;
	readonly truth: T;
}

/** All logs of a folder that have a truth beside them. */
export function knownIn<T>(folder: string): readonly Known<T>[] {
	if (!existsSync(shared(folder))) return [];
	return readdirSync(shared(folder))
		.filter((file) => file.endsWith('.log') && existsSync(shared(`${folder}/${file.replace(/log$/, 'json')}`)))
		.toSorted()
		.map((file) => ({
			name: file,
			text: readFileSync(shared(`${folder}/${file}`), 'utf8'),
			truth: JSON.parse(readFileSync(shared(`${folder}/${file.replace(/log$/, 'json')}`), 'utf8')) as T,
		}));
}

/** Prints a rate and what was missed. */
export function report(what: string, right: number, all: number, misses: readonly string[] = []): void {
	const percent = all === 0 ? '–' : ((100 * right) / all).toFixed(1);
	process.stdout.write(`${what}: ${percent} % (${right} of ${all})\n`);
	for (const miss of misses) process.stdout.write(`  ${miss}\n`);
}
