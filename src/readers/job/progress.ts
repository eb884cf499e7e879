import type {Framework} from '../../model/framework.js';
import {compileWords} from './words.js';

/** Whether a job makes progress, by the lines that its frameworks print for a step. */
export interface Progress {
	/** Pieces of such lines, to look for in a long output. */
	readonly anchors: readonly string[];
	push(line: string): void;
	readonly seen: boolean;
}

/** Shorter pieces are in many lines that show no step. */
const SHORTEST = 5;

export function createProgress(frameworks: readonly Framework[]): Progress {
	const patterns = frameworks
		.filter(({id}) => id !== 'any')
		.flatMap(({progress}) => progress.map(compileWords))
		.filter(({key}) => key.length >= SHORTEST);
	let seen = false;
	return {
		anchors: patterns.map(({key}) => key),
		push(line) {
			seen ||= patterns.some((pattern) => line.includes(pattern.key) && pattern.match(line) !== undefined);
		},
		get seen() {
			return seen;
		},
	};
}
