/** How far off: overflow, its share, and the chip that prints such a capacity. */
import type {Fact} from '../model/fact.js';
import {add, atLeastZero, overlaps, subtract} from '../model/interval.js';
import type {Chip} from '../model/playbook.js';
import {parseSize} from '../model/size.js';
import {quotientFact, sizeFact, textFact} from './derived.js';
import {Known} from '../model/known.js';

/** `hbm.used`, `hbm.capacity` and `hbm.over` where they are not printed, `over.share`, `chip.id`. */
export function capacityFacts(reader: readonly Fact[], chips: readonly Chip[]): readonly Fact[] {
	const given = [...usedFacts(new Known(reader)), ...capacityOfChip(new Known(reader), chips)];
	const over = overFacts(new Known([...reader, ...given]));
	const known = new Known([...reader, ...given, ...over]);
	return [
		...given,
		...over,
		...quotientFact('over.share', 'hbm.over', 'hbm.capacity', known),
		...chipFacts(known, chips),
	];
}

/** A dump names the chip and not its capacity. */
function capacityOfChip(known: Known, chips: readonly Chip[]): readonly Fact[] {
	const named = known.text('chip.id');
	const usable = chips.find((chip) => chip.id === named)?.usable[0];
	const size = usable === undefined ? undefined : parseSize(usable);
	if (known.has('hbm.capacity') || !size) return [];
	const note = `Usable HBM of the chip that the dump names, as the compiler prints it elsewhere.`;
	return [sizeFact('hbm.capacity', size.bytes, {rule: 'usable HBM of the chip', from: ['chip.id'], note}, size.text)];
}

/** A message that names TensorCore and SparseCore gives no sum. */
function usedFacts(known: Known): readonly Fact[] {
	const [tc, sc] = [known.range('tc.used'), known.range('sc.used')];
	if (known.has('hbm.used') || !tc || !sc) return [];
	return [sizeFact('hbm.used', add(tc, sc), {rule: 'tc.used + sc.used', from: ['tc.used', 'sc.used']})];
}

function overFacts(known: Known): readonly Fact[] {
	const [used, capacity] = [known.range('hbm.used'), known.range('hbm.capacity')];
	if (known.has('hbm.over') || !used || !capacity) return [];
	const over = subtract(used, capacity);
	if (over.high <= 0) return [];
	const ground = {rule: 'hbm.used − hbm.capacity', from: ['hbm.used', 'hbm.capacity']};
	return [sizeFact('hbm.over', atLeastZero(over), ground)];
}

/** The generation that prints this capacity: the same text, or else a range that meets only one generation. */
function chipFacts(known: Known, chips: readonly Chip[]): readonly Fact[] {
	const text = known.text('hbm.capacity');
	const range = known.range('hbm.capacity');
	const space = known.text('space');
	// Plain bytes are the size of the whole memory, which several generations share.
	if (
		known.has('chip.id') ||
		text === undefined ||
		!range ||
		/^\d+$/.test(text) ||
		(space !== undefined && space !== 'hbm')
	)
		return [];
	const exact = chips.filter((chip) => chip.usable.includes(text));
	const near = chips.filter((chip) => chip.usable.some((usable) => meets(usable, range)));
	const found = exact.length > 0 ? exact : near;
	const [only] = found;
	if (!only || found.length > 1) return [];
	const note = `The compiler prints ${text} on ${only.name}; the figure is a hint and not a proof.`;
	return [textFact('chip.id', only.id, {rule: 'capacity as printed by a generation', from: ['hbm.capacity'], note})];
}

function meets(usable: string, range: {low: number; high: number}): boolean {
	const size = parseSize(usable);
	return size !== undefined && overlaps(size.bytes, range);
}
