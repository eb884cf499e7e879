import type {Fact} from '../../model/fact.js';
import type {Passage} from '../text/passage.js';
import {fact} from './piece.js';

/** The program whose name begins at a position and ends with its word: `jit_train_step`. */
export function programName(passage: Passage, reader: string, start: number): Fact | undefined {
	const word = /^[\w$.-]{1,300}/.exec(passage.tight.slice(start, passage.wordEnd(start)))?.[0];
	const name = word?.replace(/(?<![.-])[.-]+$/, '');
	return name ? fact(passage, reader, 'program.name', {start, end: start + name.length}) : undefined;
}
