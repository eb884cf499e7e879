// The compiler's first sentence, in pieces that may be missing: `Ran out of memory in memory space hbm. Used 49.34G of
// 32.00G hbm. Exceeded hbm capacity by 17.34G.` The same for vmem, smem and the smaller memories.
// Forms: log-formats.md sections 2 and 8.
import type {Space} from '../../model/incident.js';
import {GAP, loose, SIZE, SPACE} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {factsOf, isWithin, matches, stretch, type Failure, type Family} from './piece.js';

const READER = 'headline';
const OUT = loose`ran out of memory in memory space \W? (?<_space>${SPACE}) (?! \W? while allocating)`;
const USED = loose`used (?<_used>${SIZE}) of (?<_capacity>${SIZE}) (?<_space>${SPACE})?
	${GAP} (?: exceed(?:ed|ing|s) (?<_over_space>${SPACE})? (?:memory)? (?:capacity)? by ~? (?<_over>${SIZE}) )?`;
const OVER = loose`exceeded (?<_space>${SPACE}) (?:memory)? capacity by ~? (?<_over>${SIZE})`;
/** Spaces whose figures have names; the others are too small to matter. */
const NAMED: ReadonlySet<Space> = new Set(['hbm', 'vmem', 'smem']);
const OUT_BEFORE = /ranoutofmemoryinmemoryspace\W?(hbm|vmem|smem|sflag|cmem|sparsecore|host)[^\w(]{0,8}$/;

/** Finds headlines of any memory space. */
export const headline: Family = (passage) => {
	const used: Failure[] = [];
	for (const match of matches(passage, USED)) {
		const before = outBefore(passage, match.index);
		const space = match.groups?.['_over_space'] ?? match.groups?.['_space'] ?? before?.space;
		if (before || passage.beginsWord(match.index)) {
			used.push(failure(passage, match, space, before?.start ?? match.index));
		}
	}
	const found = [...used];
	for (const match of matches(passage, OVER)) {
		if (!isWithin(used, match.index)) found.push(failure(passage, match, match.groups?.['_space'], match.index));
	}
	for (const match of matches(passage, OUT)) {
		const {start, end} = stretch(match);
		if (isWithin(used, start) || passage.cutAt(end)) continue;
		found.push(failure(passage, match, match.groups?.['_space'], start));
	}
	return found;
};

/** The sentence `Ran out of memory in memory space X` just before a position. */
function outBefore(passage: Passage, position: number): {space: string; start: number} | undefined {
	const from = Math.max(0, position - 60);
	const match = OUT_BEFORE.exec(passage.lower.slice(from, position));
	return match?.[1] === undefined ? undefined : {space: match[1], start: from + match.index};
}

function failure(passage: Passage, match: RegExpExecArray, printed: string | undefined, start: number): Failure {
	const space = spaceOf(printed);
	const names = {_used: `${space}.used`, _capacity: `${space}.capacity`, _over: `${space}.over`};
	const facts = NAMED.has(space) ? factsOf(passage, READER, match, names) : [];
	const base = {kind: 'failure', start, end: stretch(match).end, facts, space} as const;
	if (space !== 'hbm') return {...base, code: 'E1001', form: `${space}_headline`};
	return {...base, code: 'E1000', form: 'hbm_headline', ...(printed === undefined && {weak: true})};
}

function spaceOf(printed: string | undefined): Space {
	if (printed === undefined) return 'hbm';
	return printed === 'cmem' ? 'vmem' : (printed as Space);
}
