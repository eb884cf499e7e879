/** Factors outside the program: the chip and the flags. */
import type {Factor} from '../../model/comparison.js';
import {printSize} from '../../model/size.js';
import type {Side} from './side.js';

/** Another capacity. Its bytes are by how much less (or more) there is. */
export function chipFactor(before: Side, after: Side): Factor | undefined {
	const [had, has] = [before.hbm, after.hbm];
	const [was, is] = [before.known.text('hbm.capacity'), after.known.text('hbm.capacity')];
	if (had === undefined || has === undefined || was === undefined || is === undefined || was === is) return undefined;
	const [from, to] = [nameOf(before), nameOf(after)];
	const [a, b] = [before.needed, after.needed];
	const same = a !== undefined && b !== undefined && Math.abs(a - b) <= 0.02 * Math.max(a, b);
	return {
		kind: 'chip',
		change: from !== to ? `chip ${from} (${was}) → ${to} (${is})` : `usable HBM ${was} → ${is}`,
		because: [
			`A device offers ${was} before and ${is} after.`,
			...(same ? [`The program needs about the same: ${printSize(a)} before, ${printSize(b)} after.`] : []),
			...(from !== to ? ['The capacity that the compiler prints shows the generation.'] : []),
		],
		bytes: had - has,
	};
}

/** Flags that differ; their effect cannot be separated from the rest. */
export function flagFactor(before: Side, after: Side): Factor | undefined {
	const [was, is] = [settings(before, after), settings(after, before)];
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

function nameOf(side: Side): string {
	return side.known.text('chip.id') ?? 'unknown';
}

/** A dump lists every flag, a log those of its command: only what both could show is compared. */
function settings({flags}: Side, other: Side): ReadonlyMap<string, string> {
	const inDumps = [flags, other.flags].every((some) => some.some(({channel}) => channel === 'flagfile'));
	const shown = flags.filter(({channel}) => inDumps || channel !== 'flagfile');
	return new Map(shown.map(({name, value}) => [name, value]));
}
