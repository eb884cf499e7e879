import type {Incident} from '../../model/incident.js';
import {head, width, wrap} from '../width.js';
import type {Page} from './page.js';

/** Where the information begins in a line of a log: at the status, the error's name, or the words of the message itself. */
const BEGINS =
	/\b(?:[A-Z]+_[A-Z_]+:|(?:Resource exhausted|Internal|Invalid argument|Unimplemented):|E[0-3]\d{3}\b|Ran out of memory|Error (?:loading|allocating)|Attempting to |Allocation |Executable |Scoped |Used \d)/g;

const MOST_ROWS = 3;

/** The user's own line, from where its information begins, and where it stands. */
export function quotation(incident: Incident, page: Page): string[] {
	const {evidence, line, quote} = incident.at;
	const rows = quoted(quote, page);
	const times = incident.occurrences > 1 ? ` (printed ${incident.occurrences} times${hostsOf(incident)})` : '';
	return [
		...rows.map((row) => `  │ ${row}`),
		`  ╵ ${page.linked(`${nameOf(evidence, page.width - 30)}:${line}`, evidence)}${times}`,
	];
}

function hostsOf({hosts}: Incident): string {
	return hosts.length > 1 ? ` on ${hosts.length} hosts` : '';
}

/** A name that is longer than its room, by its end: the file says more than its folders. */
function nameOf(evidence: string, room: number): string {
	if (width(evidence) <= room) return evidence;
	const name = evidence.slice(evidence.lastIndexOf('/') + 1);
	return width(name) <= room ? `…/${name}` : `…${name.slice(-room)}`;
}

function quoted(text: string, page: Page): string[] {
	const starts = [...text.matchAll(BEGINS)].map(({index}) => index);
	const from = (start: number): string => `${start > 0 ? '… ' : ''}${text.slice(start)}`;
	const rows = (words: string): string[] => broken(words, page.width - 4);
	const candidates = (starts.length === 0 ? [0] : starts).map((start) => rows(from(start)));
	const best = candidates.find((lines) => lines.length <= MOST_ROWS) ?? candidates[0] ?? [];
	if (best.length <= MOST_ROWS) return best;
	const kept = best.slice(0, MOST_ROWS);
	const last = kept.pop() ?? '';
	return [...kept, `${head(last, page.width - 6)} …`];
}

/** A text in lines of at most so many columns. */
function broken(text: string, columns: number): string[] {
	const words = text.split(/\s+/).filter((word) => word !== '');
	return wrap(
		words.map((word) => ({text: word, look: 'plain', glue: false})),
		columns,
		true,
	).map((line) => line.map((word, index) => (index > 0 && !word.glue ? ` ${word.text}` : word.text)).join(''));
}
