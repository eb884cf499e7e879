import type {Fact} from '../../model/fact.js';
import type {DumpedModule} from '../../model/hlo.js';
import type {Dump, LiveBuffer, Slot} from '../../model/incident.js';

/** Takes a dump file line by line and gives what it says. Lines that do not fit the form are passed over. */
export interface DumpReader {
	push(line: string): void;
	end(): Dump;
}

/** What a reader collects, still open. */
export interface DumpDraft {
	module: string;
	total?: Fact;
	slots: Slot[];
	live: LiveBuffer[];
	shapes: Record<string, string>;
	ops: Record<string, string>;
	places: Record<string, 'temp' | 'argument' | 'output' | 'constant'>;
	chip?: string;
	parts?: DumpedModule;
}

/** How many slots, buffers or names one file may bring: dumps of large models have millions. */
export const MOST = 20_000;

/** How many values of a program are held: a hundred times those of the largest programs at hand. */
export const MOST_VALUES = 1_000_000;

/** A reader of one form: `line` is called with every line and its 1-based number, `finish` once at the end. */
export function dumpReader(
	evidence: string,
	form: Dump['form'],
	line: (draft: DumpDraft, text: string, number: number) => void,
	finish?: (draft: DumpDraft) => void,
): DumpReader {
	const draft: DumpDraft = {module: '', slots: [], live: [], shapes: {}, ops: {}, places: {}};
	let number = 0;
	return {
		push(text) {
			number += 1;
			line(draft, text, number);
		},
		end() {
			finish?.(draft);
			return {evidence, form, outcome: 'unknown', ...draft};
		},
	};
}
