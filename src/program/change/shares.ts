/** What a change takes of each part of a program, by how the compiler responded to such changes of such arrays. */
import type {Change, Response} from '../../model/change.js';
import {middle, type Interval} from '../../model/interval.js';
import type {Program, Term} from '../../model/program.js';
import {changeOfTerms} from './apply.js';
import type {AskedStep} from './asked.js';
import type {Part, Side} from './parts.js';
import {carriesSymbol, isStacked} from './reach.js';

/** A change takes a share of one part: 0.5 is half of its bytes. A share below zero is growth. */
export interface Cut {
	readonly part: Part;
	readonly share: Interval;
}

/** What a change takes, and of what. */
export interface Shares {
	readonly cuts: readonly Cut[];
	/** Bytes of the listed arrays that it reaches. */
	readonly reached: number;
	/** Number of measured changes that the shares rest on. */
	readonly measured: number;
}

/** The shares of all steps of a change. In one part they multiply. */
export function sharesOf(
	program: Program,
	parts: readonly Part[],
	steps: readonly AskedStep[],
	responses: readonly Response[],
): Shares {
	const each = steps.map((step) => stepShares(program, parts, step, responses));
	const cuts = parts.flatMap((part): Cut[] => {
		const shares = each.flatMap(({shares: found}) => found.get(part) ?? []);
		if (shares.length === 0) return [];
		const left = (end: keyof Interval): number => shares.reduce((rest, share) => rest * (1 - share[end]), 1);
		return [{part, share: {low: 1 - left('low'), high: 1 - left('high')}}];
	});
	const reached = new Set(each.flatMap((one) => one.reached));
	return {cuts, reached: bytesOf([...reached]), measured: Math.max(0, ...each.map((one) => one.measured))};
}

/** Shares by part, or what changes take of it by arithmetic. */
type Taken = ReadonlyMap<Part, Interval>;

interface StepShares {
	readonly shares: Taken;
	readonly reached: readonly Part[];
	readonly measured: number;
}

function stepShares(
	program: Program,
	parts: readonly Part[],
	{changes, regime}: AskedStep,
	responses: readonly Response[],
): StepShares {
	const rows = new Map(responses.map((row) => [row.regime, row]));
	const used = new Set<Response>();
	const rowOf = (...kinds: readonly (string | false)[]): Interval | undefined => {
		const row = kinds.map((kind) => (kind === false ? undefined : rows.get(`list/${regime}${kind}`))).find(Boolean);
		if (row) used.add(row);
		return row;
	};
	const taken = takenBy(program, parts, changes);
	const inside = parts.filter((part) => part.side === 'inside' && (taken.get(part)?.high ?? 0) > 0);
	const loops = inside.filter(({term}) => term && isStacked(program, term));
	const inLoop = inside.length > 0 && bytesOf(loops) > IN_LOOP * bytesOf(inside);
	const far = isFar(program);
	const isPrinted = (program.donatable?.low ?? 0) > 0;
	const shares = new Map<Part, Interval>();
	const most = Math.max(0, ...inside.map((part) => taken.get(part)?.high ?? 0));
	for (const part of parts) {
		const {term} = part;
		const nominal = taken.get(part);
		if (!term && !nominal) continue;
		const temporary = term?.place === 'temporary';
		const row =
			nominal === undefined
				? most > 0 && temporary && rowOf(inLoop && '/beside-loop', '/beside')
				: !temporary
					? rowOf(isPrinted && '/printed', '/outside', '')
					: rowOf(
							inLoop && '/loop',
							isStacked(program, term) && '/stacked',
							isEqual(program, term) && '/equal',
							far && '/far',
							'/near',
							'',
						);
		const of = nominal ?? {low: most, high: most};
		if (row || nominal) shares.set(part, widened(of, row || {low: 1, high: 1}));
	}
	const row = rows.get('list/rest') ?? {low: 0, high: 1};
	const everywhere = shareOfAll(changes);
	for (const rest of parts.filter((part) => !part.term && !taken.has(part))) {
		const like = averageOf(parts, rest.side, shares) ?? everywhere;
		if (!like || like.high <= 0) continue;
		// The less of a side is listed, the less is sure of its rest.
		const listed = 1 - bytesOf([rest]) / bytesOf(parts.filter(({side}) => side === rest.side));
		const most = regime === COPIES ? unlistedCopies(parts, [...taken.keys()]) / bytesOf([rest]) : 1;
		shares.set(rest, {low: like.low * row.low * listed, high: Math.min(most, like.high * row.high)});
	}
	return {shares, reached: [...taken.keys()], measured: Math.max(0, ...[...used].map(({n}) => n))};
}

/** Copies of parameters in half of their bits. */
const COPIES = 'copies';

/** Copies that are not listed are at most half of the arguments, with those that are. */
function unlistedCopies(parts: readonly Part[], copies: readonly Part[]): number {
	return Math.max(0, bytesOf(parts.filter(({side}) => side === 'outside')) / 2 - bytesOf(copies));
}

/** Where a side is not listed at all, what divides arrays of every use may divide it too; how much of it is not known. */
function shareOfAll(changes: readonly Change[]): Interval | undefined {
	const all = changes.find((change) => change.kind === 'divide' && change.reach.uses === undefined);
	return all?.kind === 'divide' && all.by !== undefined ? {low: 0, high: 1 - 1 / all.by} : undefined;
}

/** Arrays of a loop are most of what a change reaches from this share on: the compiler cannot recompute them. */
const IN_LOOP = 0.6;
/** Further above the capacity than this, the compiler's recomputation has not held the program near it. */
const FAR = 0.25;

function isFar({total, capacity}: Program): boolean {
	return capacity !== undefined && total.low > (1 + FAR) * capacity.high;
}

/** Several equal arrays with a sequence, as each layer of an unrolled program has. */
function isEqual(program: Program, term: Term): boolean {
	return term.count > 2 && carriesSymbol(program, term, 'sequence');
}

/** The share of each listed part that changes take by arithmetic; none where they do not reach it. */
function takenBy(program: Program, parts: readonly Part[], changes: readonly Change[]): Taken {
	const donatable = changes.some(({kind}) => kind === 'alias') ? program.donatable : undefined;
	if (donatable) {
		const outside = parts.filter(({side}) => side === 'outside');
		const shareOf = (end: keyof Interval): number =>
			Math.min(
				1,
				donatable[end] /
					Math.max(
						1,
						outside.reduce((sum, {bytes}) => sum + bytes[end], 0),
					),
			);
		const high = shareOf('high');
		// Only a report says which of them are outputs; else the most is known.
		const low = donatable.low > 0 ? Math.min(high, shareOf('low')) : high;
		return new Map(outside.map((part) => [part, {low, high}]));
	}
	const steps = changes.map((change) => changeOfTerms(program, change));
	return new Map(
		parts.flatMap((part) => {
			const {term} = part;
			if (!term) return [];
			const left = steps.reduce((rest, step) => {
				const after = step(term);
				return rest * (after && term.bytes.high > 0 ? after.bytes.high / term.bytes.high : 0);
			}, 1);
			return left < 1 ? [[part, {low: 1 - left, high: 1 - left}]] : [];
		}),
	);
}

function widened(share: Interval, by: Interval): Interval {
	return {low: Math.min(1, share.low * by.low), high: Math.min(1, share.high * by.high)};
}

/** Average share over the listed parts of a side, by bytes. */
function averageOf(parts: readonly Part[], side: Side, shares: Taken): Interval | undefined {
	const listed = parts.filter((part) => part.side === side && part.term && part.term.place !== 'constant');
	const all = bytesOf(listed);
	if (all === 0) return undefined;
	const sum = (end: keyof Interval): number =>
		listed.reduce((total, part) => total + bytesOf([part]) * (shares.get(part)?.[end] ?? 0), 0);
	return {low: sum('low') / all, high: sum('high') / all};
}

function bytesOf(parts: readonly Part[]): number {
	return parts.reduce((sum, {bytes}) => sum + middle(bytes), 0);
}
