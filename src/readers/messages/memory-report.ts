// The compiler's account of a memory space: `Total hbm usage >= X:` with reserved, program and arguments; `Output size X;
// shares Y with arguments.`; `Program hbm requirement X:` with reserved, global, scoped, HLO temp and overlays. Parts may be
// missing, `unknown size`, or glued together. A run that went well prints the same at level I.
// Forms: log-formats.md section 3, and section 6 for the XRT era.
import type {Fact} from '../../model/fact.js';
import type {Space} from '../../model/incident.js';
import {GAP, loose, SIZE, SPACE, sticky} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {factsOf, matchAt, matches, stretch, type Context, type Family, type Part} from './piece.js';

const READER = 'memory report';
/** An item may carry a remark and come after words that a launcher put between. */
const REMARK = String.raw`(?: \([^()]{0,80}\) )?`;
const TOTAL = loose`total (?<_space>${SPACE}) usage (?: reported by \w{1,20})? :? (?: at least | >=? ) (?: (?<_size>${SIZE}) | unknown (?:size)? )`;
const REQUIREMENT = loose`program (?<_space>${SPACE}) requirement :? (?: (?<_size>${SIZE}) | unknown (?:size)? )`;
const OUTPUT = loose`output size :? (?: (?<hbm_output>${SIZE}) ${REMARK} (?: ; shares (?<hbm_shared>${SIZE}) with arguments )? | unknown )`;
const SUCCESS = loose`xla::tpu program (?:${SPACE}) usage :? ${SIZE}`;

const UNKNOWN = String.raw`unknown (?:size)?`;
const TOTAL_ITEM = sticky`${GAP} (?: (?<_name>reserved|program|arguments) ${REMARK} | heap allocations ${REMARK} ) :? (?: (?<_size>${SIZE}) | ${UNKNOWN} )`;
const REQUIREMENT_ITEM = sticky`${GAP} (?: (?<_name>reserved|global|scoped|overlays|stack|hlo temp) ) :? (?: (?<_size>${SIZE}) | ${UNKNOWN} )
	(?: \( (?<hbm_utilization>\d+(?:\.\d+)?) % utilization (?: :? unpadded \((?<hbm_unpadded>${SIZE})\) padded \((?<hbm_padded>${SIZE})\) )?
	(?: ,? (?<hbm_fragmentation_percent>\d+(?:\.\d+)?) % fragmentation (?: \((?<hbm_fragmentation>${SIZE})\) )? )? \)? )?`;

/** Facts of each item; the requirement's own `reserved` and `overlays` have no name. */
const TOTAL_FACTS: Readonly<Record<string, string>> = {
	reserved: 'hbm.reserved',
	program: 'hbm.program',
	arguments: 'hbm.arguments',
};
const REQUIREMENT_FACTS: Readonly<Record<string, string>> = {
	global: 'hbm.global',
	scoped: 'hbm.scoped',
	hlotemp: 'hbm.temp',
};
/** How far a launcher's words may push the next item. */
const REACH = 160;

/** Finds the parts of memory reports, of HBM with their figures, of other spaces only that they are there. */
export const memoryReport: Family = (passage) => [
	...blocks(passage, TOTAL, 'hbm.total', TOTAL_ITEM, TOTAL_FACTS),
	...blocks(passage, REQUIREMENT, 'hbm.requirement', REQUIREMENT_ITEM, REQUIREMENT_FACTS),
	...[...matches(passage, OUTPUT)].map((match): Part => {
		return {kind: 'part', ...stretch(match), facts: factsOf(passage, READER, match)};
	}),
	...[...matches(passage, SUCCESS)].map((match): Context => ({kind: 'context', ...stretch(match), says: 'success'})),
];

function blocks(
	passage: Passage,
	head: RegExp,
	name: string,
	item: RegExp,
	names: Readonly<Record<string, string>>,
): Part[] {
	return [...matches(passage, head)].map((match) => {
		const space = (match.groups?.['_space'] ?? 'hbm') as Space;
		const facts = factsOf(passage, READER, match, {_size: name});
		const end = items(passage, stretch(match).end, item, names, facts);
		return {kind: 'part', start: match.index, end, facts: space === 'hbm' ? facts : [], report: space};
	});
}

/** Reads items one after the other; a name that comes again belongs to something else. */
function items(
	passage: Passage,
	from: number,
	item: RegExp,
	names: Readonly<Record<string, string>>,
	facts: Fact[],
): number {
	const seen = new Set<string>();
	let end = from;
	for (;;) {
		const match = nextItem(passage, item, end);
		const words = match?.groups?.['_name'] ?? 'heap';
		if (!match || seen.has(words)) return end;
		seen.add(words);
		const name = names[words];
		facts.push(...factsOf(passage, READER, match, name === undefined ? {} : {_size: name}));
		end = stretch(match).end;
	}
}

function nextItem(passage: Passage, item: RegExp, from: number): RegExpExecArray | undefined {
	const close = matchAt(passage, item, from);
	if (close) return close;
	const limit = Math.min(passage.lower.length, from + REACH);
	for (let at = from + 1; at < limit; at += 1) {
		if (STOP.test(passage.lower.slice(at, at + 12))) return undefined;
		const found = passage.beginsWord(at) ? matchAt(passage, item, at) : undefined;
		if (found) return found;
	}
	return undefined;
}

/** What ends a block for certain. */
const STOP = /^(?:total\w+usage|outputsize|program\w{3,5}requ|largestprog|ranoutofmem|1\.size:)/;
