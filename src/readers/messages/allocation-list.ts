// `Largest program allocations in hbm:` and `Largest program arguments and outputs in hbm:`, entry by entry. Any line of an
// entry but its size may be missing, the size as well in quoted and old reports; a label may run over several lines; two
// labels under one size are two entries. Forms: log-formats.md sections 3 and 10, tpu-layout.md section 9.
import type {Allocation, Space} from '../../model/incident.js';
import {loose, SHAPE, SIZE, SPACE, sticky, tupleEnd} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {matchAt, matches, stretch, type Family, type Part, type Stretch} from './piece.js';

const HEAD = loose`largest program (?<_what>allocations|arguments and outputs) in (?<_space>${SPACE}) :?`;
const FIELD = loose`(?<_rank>\d{1,4}) [.)] size: (?<_size>${SIZE}) | size: (?<_bare>${SIZE}) | operator: | shape: | unpadded size: (?<_unpadded>${SIZE})
	| extra memory due to padding: (?<_padding>${SIZE}) (?: \((?<_expansion>\d+(?:\.\d+)? x) expansion\) )?
	| tag: | xla label: | allocation type: | ={8,}`;
const SHAPE_ONLY = sticky`${SHAPE}`;
const KINDS =
	/^(?:hlotemp|scoped|global|overlays|arguments?|outputs?|reserved|stack|constant|parameter|program|[a-z]{2,20}(?![a-z]))/;

type Draft = {-readonly [Key in keyof Allocation]: Allocation[Key]};

/** An entry being read, and in which list. */
interface Entry {
	readonly draft: Draft;
	readonly list: 'allocations' | 'arguments';
	readonly start: number;
	end: number;
}

/** Finds the lists of largest buffers, and single entries that people quote without their list. */
export const allocationList: Family = (passage) => {
	const heads = [...matches(passage, HEAD)];
	const parts: Part[] = heads.map((match) => {
		return {kind: 'part', ...stretch(match), facts: [], list: true, report: match.groups?.['_space'] as Space};
	});
	for (const entry of entries(passage, heads)) {
		const {start, end, list} = entry;
		if (!isEmpty(entry.draft)) parts.push({kind: 'part', start, end, facts: [], near: true, [list]: [entry.draft]});
	}
	return parts;
};

function entries(passage: Passage, heads: readonly RegExpExecArray[]): Entry[] {
	const fields = [...matches(passage, FIELD)].filter((field) => isField(passage, field));
	const found: Entry[] = [];
	let open: Entry | undefined;
	let lastRank = 0;
	let next = 0;
	fields.forEach((field, index) => {
		const at = stretch(field);
		for (; (heads[next]?.index ?? Infinity) < at.start; next += 1) {
			lastRank = 0;
			open = undefined;
		}
		const head = heads[next - 1];
		const list = head?.groups?.['_what'] === 'argumentsandoutputs' ? 'arguments' : 'allocations';
		const nextHead = heads[next]?.index ?? passage.tight.length;
		const nextField = fields[index + 1]?.index ?? passage.tight.length;
		const limit = nextField < nextHead ? nextField : passage.lineEnd(at.end);
		if (field[0].startsWith('====')) {
			if (open) open.end = at.end;
			open = undefined;
			return;
		}
		const value = valueOf(passage, field, limit);
		if (value.rank !== undefined) value.rank = likelyRank(passage, at.start, field.groups?.['_rank'] ?? '', lastRank);
		const repeated = open !== undefined && Object.keys(value).some((key) => open !== undefined && key in open.draft);
		if (!open || value.rank !== undefined || repeated) {
			open = {draft: {line: passage.lineAt(at.start)}, list, start: at.start, end: at.end};
			found.push(open);
		}
		Object.assign(open.draft, value);
		lastRank = value.rank ?? lastRank;
		open.end = Math.max(at.end, Math.min(limit, at.end + LONGEST));
	});
	return found;
}

/** How far the text of one field can go. */
const LONGEST = 40_000;

/** A field name begins a line or follows a blank; sizes and rules need none. A size without rank looks like anybody's. */
function isField(passage: Passage, field: RegExpExecArray): boolean {
	if (field.groups?.['_bare'] !== undefined) {
		return passage.tight.charAt(field.index) === 'S' && passage.beginsLine(field.index);
	}
	return field[0].startsWith('=') || field.groups?.['_rank'] !== undefined || passage.beginsWord(field.index);
}

function isEmpty(draft: Draft): boolean {
	return draft.size === undefined && draft.shape === undefined && draft.label === undefined && draft.op === undefined;
}

type Value = Partial<Draft>;

function valueOf(passage: Passage, field: RegExpExecArray, limit: number): Value {
	const at = stretch(field);
	const words = (name: string): string | undefined => sizeWords(passage, field, name);
	const rest: Stretch = {start: at.end, end: limit};
	if (field.groups?.['_rank'] !== undefined)
		return {rank: Number(field.groups['_rank']), ...defined('size', words('_size'))};
	if (field.groups?.['_bare'] !== undefined) return defined('size', words('_bare'));
	if (field.groups?.['_unpadded'] !== undefined) return defined('unpadded', words('_unpadded'));
	if (field.groups?.['_padding'] !== undefined) {
		return {...defined('padding', words('_padding')), ...defined('expansion', words('_expansion'))};
	}
	switch (field[0]) {
		case 'shape:':
			return defined('shape', shape(passage, rest));
		case 'operator:':
			return operator(passage, rest);
		case 'xlalabel:':
			return defined('label', sentence(passage, rest));
		case 'tag:':
			return defined('tag', sentence(passage, rest));
		case 'allocationtype:':
			return defined('kind', kind(passage, rest));
		default:
			return {};
	}
}

function defined<Key extends keyof Draft>(key: Key, value: Draft[Key] | undefined): Value {
	return value === undefined ? {} : {[key]: value};
}

function sizeWords(passage: Passage, field: RegExpExecArray, group: string): string | undefined {
	const indices = field.indices?.groups?.[group];
	if (!indices || passage.broken(indices[0], indices[1])) return undefined;
	return passage.tight.slice(indices[0], indices[1]);
}

function shape(passage: Passage, rest: Stretch): string | undefined {
	const match = matchAt(passage, SHAPE_ONLY, rest.start);
	const end = match ? stretch(match).end : tupleEnd(passage.tight, rest.start);
	if (end === undefined || end > rest.end || passage.cutAt(end) || passage.tight.charAt(end) === '{') return undefined;
	const tight = passage.tight.slice(rest.start, end);
	return tight.startsWith('(') ? passage.printed(rest.start, end) : tight;
}

/** `op_type="…" op_name="…" source_file="…" source_line=N`, escaped once more in copies, or the bare name. */
function operator(passage: Passage, rest: Stretch): Value {
	const text = passage.printed(rest.start, Math.min(rest.end, rest.start + LONGEST));
	const name = quoted(text, 'op_name');
	const file = quoted(text, 'source_file');
	const line = /source_line=(\d+)/.exec(text)?.[1];
	if (name === undefined && file === undefined && !text.includes('op_name=') && !text.includes('op_type=')) {
		return passage.cutAt(rest.end) || text === '' ? {} : {op: text};
	}
	return {
		...defined('op', name),
		...(file !== undefined && {source: line === undefined ? file : `${file}:${line}`}),
	};
}

/** The text between quotes after `key=`; undefined when it does not end. */
function quoted(text: string, key: string): string | undefined {
	const begin = new RegExp(String.raw`${key}=\s*(\\*)"`).exec(text);
	if (!begin) return undefined;
	const slashes = begin[1] ?? '';
	const from = begin.index + begin[0].length;
	for (let at = text.indexOf(`${slashes}"`, from); at >= 0; at = text.indexOf(`${slashes}"`, at + 1)) {
		let before = 0;
		while (text.charAt(at - 1 - before) === '\\') before += 1;
		if (before % 2 === 0) return text.slice(from, at).replaceAll(`${slashes}\\"`, '"');
	}
	return undefined;
}

/** Text up to the next field, without what follows an entry. */
function sentence(passage: Passage, rest: Stretch): string | undefined {
	const end = Math.min(rest.end, rest.start + LONGEST);
	if (passage.cutAt(end)) return undefined;
	const text = passage.printed(rest.start, end);
	return text === '' ? undefined : text;
}

function kind(passage: Passage, rest: Stretch): string | undefined {
	const match = KINDS.exec(passage.lower.slice(rest.start, Math.min(rest.end, rest.start + 60)));
	if (!match || passage.cutAt(rest.start + match[0].length)) return undefined;
	return passage.printed(rest.start, rest.start + match[0].length);
}

/** A rank may stick to digits that end the line before: the one that comes next is the likely one. */
function likelyRank(passage: Passage, start: number, digits: string, last: number): number {
	const next = String(last + 1);
	if (digits !== next && digits.endsWith(next) && passage.beginsLine(start + digits.length - next.length))
		return last + 1;
	return Number(digits);
}
