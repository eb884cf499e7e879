import type {RunEnd} from './run-watched.js';

/** Exit codes by what a failure is. */
export interface ExitMap {
	/** The same job, started again unchanged, fails again. */
	readonly deterministic?: number;
	/** It may get further. */
	readonly retryable?: number;
}

export const EXIT_MAP_TROUBLE = {
	title: '--exit-map is not understood',
	cause: 'It gives an exit code from 1 to 255 for deterministic failures, for retryable ones, or both.',
	todo: 'xla-triage run --exit-map deterministic=42,retryable=43 -- python train.py',
};

/** `deterministic=42,retryable=43`. A code of 0 is refused: a failure never becomes a success. */
export function parseExitMap(text: string): ExitMap | 'wrong' {
	const map: {deterministic?: number; retryable?: number} = {};
	for (const part of text.split(',')) {
		const [, kind, digits] = /^(deterministic|retryable)=(\d{1,3})$/.exec(part.trim()) ?? [];
		const code = Number(digits);
		if ((kind !== 'deterministic' && kind !== 'retryable') || code < 1 || code > 255) return 'wrong';
		map[kind] = code;
	}
	return map;
}

/** Whether a command failed alone: not ended by a person, and started at all. */
export function isFailure(end: RunEnd): boolean {
	return !end.unstarted && !end.interrupted && (end.code !== 0 || end.signal !== undefined);
}

/** The code to end with, or undefined to keep that of the command. */
export function mappedCode(map: ExitMap | undefined, retryable: boolean | undefined): number | undefined {
	if (retryable === undefined) return undefined;
	return retryable ? map?.retryable : map?.deterministic;
}
