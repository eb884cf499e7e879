import type {Analysis} from '../../model/analysis.js';
import type {Comparison, Factor} from '../../model/comparison.js';
import type {FlagInForce} from '../../model/incident.js';
import {accountOf, bufferChanges, worthShowing} from './buffers.js';
import {donationFactor, layerFactor, rematFactor} from './counts.js';
import {dimensionFactors} from './dimension.js';
import {elementFactor, retypings} from './element.js';
import {figuresOf} from './figures.js';
import {areKin, kinshipOf} from './kinship.js';
import {scalingOf, type Scaling} from './match.js';
import {changeOfLack, changeOfNeed, growthOf, type Orientation} from './orientation.js';
import {reshapeFactor} from './reshape.js';
import {headlineKind, needed, sideOf, type Side} from './side.js';
import {chipFactor, debugFactor, flagFactor, otherFactor} from './surroundings.js';
import {missingIn, openReasons, unlikeReasons} from './unexplained.js';

/** One of two failures, with the flags that were in force. */
export interface Compared {
	readonly analysis: Analysis;
	readonly flags: readonly FlagInForce[];
}

/** What changed between two failures, and which factors explain it, the one that explains most first. */
export function compare(before: Compared, after: Compared): Comparison {
	const sides = orient(sideOf(before.analysis, before.flags), sideOf(after.analysis, after.flags));
	const scalings = scalingsOf(sides);
	const unlike = areUnlike(sides, scalings);
	const listed = sides.small.listed && sides.large.listed;
	const figures = figuresOf(sides.before, sides.after);
	const all = listed ? bufferChanges(sides, unlike ? [] : scalings) : [];
	const surroundings = [chipFactor(sides), flagFactor(sides)].filter((factor) => factor !== undefined);
	const same =
		surroundings.length === 0 &&
		figures.every((one) => one.before === one.after) &&
		all.every(({change, bytes}) => change === 'recounted' && bytes === 0);
	return {
		factors: same
			? []
			: unlike
				? [...unlikeFactor(sides, scalings), ...surroundings]
				: factorsOf(sides, scalings, surroundings),
		figures,
		buffers: worthShowing(all, sides),
		...(listed ? {account: accountOf(all, changeOfNeed(sides))} : {}),
		unlike,
		same,
		missing: missingIn(sides),
	};
}

function orient(before: Side, after: Side): Orientation {
	const [a, b] = [needed(before) ?? before.census.total, needed(after) ?? after.census.total];
	return b >= a
		? {before, after, small: before, large: after, sign: 1}
		: {before, after, small: after, large: before, sign: -1};
}

/** Two lists that share almost nothing, or two figures of different kinds: no change of one program links them. */
function areUnlike(sides: Orientation, scalings: readonly Scaling[]): boolean {
	const {small, large} = sides;
	const [a, b] = [headlineKind(small), headlineKind(large)];
	const [was, is] = [small, large].map(({known}) => known.text('code'));
	if (a !== b && (was !== is || (a !== undefined && b !== undefined))) return true;
	return small.listed && large.listed && !areKin(kinshipOf(sides, scalings));
}

function unlikeFactor(sides: Orientation, scalings: readonly Scaling[]): readonly Factor[] {
	return [otherFactor(undefined, unlikeReasons(sides, kinshipOf(sides, scalings)))];
}

/** Needs that differ by less than this share are the same, as far as they are printed. */
const EQUAL = 0.001;

/** A change of need below this share is not explained by arrays that are held more often. */
const MINOR = 0.005;

/** A scaling below this share of the change, and of the bytes, is a coincidence. */
const LEAST_SHARE = 0.25;

/** The factors that changed extents: one, or a second one among what the first does not touch. */
function scalingsOf(sides: Orientation): readonly Scaling[] {
	const {small, large} = sides;
	if (!small.listed || !large.listed) return [];
	const found: Scaling[] = [];
	const taken = new Set<string>();
	const difference = growthOf(sides);
	for (let round = 0; round < 2; round++) {
		const next = scalingOf(small.census, large.census, taken);
		if (!next) break;
		if (next.coverage < LEAST_SHARE && next.bytes < LEAST_SHARE * difference) break;
		// What is left over can look alike by chance: a second factor must show in several arrays.
		const main = next.edges.filter(({from, to}) => from.bytes > 0 && to.bytes > 0);
		if (round > 0 && (main.length < 2 || next.bytes < LEAST_SHARE * difference)) break;
		found.push(next);
		for (const {from, to} of next.edges) taken.add(from.key).add(to.key);
	}
	return found;
}

function factorsOf(
	sides: Orientation,
	scalings: readonly Scaling[],
	surroundings: readonly Factor[],
): readonly Factor[] {
	const {small, large} = sides;
	const change = changeOfLack(sides);
	const growth = growthOf(sides);
	const listed = small.listed && large.listed;
	const found = listed && growth > 0 ? programFactors(sides, scalings, growth) : [];
	const all = [...found, ...surroundings].toSorted((a, b) => Math.abs(b.bytes ?? 0) - Math.abs(a.bytes ?? 0));
	const explained = all.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
	const rest = change === undefined ? undefined : change - explained;
	const chip = surroundings.find(({kind}) => kind === 'chip')?.bytes ?? 0;
	const unexplained = rest !== undefined && Math.abs(rest) > 0.2 * Math.max(growth, Math.abs(chip));
	const most = Math.max(growth, Math.abs(change ?? growth));
	if (all.length === 0 && change !== undefined && most < EQUAL * (needed(large) ?? 1)) return [];
	if (all.length === 0 || (!listed && unexplained) || (found.length === 0 && unexplained)) {
		const other = otherFactor(all.length === 0 && !listed ? change : rest, openReasons(sides));
		return all.some((one) => Math.abs(one.bytes ?? 0) >= Math.abs(other.bytes ?? 0))
			? [...all, other]
			: [other, ...all];
	}
	return all;
}

/** What changed inside the program, by its arrays. */
function programFactors(sides: Orientation, scalings: readonly Scaling[], growth: number): readonly Factor[] {
	const {small, large} = sides;
	const found: Factor[] = [];
	const element = elementFactor(sides);
	const debug = debugFactor(sides);
	const strongest = Math.max(0, ...scalings.map((one) => one.bytes));
	// An array in a wider type and one with other extents can look alike: what moves more bytes is told.
	const widened = element && Math.abs(element.bytes ?? 0) > strongest;
	if (element && Math.abs(element.bytes ?? 0) >= 0.2 * growth) found.push(element);
	if (!widened && !(debug && strongest < 0.5 * growth))
		found.push(...scalings.flatMap((one) => dimensionFactors(one, sides)));
	const taken = new Set(scalings.flatMap((one) => one.edges.flatMap(({from, to}) => [from.key, to.key])));
	for (const {from, to} of retypings(small.census, large.census)) taken.add(from.key).add(to.key);
	if (debug) found.push(debug);
	const explained = () => found.reduce((sum, one) => sum + Math.abs(one.bytes ?? 0), 0);
	// Arrays held once more or less are noise beside a need that barely changed.
	const open = () => growth >= MINOR * (needed(large) ?? large.census.total) && explained() < 0.6 * growth;
	for (const next of [reshapeFactor, donationFactor, layerFactor, rematFactor]) {
		const factor = open() ? next(sides, taken) : undefined;
		if (factor) found.push(factor);
	}
	return found;
}
