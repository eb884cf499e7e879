/** The same array whole and as one device's part of it: one extent differs by a number of devices, a power of two. */
import type {Plain} from './dims.js';
import {isOfWidths, type Label} from './labelling.js';
import {isGathered} from './seen.js';

/** How many devices hold a part of a computed array, where such a part, equal but for the leading extent, is seen beside it. */
export function gatheredFrom(plain: Plain, labels: readonly Label[]): number | undefined {
	const own = labels.find(({seen}) => seen.side === 'inside' && seen.key === plain.core.join());
	const start = own && own.seen.core.length < plain.core.length ? 1 : 0;
	if (plain.core.length - start < 2) return undefined;
	const lead = plain.core[start] ?? 0;
	const rest = plain.core.toSpliced(start, 1).join();
	const part = labels.find(
		({seen: {plain: other, weight, key}}) =>
			weight > 0 &&
			other.core.length === plain.core.length &&
			other.core.toSpliced(start, 1).join() === rest &&
			isGathered(lead, other.core[start] ?? 0) &&
			!labels.some((one) => one.seen.key === key && one.reading !== undefined && isOfWidths(one)),
	);
	return part && lead / (part.seen.plain.core[start] ?? 1);
}

/** A smaller parameter proves nothing about the others. */
const NOTABLE = 0.01;

/** Parameters of which a gathered copy is computed, by the key of the part: position of the divided extent, and the number of devices. */
export function dividedParameters(labels: readonly Label[]): ReadonlyMap<string, {at: number; over: number}> {
	const weights = labels.filter(
		(one) => one.seen.side === 'outside' && one.seen.plain.core.length >= 2 && isOfWidths(one),
	);
	const all = weights.reduce((sum, {seen}) => sum + seen.weight, 0);
	// A layer of another parameter is no gathered copy: matrices of one model often differ by a power of two in one extent.
	const layers = new Set(weights.flatMap(({seen}) => [seen.plain.core.join(), seen.core.join()]));
	// `[8192,4096]` beside `[4,2048,4096]` holds tokens: the two leading extents merged.
	const tokens = new Set(
		labels.flatMap(({seen: {side, core}}) => {
			const [first = 0, second = 0, ...rest] = core;
			return side === 'inside' && rest.length > 0 ? [[first * second, ...rest].join()] : [];
		}),
	);
	const wholes = labels.filter(
		(one) => one.seen.side === 'inside' && isOfWidths(one) && !layers.has(one.seen.key) && !tokens.has(one.seen.key),
	);
	return new Map(
		weights.flatMap(({seen: {key, core, plain, weight}}) => {
			if (weight === 0 || weight < all * NOTABLE || core.length < 2) return [];
			for (const {seen: whole} of wholes) {
				if (whole.plain.core.length !== core.length) continue;
				const different = core.flatMap((extent, at) => (whole.plain.core[at] === extent ? [] : [at]));
				const [at = 0] = different;
				const [large, small] = [whole.plain.core[at] ?? 0, core[at] ?? 0];
				if (different.length !== 1 || !isGathered(large, small)) continue;
				return [[key, {at: at + plain.core.length - core.length, over: large / small}] as const];
			}
			return [];
		}),
	);
}
