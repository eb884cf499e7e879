/** Factors outside the program's own arrays: the chip, a debug print, flags. */
import type {Factor} from '../../model/comparison.js';
import {printSize} from '../../model/size.js';
import type {Orientation} from './orientation.js';
import {signed} from './phrases.js';
import {hbmCapacity, needed, type Side} from './side.js';

/** Another capacity. Its bytes are by how much less (or more) there is. */
export function chipFactor({before, after}: Orientation): Factor | undefined {
	const [had, has] = [hbmCapacity(before), hbmCapacity(after)];
	const [was, is] = [before.known.text('hbm.capacity'), after.known.text('hbm.capacity')];
	if (had === undefined || has === undefined || was === undefined || is === undefined || was === is) return undefined;
	const [from, to] = [nameOf(before), nameOf(after)];
	const [a, b] = [needed(before), needed(after)];
	const same = a !== undefined && b !== undefined && Math.abs(a - b) <= 0.02 * Math.max(a, b);
	return {
		kind: 'chip',
		change: from !== to ? `chip ${from} (${was}) → ${to} (${is})` : `usable HBM ${was} → ${is}`,
		because: [
			`A device offers ${was} before and ${is} after.`,
			...(same ? [`The program needs about the same: ${printSize(a)} before, ${printSize(b)} after.`] : []),
			...(from !== to ? ['The generation is told by the capacity that the compiler prints.'] : []),
		],
		bytes: had - has,
	};
}

/** A callback or print in the program that needs more, and not in the other. */
export function debugFactor({small, large, sign}: Orientation): Factor | undefined {
	if (large.known.holds('debug.suspected') !== true || small.known.holds('debug.suspected') === true) return undefined;
	const origin = large.analysis.facts.find((fact) => fact.name === 'debug.suspected')?.origin;
	const note = origin?.by === 'derivation' ? origin.note : undefined;
	const [a, b] = [needed(small), needed(large)];
	const gained = a !== undefined && b !== undefined ? b - a : undefined;
	const appeared = [...large.census.entries.values()]
		.filter((entry) => entry.bytes > 0 && !small.census.entries.has(entry.key) && entry.core.length > 0)
		.toSorted((x, y) => y.bytes - x.bytes)[0];
	return {
		kind: 'debug_print',
		change: sign > 0 ? 'a debug print or callback was added' : 'a debug print or callback was removed',
		because: [
			note ?? 'Only the larger program shows a callback.',
			...(appeared
				? [
						`${appeared.key} (${printSize(appeared.bytes)}) stands only in the program with it: a print gathers the whole array.`,
					]
				: []),
		],
		...(gained === undefined ? {} : {bytes: sign * gained}),
	};
}

/** Flags that differ; their effect cannot be separated from the rest. */
export function flagFactor({before, after}: Orientation): Factor | undefined {
	const [was, is] = [settings(before), settings(after)];
	const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name)).toSorted();
	const [first] = names;
	if (first === undefined) return undefined;
	const told = names.map((name) => `${name}: ${was.get(name) ?? 'not set'} → ${is.get(name) ?? 'not set'}.`);
	const [sentence = '', ...rest] = told;
	return {
		kind: 'flags',
		change: names.length === 1 ? `flag ${first}` : `${names.length} flags`,
		because: [sentence, ...rest, 'What flags move has been measured as 0 to 20 % of the use, with either sign.'],
	};
}

/** What no factor explains. */
export function otherFactor(rest: number | undefined, reasons: readonly string[]): Factor {
	return {
		kind: 'other',
		change: rest === undefined ? 'the evidence does not show' : `${signed(rest)} of what is missing`,
		because: [reasons[0] ?? 'No array that changed accounts for it.', ...reasons.slice(1)],
		...(rest === undefined ? {} : {bytes: rest}),
	};
}

function nameOf(side: Side): string {
	return side.known.text('chip.id') ?? 'unknown';
}

function settings(side: Side): ReadonlyMap<string, string> {
	return new Map(side.flags.map((flag) => [flag.name, flag.value]));
}
