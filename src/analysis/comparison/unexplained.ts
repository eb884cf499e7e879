/** What is said where no factor explains a difference, and what would tell. */
import {printSize} from '../../model/size.js';
import type {Kinship} from '../../program/compare/kinship.js';
import {ordered} from '../../program/compare/subject.js';
import type {Sides} from './index.js';
import type {HeadlineKind} from './side.js';

/** Why nothing in the program accounts for the difference. */
export function openReasons({before, after}: Sides): readonly string[] {
	const [wasVersion, isVersion] = [before, after].map(({known}) => known.text('libtpu.version'));
	// Another compiler can need another amount for the same program.
	const versions =
		wasVersion !== undefined && isVersion !== undefined && wasVersion !== isVersion
			? [
					`libtpu is ${wasVersion} before and ${isVersion} after; another compiler can need another amount for the same program.`,
				]
			: [];
	if (before.listed && after.listed)
		return ['No array that changed accounts for it. Compare the code of the two runs.', ...versions];
	const [a, b] = [before.needed, after.needed];
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
		// The compiler has no list of what is requested at run time.
		[before, after].some(({kind}) => kind === 'request' || kind === 'load')
			? '`xla-triage explain log-allocations` says how to make the allocator list what is alive.'
			: 'TPU_STDERR_LOG_LEVEL=2 makes the compiler print the list; `xla-triage explain get-the-list` says how.',
	];
}

const HEADLINE: Readonly<Record<HeadlineKind, string>> = {
	need: 'the HBM that a program needs',
	request: 'what one buffer asked for',
	load: 'what a program asked for to be loaded',
	vmem: 'the VMEM of one kernel or fusion',
	smem: 'the SMEM of one program',
};

/** Why the two are not taken for one program that changed. */
export function unlikeReasons({before, after, subjects}: Sides, {small, large}: Kinship): readonly string[] {
	const [a, b] = [before.kind, after.kind];
	if (a !== b)
		return [
			`The first failure gives ${a ? HEADLINE[a] : 'no size'}, the second ${b ? HEADLINE[b] : 'no size'}: these figures do not compare.`,
		];
	const [first, second] = ordered(subjects, small, large).map((share) => `${Math.round(share * 100)} %`);
	const largest = ordered(subjects, subjects.small, subjects.large).map(({inventory}) => {
		const [top] = [...inventory.arrays.values()].toSorted((x, y) => y.bytes - x.bytes);
		return top ? `${top.key} (${printSize(top.bytes)})` : 'nothing';
	});
	return [
		`Arrays that both hold, as they are or scaled alike, make up ${first ?? ''} of what the first lists and ${second ?? ''} of what the second lists. For one program that changed it would be most of the smaller.`,
		`The first holds most in ${largest[0] ?? ''}, the second in ${largest[1] ?? ''}.`,
	];
}
