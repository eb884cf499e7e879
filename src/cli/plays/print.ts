import type {Share} from './coverage.js';
import type {Failure} from './play-file.js';

/** A failure as compilers print one. */
export function printFailure({place, message}: Failure): string {
	return `${place.file}:${place.line}:${place.column}  ${message}`;
}

/** What the plays have come to, one line for each kind, and what is missing below. */
export function printShares(shares: readonly Share[]): string {
	const lines = shares.flatMap(({what, covered, all, missing}) => [
		`${what.padEnd(11)}${String(covered).padStart(4)} of ${all}${all === 0 ? '' : `  ${Math.floor((100 * covered) / all)} %`}`,
		...missing.map((one) => `  not: ${one}`),
	]);
	return `${lines.join('\n')}\n`;
}
