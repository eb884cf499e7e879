/** What is said where no factor explains a difference, and what would tell. */
import {printSize} from '../../model/size.js';
import type {Kinship} from './kinship.js';
import {isMatrix} from './census.js';
import {growthOf, type Orientation} from './orientation.js';
import {headlineKind, needed, type HeadlineKind, type Side} from './side.js';

/** Why nothing in the program accounts for the difference. */
export function openReasons(sides: Orientation): readonly string[] {
	const {before, after} = sides;
	const [a, b] = [needed(before), needed(after)];
	const versions = versionsOf(before, after);
	if (before.listed && after.listed) {
		const state = stateBeside(sides);
		return [
			...(state.length > 0 ? state : ['No array that changed accounts for it; the code between the two runs tells.']),
			...versions,
		];
	}
	const ratio = a !== undefined && b !== undefined && a > 0 ? b / a : undefined;
	const [wasFree, isFree] = [before, after].map(({known}) => known.text('request.free'));
	return [
		`${before.listed ? 'The second message lists' : after.listed ? 'The first message lists' : 'The messages list'} no buffers, so what changed inside the program is not told.`,
		...(wasFree !== undefined && isFree !== undefined && a !== undefined && b !== undefined
			? [`Asked for were ${printSize(a)} of ${wasFree} free before, and ${printSize(b)} of ${isFree} free after.`]
			: []),
		...(wasFree === undefined && ratio !== undefined && Math.abs(ratio - 1) > 0.02
			? [`The need is ${Number(ratio.toFixed(2))} times what it was; a figure alone does not say why.`]
			: []),
		...versions,
		isAtRunTime(before) || isAtRunTime(after)
			? '`xla-triage explain log-allocations` says how to make the allocator list what is alive.'
			: 'TPU_STDERR_LOG_LEVEL=2 makes the compiler print the list; `xla-triage explain get-the-list` says how.',
	];
}

/** Whether the failing figure is a request at run time, of which the compiler has no list. */
function isAtRunTime(side: Side): boolean {
	const kind = headlineKind(side);
	return kind === 'request' || kind === 'load';
}

/** Arguments of the parameters' extents that only the larger side holds, or holds more often: moments, averages, a second copy. */
function stateBeside(sides: Orientation): readonly string[] {
	const {small, large, sign} = sides;
	const parameters = new Set(
		[...small.census.entries.values()]
			.filter((entry) => entry.outside > 0 && isMatrix(entry))
			.map(({core}) => core.join()),
	);
	const more = [...large.census.entries.values()]
		.map((entry) => ({entry, added: entry.outside - (small.census.entries.get(entry.key)?.outside ?? 0)}))
		.filter(({entry, added}) => added > 0 && parameters.has(entry.core.join()) && isMatrix(entry))
		.map(({entry, added}) => ({entry, bytes: (entry.bytes * added) / Math.max(1, entry.count)}))
		.toSorted((a, b) => b.bytes - a.bytes);
	const bytes = more.reduce((sum, one) => sum + one.bytes, 0);
	const [first] = more;
	if (!first || bytes < 0.3 * growthOf(sides)) return [];
	const which = sign > 0 ? 'came' : 'went';
	return [
		`${printSize(bytes)} of arguments and outputs in the extents of parameters ${which}, such as ${first.entry.key}: state beside them, as an optimizer keeps.`,
	];
}

/** Another compiler can need another amount for the same program. */
function versionsOf(before: Side, after: Side): readonly string[] {
	const [was, is] = [before, after].map(({known}) => known.text('libtpu.version'));
	return was !== undefined && is !== undefined && was !== is
		? [`libtpu is ${was} before and ${is} after; another compiler can need another amount for the same program.`]
		: [];
}

const HEADLINE: Readonly<Record<HeadlineKind, string>> = {
	need: 'the HBM that a program needs',
	request: 'what one buffer asked for',
	load: 'what a program asked for to be loaded',
	vmem: 'the VMEM of one kernel or fusion',
	smem: 'the SMEM of one program',
};

/** Why the two are not taken for one program that changed. */
export function unlikeReasons(sides: Orientation, {small, large}: Kinship): readonly string[] {
	const kinds = [sides.before, sides.after].map(headlineKind);
	const [a, b] = kinds;
	if (a !== b)
		return [
			`The first failure tells ${a ? HEADLINE[a] : 'no size'}, the second ${b ? HEADLINE[b] : 'no size'}: these figures do not compare.`,
		];
	const percent = (share: number) => `${Math.round(share * 100)} %`;
	const [before, after] = sides.sign > 0 ? [small, large] : [large, small];
	const largest = [sides.before, sides.after].map((side) => {
		const top = [...side.census.entries.values()].toSorted((x, y) => y.bytes - x.bytes)[0];
		return top ? `${top.key} (${printSize(top.bytes)})` : 'nothing';
	});
	return [
		`Arrays that both hold, as they are or scaled alike, make up ${percent(before)} of what the first lists and ${percent(after)} of what the second lists. For one program that changed it would be most of the smaller.`,
		`The first holds most in ${largest[0] ?? ''}, the second in ${largest[1] ?? ''}.`,
	];
}

/** Lists that are missing. */
export function missingIn({before, after}: Orientation): readonly string[] {
	return [
		...(before.listed ? [] : ['a list of buffers before the change']),
		...(after.listed ? [] : ['a list of buffers after the change']),
	];
}
