/** Whether arrays grew because a dimension is no longer divided over the devices, rather than because the model grew. */
import type {DimensionRole} from '../../model/analysis.js';
import {isMatrix, type Entry} from './census.js';
import type {Scaling} from './match.js';
import {ordered, type Orientation} from './orientation.js';
import {times} from './phrases.js';
import {extentsOf, outsideOf, total} from './votes.js';

/** Sentences that speak for it, undefined where they do not suffice. */
export function lostSharding(
	scaling: Scaling,
	role: DimensionRole,
	sides: Orientation,
): readonly [string, ...string[]] | undefined {
	const {small, large} = sides;
	const {ratio, edges} = scaling;
	const devices = ratio.to;
	if (ratio.from !== 1 || devices < 2 || !Number.isInteger(Math.log2(devices))) return undefined;
	const fewer = fewerDevices(scaling, role, sides);
	if (fewer) return fewer;
	// A mesh axis divides one dimension of an array; weights that grow in two are those of a wider model.
	const outside = edges.filter(({from, to}) => from.outside > 0 && to.outside > 0 && isMatrix(from));
	if (outside.filter(({at}) => at.length > 1).length > 0.4 * outside.length) return undefined;
	const all = total(edges);
	const gathered = edges.filter(
		({to}) => to.core.length >= 2 && isPassing(small.census.entries.get(to.key), small.census.total),
	);
	const signs: string[] = [];
	const first = gathered[0];
	if (first && total(gathered) >= 0.2 * all)
		signs.push(
			`${first.to.key} was there before as well, gathered for a moment: ${first.from.key} was the part that one device kept.`,
		);
	const gone = small.exchanges === true && large.exchanges === false;
	if (gone)
		signs.push('The smaller program exchanges parts of arrays between devices; in the larger one no exchange is seen.');
	const [was, is] = [small, large].map((side) => side.known.holds('replicated.suspected') === true);
	if (is === true && was !== true) signs.push('The larger program holds arrays that look whole on every device.');
	const parts = partsAlone(scaling, sides);
	if (parts !== undefined) signs.push(parts);
	const [only, ...more] = signs;
	const [from, to] = ordered(sides, 1, devices);
	const factor = `The factor ${times(to / from)} is a number of devices.`;
	// Twice as much is more often something doubled than two devices that no longer share: one sign is not enough.
	if (only !== undefined && (devices >= 4 || signs.length >= 2)) return [only, ...more, factor];
	// A batch seldom grows fourfold at once; the same program that loses its division over four devices grows so.
	const plausible = role === 'batch' && devices >= 4 && !(small.exchanges === true && large.exchanges === true);
	if (!plausible) return undefined;
	return [
		`${factor} A batch that is ${times(to / from)} as large would look the same; the shape of the global batch in the program tells.`,
	];
}

/** The batch of a device and the parts of parameters grew by one factor: a batch alone leaves parameters as they are. */
function fewerDevices(
	{edges, ratio}: Scaling,
	role: DimensionRole,
	sides: Orientation,
): readonly [string, ...string[]] | undefined {
	if (role !== 'batch') return undefined;
	// Experts and heads stand in parameters and activations alike; parts of a parameter have extents of their own.
	const batch = extentsOf(edges, role, sides.small).join(' ');
	const rank = Math.max(...edges.map(({from}) => from.core.length));
	const parameters = edges.filter(
		({from, to, at}) =>
			from.outside > 0 &&
			to.outside > 0 &&
			isMatrix(from) &&
			from.core.length < rank &&
			at.some((position) => position > 0 && pairAt(from, to, position) !== batch),
	);
	const [first] = parameters;
	if (!first || parameters.length < 2) return undefined;
	const [a, b] = ordered(sides, first.from, first.to);
	const [from, to] = ordered(sides, ratio.from, ratio.to);
	return [
		`Parameters changed by the same factor ${times(to / from)}, such as ${a.key} → ${b.key}: they do not depend on the batch, but both depend on how many devices share them.`,
	];
}

function pairAt(from: Entry, to: Entry, position: number): string {
	return `${from.core[position] ?? 0} ${to.core[position] ?? 0}`;
}

/** Parameters that are whole while the activations, which the model's width shapes, stayed. */
function partsAlone(scaling: Scaling, {small, large}: Orientation): string | undefined {
	const outside = outsideOf(scaling, small, large);
	if (outside.changed === 0) return undefined;
	const changed = scaling.edges.filter(({from, to}) => from.outside > 0 && to.outside > 0 && from.core.length >= 2);
	const [example] = changed;
	if (!example) return undefined;
	const temporaries = [...small.census.entries.values()].filter((entry) => entry.temporary > 0);
	const wider = scaling.edges.filter(({from, at}) => from.temporary > 0 && at.includes(from.core.length - 1));
	const widened = bytesOf(wider.map(({from}) => from)) > 0.3 * bytesOf(temporaries);
	// The whole extent is one that the activations had all along.
	const extents = new Set(temporaries.flatMap((entry) => entry.core));
	const whole = changed.filter(
		({to, at}) =>
			at.length === 1 && at.every((position) => (to.core[position] ?? 0) >= 512 && extents.has(to.core[position] ?? 0)),
	);
	if (widened || total(whole) < total(changed) / 2) return undefined;
	return `Arguments grew while the activations beside them stayed: ${example.from.key} is a part of ${example.to.key}.`;
}

/** Seen, but not what fills the memory. */
function isPassing(entry: Entry | undefined, total: number): boolean {
	return entry !== undefined && entry.bytes < 0.05 * total;
}

function bytesOf(entries: readonly Entry[]): number {
	return entries.reduce((sum, entry) => sum + entry.bytes, 0);
}
