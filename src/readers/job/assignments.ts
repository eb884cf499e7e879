// Settings as programs print them: `Config param key: value`, `key=value`, `'key': value`, `--key value`, `--key=value`, `--nokey`, and
// words in a sentence (`global batch size: 4`). A key counts only if some framework's table has it.
import type {Setting} from '../../model/job.js';
import {keyOf, type JobTable, type KnownKey} from './table.js';

/** A known key with its value, as they are printed. */
export interface Assignment {
	readonly key: string;
	readonly text: string;
	readonly form: Setting['form'];
	readonly known: KnownKey;
}

const LONGEST = 20_000;
const MOST = 400;
/** Words that a key may have: `Instantaneous batch size per device`. */
const MOST_WORDS = 6;
/** How far the words before a separator are looked for. */
const REACH = 120;
const WORD = /[\w.-]/;
const CLOSING = /["'\])]/;
const SEPARATOR = /(?<![=!<>:+*/-])(?:=(?![=])|:(?![:/\\]))\s?/g;
const FLAG =
	/(?:^|[\s'"`([,])--?([A-Za-z][\w.-]{1,80})(?:(?==)|\s+(?![-|&>])("[^"]*"|'[^']*'|\w+=[^\s'",)\]]+(?:,\w+=[^\s'",)\]]+)*|[^\s'",)\]]+))?/g;
/** A value may be its own list: `--trainer.mp p=f32,c=bfloat16`. */
const VALUE =
	/\s?(?:\\?"(?<double>[^"\\]*)\\?"|'(?<single>[^']*)'|(?<list>[[({][^[\](){}]{0,200}[\])}])|(?<word>[A-Za-z]\w{0,9}=[^\s,;|&)}\]'"]+(?:,[A-Za-z]\w{0,9}=[^\s,;|&)}\]'"]+)*|[^\s,;|&)}\]'"]+))/y;
/** What advises instead of reporting. */
const ADVICE =
	/\b(?:increas|decreas|lower|reduc|rais|try|consider|set|pass|add|use|using|via|e\.g\.|please|should|instead)\w*\s(?:the\s)?[`'"]?$/i;
const CONFIG =
	/Config param|\b(?:config|configuration|args|arguments|hparams|params|settings|options|flags|Namespace|overrides)\b\s*[:=({[]|(?:Args|Arguments|Config|Namespace|Params|Settings|Options|Parallelism)\(/i;
/** Canonical names whose values are words. All others are numbers. */
const WORDY = /^(?:remat|scan_layers|dtype\.|attention|kv_dtype|offload|quantization|model)/;
const NUMBER = /^-?(?:\d[\d_,]*(?:\.\d*)?|\.\d+)(?:e-?\d+)?k?$/i;
const UNSET = /^(?:none|null|nil|auto|default|""|'')$/i;

/** The settings in one line; `config`: the line is part of a printed configuration. */
export function assignmentsIn(text: string, table: JobTable, config = false): readonly Assignment[] {
	const line = text.length > LONGEST ? text.slice(0, LONGEST) : text;
	const found: Assignment[] = [];
	const within = config || CONFIG.test(line);
	for (const match of line.matchAll(SEPARATOR)) {
		if (found.length >= MOST) break;
		const at = match.index;
		const left = wordsBefore(line, at);
		const key = left && table.endsKey(left.last) ? knownIn(left.words, table) : undefined;
		if (!left || !key) continue;
		const {start} = left;
		if (ADVICE.test(line.slice(Math.max(0, start - 40), start))) continue;
		const value = valueAt(line, at + match[0].length);
		if (value === undefined) continue;
		const pairs = pairsOf(line.slice(Math.max(0, at - REACH), at), value);
		if (pairs) {
			for (const [name, text] of pairs) {
				const own = knownIn(name, table);
				if (own && fits(text, own.known)) found.push({...own, text, form: 'dump'});
			}
			continue;
		}
		if (!fits(value, key.known)) continue;
		found.push({...key, text: value, form: within || match[0].startsWith(':') ? 'dump' : 'assignment'});
	}
	found.push(...flagsIn(line, table));
	return strongest(found.flatMap(typed), line, within);
}

/** Keys that are ordinary words count where the line is about settings. */
function strongest(found: readonly Assignment[], line: string, within: boolean): readonly Assignment[] {
	const strong = within || found.some(({known, form}) => !known.weak || form === 'flag');
	const first = /^[\s{'"-]*$/;
	return found.filter(
		(one) => !one.known.weak || one.form === 'flag' || strong || first.test(line.slice(0, line.indexOf(one.key))),
	);
}

/** `bf16=True` says that the type is bf16; `bf16=False` says nothing about the type. */
function typed(one: Assignment): readonly Assignment[] {
	const type = /(?:^|[._-])((?:bf|fp|f|bfloat|float)\d{1,2})$/i.exec(one.key)?.[1];
	if (type === undefined || !one.known.names.every(({name}) => name.startsWith('dtype.'))) return [one];
	if (/^(?:false|0|no|off)$/i.test(one.text)) return [];
	return [/^(?:true|1|yes|on)$/i.test(one.text) ? {...one, text: type} : one];
}

function flagsIn(line: string, table: JobTable): Assignment[] {
	if (!line.includes('-')) return [];
	const found: Assignment[] = [];
	for (const match of line.matchAll(FLAG)) {
		if (found.length >= MOST) break;
		const [whole, name = '', spaced] = match;
		if (line[match.index + whole.length] === '=') continue; // read with the separators
		if (ADVICE.test(line.slice(Math.max(0, match.index - 40), match.index + 1))) continue;
		const known = table.key(keyOf(name)) ?? suffix(name, table);
		if (known && spaced !== undefined) {
			const text = spaced.replace(/^(["'])(.*)\1$/, '$2');
			if (fits(text, known)) found.push({key: name, text, form: 'flag', known});
		} else if (known) found.push({key: name, text: 'True', form: 'flag', known});
		else {
			const off = /^no[_-]?(.+)$/.exec(name)?.[1];
			const plain = off === undefined ? undefined : table.key(keyOf(off));
			if (off !== undefined && plain && spaced === undefined)
				found.push({key: off, text: 'False', form: 'flag', known: plain});
		}
	}
	return found;
}

/** Up to six words with single blanks between them before a separator, behind which a quote or bracket may stand. */
function wordsBefore(line: string, separator: number): {words: string; last: string; start: number} | undefined {
	const from = Math.max(0, separator - REACH);
	let end = separator;
	if (end > from && /\s/.test(line.charAt(end - 1))) end -= 1;
	for (let marks = 0; marks < 2 && end > from && CLOSING.test(line.charAt(end - 1)); marks += 1) end -= 1;
	let start = wordStart(line, end, from);
	if (start === end) return undefined;
	const last = line.slice(start, end);
	for (let words = 1; words < MOST_WORDS && start > from && line.charAt(start - 1) === ' '; words += 1) {
		const next = wordStart(line, start - 1, from);
		if (next === start - 1) break;
		start = next;
	}
	return {words: line.slice(start, end), last, start};
}

function wordStart(line: string, end: number, from: number): number {
	let start = end;
	while (start > from && WORD.test(line.charAt(start - 1))) start -= 1;
	return start;
}

/** `(devices, tokens per device) = (8, 1024)`: names and values in the same places. */
function pairsOf(left: string, value: string): readonly (readonly [name: string, value: string])[] | undefined {
	const names = /\(([^()]{1,100},[^()]{1,100})\)\s*$/.exec(left)?.[1]?.split(',');
	const values = /^\((.*)\)$/.exec(value)?.[1]?.split(',');
	if (!names || names.length !== values?.length) return undefined;
	return names.map((name, index) => [name.trim(), (values[index] ?? '').trim()]);
}

/** The longest run of last words that is a known key, then pieces of a dotted path. */
function knownIn(left: string, table: JobTable): {key: string; known: KnownKey} | undefined {
	// MaxText's `Config param dtype: …` is about `dtype`, not about `param dtype`.
	const words = left
		.replace(/^.*\bConfig param /, '')
		.split(' ')
		.slice(-MOST_WORDS);
	for (let from = 0; from < words.length; from += 1) {
		const key = words.slice(from).join(' ').replace(/^-+/, '');
		const known = table.key(keyOf(key));
		if (known) return {key, known};
	}
	const last = (words.at(-1) ?? '').replace(/^-+/, '');
	const known = suffix(last, table);
	return known && {key: last, known};
}

/** `cfg.train.batch_size` is `batch_size` if nothing longer is known. */
function suffix(key: string, table: JobTable): KnownKey | undefined {
	for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
		const known = table.key(keyOf(key.slice(dot + 1)));
		if (known) return known;
	}
	return undefined;
}

function valueAt(line: string, at: number): string | undefined {
	VALUE.lastIndex = at;
	const groups = VALUE.exec(line)?.groups;
	if (!groups) return undefined;
	const {double, single, list, word} = groups;
	if (word === undefined) return double ?? single ?? list;
	// A call or an index is code, not a value.
	if (/[([{]/.test(word)) return undefined;
	return word.replace(/[.:]$/, '');
}

function fits(value: string, known: KnownKey): boolean {
	// A trainer that recomputes nothing often says so: `remat: none`.
	const isOff = value === 'none' && known.names.some(({name}) => name === 'remat');
	if (value === '' || (UNSET.test(value) && !isOff)) return false;
	return known.names.some(({name}) =>
		WORDY.test(name) ? value.length <= 200 : NUMBER.test(value) || value.startsWith('('),
	);
}
