/** Whether arrays grew because a dimension is no longer divided over the devices, rather than because the model grew. */
import {parametersOf, type Named, type Place} from './naming.js';
import type {Subjects} from './subject.js';

/** Sentences that speak for it, undefined where they do not suffice. `devices` is the factor. */
export function divisionOf(
	places: readonly Place[],
	devices: number,
	name: Named,
	{small, large}: Subjects,
): readonly [string, ...string[]] | undefined {
	const known = knownDivision(places);
	if (known !== undefined) return known ? [known] : undefined;
	if (devices < FEWEST || !Number.isInteger(Math.log2(devices))) return undefined;
	const {changed, kept} = parametersOf(places, small.inventory, large.inventory);
	const alone = kept.length === 0 && changed.length === places.length;
	return name === 'batch' || alone
		? [
				`The factor ${devices} is a number of devices. A batch that is ${devices} times as large would look the same; the shape of the global batch in the program shows which it is.`,
			]
		: undefined;
}

/** A batch seldom grows fourfold at once; the same program that loses its division over four devices grows so. */
const FEWEST = 4;

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
