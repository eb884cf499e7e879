import type {Analysis} from '../../model/analysis.js';
import type {Comparison, Factor} from '../../model/comparison.js';
import type {FlagInForce} from '../../model/incident.js';
import {bufferChanges} from './buffers.js';
import {donationFactor, layerFactor, rematFactor} from './counts.js';
import {dimensionFactors} from './dimension.js';
import {elementFactor, retypings} from './element.js';
import {figuresOf} from './figures.js';
import {scalingOf, type Scaling} from './match.js';
import type {Orientation} from './orientation.js';
import {reshapeFactor} from './reshape.js';
import {capacity, needed, sideOf, type Side} from './side.js';
import {chipFactor, debugFactor, flagFactor, otherFactor} from './surroundings.js';

/** One of two failures, with the flags that were in force. */
export interface Compared {
	readonly analysis: Analysis;
	readonly flags: readonly FlagInForce[];
}

/** What changed between two failures, and which factors explain it, the one that explains most first. */
export function compare(before: Compared, after: Compared): Comparison {
	const sides = orient(sideOf(before.analysis, before.flags), sideOf(after.analysis, after.flags));
	const scalings = scalingsOf(sides);
	return {
		factors: factorsOf(sides, scalings),
		figures: figuresOf(sides.before, sides.after),
		buffers: sides.before.listed && sides.after.listed ? bufferChanges(sides, scalings) : [],
		missing: missingIn(sides),
	};
}

function orient(before: Side, after: Side): Orientation {
	const [a, b] = [needed(before) ?? before.census.total, needed(after) ?? after.census.total];
	return b >= a
		? {before, after, small: before, large: after, sign: 1}
		: {before, after, small: after, large: before, sign: -1};
}

/** Needs that differ by less than this share are the same, as far as they are printed. */
const EQUAL = 0.001;

/** A scaling below this share of the change, and of the bytes, is a coincidence. */
const LEAST_SHARE = 0.25;

/** The factors that changed extents: one, or a second one among what the first does not touch. */
function scalingsOf({small, large}: Orientation): readonly Scaling[] {
	if (!small.listed || !large.listed) return [];
	const found: Scaling[] = [];
	const taken = new Set<string>();
	const difference = (needed(large) ?? large.census.total) - (needed(small) ?? small.census.total);
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

function factorsOf(sides: Orientation, scalings: readonly Scaling[]): readonly Factor[] {
	const {small, large} = sides;
	const chip = chipFactor(sides);
	const flags = flagFactor(sides);
	const change = changeOf(sides);
	const growth = Math.abs((needed(large) ?? large.census.total) - (needed(small) ?? small.census.total));
	const listed = small.listed && large.listed;
	const found: Factor[] = [];
	if (listed && growth > 0) {
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
		const open = () => explained() < 0.6 * growth;
		for (const next of [reshapeFactor, donationFactor, layerFactor, rematFactor]) {
			const factor = open() ? next(sides, taken) : undefined;
			if (factor) found.push(factor);
		}
	}
	const surroundings = [...(chip ? [chip] : []), ...(flags ? [flags] : [])];
	const all = [...found, ...surroundings].toSorted((a, b) => Math.abs(b.bytes ?? 0) - Math.abs(a.bytes ?? 0));
	const explained = found.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
	const rest = change === undefined ? undefined : change - explained - (chip?.bytes ?? 0);
	const total = Math.max(growth, Math.abs(chip?.bytes ?? 0));
	const unexplained = rest !== undefined && Math.abs(rest) > 0.2 * total;
	if (all.length === 0 && change !== undefined && Math.abs(change) < EQUAL * (needed(large) ?? 1)) return [];
	if (all.length === 0 || (!listed && unexplained) || (found.length === 0 && unexplained)) {
		const other = otherFactor(all.length === 0 && !listed ? change : rest, openReasons(sides));
		return all.some((one) => Math.abs(one.bytes ?? 0) >= Math.abs(other.bytes ?? 0))
			? [...all, other]
			: [other, ...all];
	}
	return all;
}

/** By how many bytes what is lacking changed: needed − capacity. */
function changeOf({before, after}: Orientation): number | undefined {
	const [a, b] = [needed(before), needed(after)];
	if (a === undefined || b === undefined) return undefined;
	return (
		b -
		a -
		((capacity(after) ?? 0) - (capacity(before) ?? 0)) *
			(capacity(after) === undefined || capacity(before) === undefined ? 0 : 1)
	);
}

function openReasons(sides: Orientation): readonly string[] {
	const {before, after} = sides;
	const [a, b] = [needed(before), needed(after)];
	if (before.listed && after.listed)
		return ['No array that changed accounts for it; the code between the two runs tells.'];
	const ratio = a !== undefined && b !== undefined && a > 0 ? b / a : undefined;
	return [
		`${before.listed ? 'The second message lists' : after.listed ? 'The first message lists' : 'The messages list'} no buffers, so what changed inside the program is not told.`,
		...(ratio !== undefined && Math.abs(ratio - 1) > 0.02
			? [`The need is ${Number(ratio.toFixed(2))} times what it was; a figure alone does not say why.`]
			: []),
		'TPU_STDERR_LOG_LEVEL=2 makes the compiler print the list; `xla-triage explain get-the-list` says how.',
	];
}

function missingIn({before, after}: Orientation): readonly string[] {
	return [
		...(before.listed ? [] : ['a list of buffers before the change']),
		...(after.listed ? [] : ['a list of buffers after the change']),
	];
}
