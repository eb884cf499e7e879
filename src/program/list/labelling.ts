/**
 * One joint labelling of a list: the batch, sequence, vocabulary and rows under which patterns explain the most bytes. A role is given only
 * where the program is explained clearly better with it than without it, and than with another extent in it.
 */
import type {Patterns, Slot} from '../../model/patterns.js';
import {readingsOf, SHARED, UNEXPLAINED, type Reading, type Shared} from './readings.js';
import {isGathered, LEAST_SHARE, sightOf, type Seen, type Sight} from './seen.js';
import type {Sighting} from './sightings.js';

/** Extents by role; a role that does not decide itself is absent. */
export type Extents = {readonly [role in Shared]?: number};

/** What one array was read as. */
export interface Label {
	readonly seen: Seen;
	/** Undefined where nothing explains it. */
	readonly reading?: Reading;
}

export interface Labelling {
	readonly sight: Sight;
	readonly extents: Extents;
	readonly labels: readonly Label[];
}

export function labelList(sightings: readonly Sighting[], known: Patterns): Labelling {
	const sight = sightOf(sightings);
	const open = sight.arrays.map((seen) => ({
		seen,
		weight: weightOf(seen, sight),
		readings: readingsOf(seen, sight, known),
	}));
	const extents = decided(open, sight);
	const labels = open.map(({seen, readings}) => {
		const reading = best(readings, extents)?.reading;
		return reading ? {seen, reading} : {seen};
	});
	return {sight, extents, labels};
}

interface Open {
	readonly seen: Seen;
	readonly weight: number;
	readonly readings: readonly Reading[];
}

/** Indices of tokens and images fill little and say much: that they are given. */
function weightOf({side, float, core, weight, plain}: Seen, sight: Sight): number {
	const index = side === 'outside' && !float && plain.element !== 'pred' && core.length >= 2 && weight > 0;
	return index ? Math.max(weight, sight.total * INDEX_SHARE) : weight;
}

const INDEX_SHARE = 0.02;

/** How many extents are tried in a role. */
const MOST_CANDIDATES = 6;

/** Another extent that explains the program nearly as well leaves the role open. */
const NEARLY = 0.01;

/** A vocabulary is a known size, a word or a table: a few bytes of it say as much as many. */
const LEAST_VOCABULARY = 0.003;

function decided(open: readonly Open[], sight: Sight): Extents {
	const tried = combinations(open).map((extents) => ({extents, score: scoreOf(open, extents)}));
	const top = tried.reduce((a, b) => (b.score > a.score ? b : a));
	const claims = SHARED.flatMap((role) => {
		const extent = top.extents[role];
		if (extent === undefined) return [];
		const without = Math.max(...tried.filter(({extents}) => extents[role] === undefined).map(({score}) => score));
		const other = Math.max(...tried.filter(({extents}) => isOther(extents[role], extent)).map(({score}) => score), 0);
		const least = sight.total * (role === 'vocabulary' ? LEAST_VOCABULARY : LEAST_SHARE);
		const clear = top.score - without >= least && top.score - other >= Math.min(sight.total * NEARLY, least / 2);
		return clear ? [[role, extent] as const] : [];
	});
	return Object.fromEntries(claims);
}

/** A multiple by a power of two is the same role, gathered from several devices. */
function isOther(extent: number | undefined, chosen: number): boolean {
	return extent !== undefined && extent !== chosen && !isGathered(extent, chosen) && !isGathered(chosen, extent);
}

/** All ways to give the roles to the extents that most bytes could have in them. Rows merge batch and sequence, so they exclude a sequence. */
function combinations(open: readonly Open[]): readonly Extents[] {
	const given = (role: Shared): readonly Extents[] => [
		{},
		...candidates(open, role).map((extent) => ({[role]: extent})),
	];
	const free = given('rows').flatMap((rows) => given('batch').map((batch) => ({...rows, ...batch})));
	const ordered = given('sequence').flatMap((sequence) =>
		sequence.sequence === undefined ? [] : given('batch').map((batch) => ({...sequence, ...batch})),
	);
	return given('vocabulary').flatMap((vocabulary) =>
		[...free, ...ordered].map((extents) => ({...extents, ...vocabulary})),
	);
}

function candidates(open: readonly Open[], role: Shared): readonly number[] {
	const weights = new Map<number, number>();
	for (const {weight, readings} of open) {
		const fits = new Map<number, number>();
		for (const {fit, claims} of readings) {
			for (const claim of claims)
				if (claim.role === role) fits.set(claim.extent, Math.max(fit, fits.get(claim.extent) ?? 0));
		}
		for (const [extent, fit] of fits) weights.set(extent, (weights.get(extent) ?? 0) + fit * weight);
	}
	const ranked = [...weights].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
	return ranked.slice(0, MOST_CANDIDATES).map(([extent]) => extent);
}

function scoreOf(open: readonly Open[], extents: Extents): number {
	return open.reduce((sum, {weight, readings}) => sum + weight * (best(readings, extents)?.fit ?? UNEXPLAINED), 0);
}

function best(readings: readonly Reading[], extents: Extents): {reading: Reading; fit: number} | undefined {
	let found: {reading: Reading; fit: number} | undefined;
	for (const reading of readings) {
		const fit = reading.claims.reduce(
			(rest, claim) => (rest === 0 ? 0 : rest * agreement(claim, extents)),
			reading.fit,
		);
		if (fit > UNEXPLAINED && (!found || fit > found.fit)) found = {reading, fit};
	}
	return found;
}

/** How well a claim agrees with the extents of the program: 0 where it contradicts them. */
function agreement({role, extent, halvedFrom}: Reading['claims'][number], extents: Extents): number {
	const {batch, sequence} = extents;
	if (role === 'tokens') {
		if (batch === undefined || sequence === undefined || extent % sequence !== 0) return 0;
		return isRelated(extent / sequence, batch) ? 1 : 0;
	}
	if (role === 'length') return sequence !== undefined && sequence !== extent ? 1 : 0;
	if (role === 'space') return sequence === extent ? LIKE_SEQUENCE : 1;
	const own = extents[role];
	if (own === undefined) return 0;
	if (own === extent) return 1;
	if (role === 'batch' || role === 'rows') return isGathered(extent, own) ? GATHERED : 0;
	if (halvedFrom?.includes(own)) return 1;
	if (role === 'sequence') return isPartOf(extent, own) ? PARTIAL : 0;
	return isGathered(own, extent) || isGathered(extent, own) ? GATHERED : 0;
}

/** A side of an image that is as long as the sequence is rather that. */
const LIKE_SEQUENCE = 0.9;
/** An array with the batch of several devices. */
const GATHERED = 0.75;
/** An array with a half, a quarter, … of the sequence, as chunks and associative scans have it. */
const PARTIAL = 0.55;

function isPartOf(extent: number, whole: number): boolean {
	return [extent, extent + 1].some((part) => isGathered(whole, part));
}

/** Tokens of more devices than this, or of a smaller part of a batch, are a coincidence of extents. */
const MOST_RELATED = 64;

function isRelated(a: number, b: number): boolean {
	return a === b || ((isGathered(a, b) || isGathered(b, a)) && Math.max(a / b, b / a) <= MOST_RELATED);
}

/** Whether an array is made of widths alone, as parameters, their gradients and gathered copies are. */
export function isOfWidths({reading}: Label): boolean {
	return reading === undefined || reading.pattern === undefined;
}

/** Roles of the dimensions of an array as it is printed: position to role. */
export function slotsOf({seen, reading}: Label, extents: Extents): Readonly<Record<number, Slot | 'layers'>> {
	const found: Record<number, Slot | 'layers'> = {};
	const above = seen.plain.dims.flatMap((extent, at) => (extent > 1 ? [at] : []));
	const inner = above.slice(seen.plain.core.length - seen.core.length);
	const [stack] = above;
	if (inner.length < above.length && stack !== undefined) found[stack] = 'layers';
	const slots = reading?.slots ?? carriedBy(seen, extents);
	for (const [index, at] of inner.entries()) {
		const slot = slots[index];
		if (slot !== undefined && slot !== 'any') found[at] = slot;
	}
	return found;
}

/** What nothing explains still carries a batch that leads it, whole or in two extents (beams, groups), and a sequence that does not end it. */
function carriedBy({core, side}: Seen, {batch = 1, sequence}: Extents): readonly Slot[] {
	if (core.length < (side === 'outside' ? 5 : 3)) return [];
	const [first = 0, second = 0] = core;
	const at = batch > 1 ? (first * second === batch ? 0 : [first, second].indexOf(batch)) : -1;
	const after = core.findIndex((extent, index) => index !== at && index < core.length - 1 && extent === sequence);
	return core.map((_, index) => (index === at ? 'batch' : index === after ? 'sequence' : 'any'));
}
