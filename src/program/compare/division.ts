/** Whether arrays grew because a dimension is no longer divided over the devices, rather than because the model grew. */
import type {Held} from './arrays.js';
import {parametersOf, type Named, type Place} from './naming.js';
import type {Subjects} from './subject.js';

/** Sentences that speak for it, undefined where they do not suffice. `devices` is the factor. */
export function divisionOf(
	places: readonly Place[],
	devices: number,
	name: Named,
	subjects: Subjects,
): readonly [string, ...string[]] | undefined {
	const known = knownDivision(places);
	if (known !== undefined) return known ? [known] : undefined;
	if (devices < 2 || !Number.isInteger(Math.log2(devices))) return undefined;
	const {small, large} = subjects;
	const {changed, kept} = parametersOf(places, small.inventory, large.inventory);
	// A mesh axis divides one dimension of an array; weights that grow in two are those of a wider model.
	const twice = changed.filter(({edge}) => edge.ratios.filter(Boolean).length > 1);
	if (twice.length > 0.4 * changed.length) return undefined;
	const signs = [
		gathered(places, subjects),
		small.exchanges === true && large.exchanges === false
			? 'The smaller program exchanges parts of arrays between devices; in the larger one no exchange is seen.'
			: undefined,
		large.replicated === true && small.replicated !== true
			? 'The larger program holds arrays that look whole on every device.'
			: undefined,
		wholeExtents(changed, kept, places, subjects),
	].filter((sign) => sign !== undefined);
	const [first, ...more] = signs;
	// Twice as much is more often something doubled than two devices that no longer share: one sign is not enough.
	if (first !== undefined && (devices >= 4 || more.length > 0))
		return [first, ...more, `The factor ${devices} is a number of devices.`];
	// A batch seldom grows fourfold at once; the same program that loses its division over four devices grows so.
	const alone = kept.length === 0 && changed.length === places.length;
	const plausible =
		(name === 'batch' || alone) && devices >= 4 && !(small.exchanges === true && large.exchanges === true);
	return plausible
		? [
				`The factor ${devices} is a number of devices. A batch that is ${devices} times as large would look the same; the shape of the global batch in the program shows which it is.`,
			]
		: undefined;
}

/** What dumps of both programs say: a sentence where extents differ on one device only, `''` where they differ in the whole. */
function knownDivision(places: readonly Place[]): string | undefined {
	let [whole, part] = [0, 0];
	let example: string | undefined;
	for (const {edge, at, from, to} of places) {
		const [a, b] = [edge.from.names[at], edge.to.names[at]];
		if (a?.weight !== 1 || b?.weight !== 1) continue;
		if (from * a.over === to * b.over) {
			part += edge.weight;
			example ??= `${edge.from.key} is 1/${a.over} and ${edge.to.key} ${b.over === 1 ? 'the whole' : `1/${b.over}`} of one array.`;
		} else whole += edge.weight;
	}
	if (whole + part === 0) return undefined;
	return part > whole ? example : '';
}

/** The whole arrays were there before too, for a moment. */
function gathered(places: readonly Place[], {small}: Subjects): string | undefined {
	const passing = places.filter(({edge: {to}}) => {
		const twin = small.inventory.arrays.get(to.key);
		return to.core.length >= 2 && twin !== undefined && twin.bytes < 0.05 * small.inventory.total;
	});
	const weight = (some: readonly Place[]): number => some.reduce((sum, {edge}) => sum + edge.weight, 0);
	const [first] = passing;
	if (!first || weight(passing) < 0.2 * weight(places)) return undefined;
	return `${first.edge.to.key} was there before as well, gathered for a moment: ${first.edge.from.key} was the part that one device kept.`;
}

/** Parameters are whole, of an extent that the activations had all along. */
function wholeExtents(
	changed: readonly Place[],
	kept: readonly Held[],
	places: readonly Place[],
	{small: {inventory}}: Subjects,
): string | undefined {
	const [first] = changed;
	if (!first || (kept.length > changed.length && changed.length < 2)) return undefined;
	const temporaries = [...inventory.arrays.values()].filter(({temporary}) => temporary > 0);
	const bytes = (arrays: readonly Held[]): number => arrays.reduce((sum, one) => sum + one.bytes, 0);
	const wider = places.filter(({edge: {from}, at}) => from.temporary > 0 && at === from.core.length - 1);
	if (bytes(wider.map(({edge}) => edge.from)) > 0.3 * bytes(temporaries)) return undefined;
	const extents = new Set(temporaries.flatMap(({core}) => core));
	const whole = changed.filter(({to}) => to >= SHORTEST_WIDTH && extents.has(to));
	if (whole.length < changed.length / 2) return undefined;
	return `Arguments grew while the activations beside them stayed: ${first.edge.from.key} is a part of ${first.edge.to.key}.`;
}

const SHORTEST_WIDTH = 512;
