/** Parameters among the arguments: how much they are, and whether they are divided over the chips already. */
import type {BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {sumOf} from './buffers.js';
import {holds, listsOf} from './carried.js';
import {sizeFact, truthFact} from './derived.js';
import {bareText, type Plain} from './dims.js';
import {isGathered} from './activations.js';
import {isTall, MOST_LAYERS, rolesIn, type Roles} from './roles.js';
import type {Halves} from './shares.js';
import type {Sighting} from './sightings.js';

/** `weights.bytes` and `weights.divided`; absent where nothing shows them. */
export function weightFacts(
	groups: readonly BufferGroup[],
	sightings: readonly Sighting[],
	roles: Roles,
	halves: Halves | undefined,
): readonly Fact[] {
	const weights = groups.filter(
		(group) => group.place === 'argument' && group.dims.length >= 2 && !holdsExamples(group, sightings, roles),
	);
	if (weights.length === 0) return showsNone(groups, sightings, roles, halves) ? [noWeights(groups)] : [];
	const from = listsOf(weights.flatMap((group) => group.buffers));
	const bytes = sizeFact('weights.bytes', sumOf(weights.map((group) => group.total)), {
		rule: 'arguments that carry neither batch nor sequence',
		from,
	});
	const divided = dividedWeight(sightings, roles);
	if (!divided) return [bytes];
	const note = `${bareText(divided.whole)} among the temporaries is ${bareText(divided.part)} of the arguments, gathered.`;
	return [
		bytes,
		truthFact('weights.divided', true, {rule: 'a gathered copy stands among the temporaries', from, note}),
	];
}

/**
 * Inputs carry the batch or the sequence, or have a row for each example, as points do. Where there is a sequence, a matrix for each of as few
 * as the batch and without the sequence is as well a parameter stacked over as many layers.
 */
function holdsExamples(group: BufferGroup, sightings: readonly Sighting[], roles: Roles): boolean {
	const core = group.dims.filter((extent) => extent > 1);
	const [first = 0] = core;
	const stacked = roles.sequence !== undefined && core.length >= 3 && first === roles.batch && first <= MOST_LAYERS;
	return holds(group, 'sequence') || (holds(group, 'batch') && !stacked) || isTall(core, sightings);
}

/** Known only where the list shows most of the arguments, and all that is large among them carries the batch or the sequence. */
function showsNone(
	groups: readonly BufferGroup[],
	sightings: readonly Sighting[],
	roles: Roles,
	halves: Halves | undefined,
): boolean {
	const outside = groups.filter((group) => group.place === 'argument' || group.place === 'output');
	const carrying = outside.filter((group) => holdsExamples(group, sightings, roles));
	return (
		halves !== undefined &&
		carrying.length > 0 &&
		sumOf(carrying.map((group) => group.total)).low >= halves.outside.high * 0.8
	);
}

function noWeights(groups: readonly BufferGroup[]): Fact {
	const from = listsOf(groups.flatMap((group) => group.buffers));
	const note = 'Every argument that is listed carries the batch or the sequence.';
	return sizeFact(
		'weights.bytes',
		{low: 0, high: 0},
		{rule: 'arguments that carry neither batch nor sequence', from, note},
	);
}

/** A smaller parameter proves nothing about the others. */
const NOTABLE = 0.01;

/** A parameter of which a copy with one extent larger by a power of two stands among the temporaries. */
function dividedWeight(sightings: readonly Sighting[], roles: Roles): {part: Plain; whole: Plain} | undefined {
	const isWeight = ({plain}: Sighting) => {
		const found = Object.values(rolesIn(plain, roles));
		return plain.core.length >= 2 && !found.includes('batch') && !found.includes('sequence');
	};
	const weights = sightings.filter((one) => one.place === 'argument' && isWeight(one));
	const all = weights.reduce((sum, one) => sum + one.weight, 0);
	const parts = weights.filter((one) => one.weight > 0 && one.weight >= all * NOTABLE);
	// A layer of another parameter is no gathered copy: matrices of one model often differ by a power of two in one extent.
	const layers = new Set(weights.flatMap(({plain}) => [plain.core.join(), layerOf(plain, roles).join()]));
	const wholes = sightings.filter((one) => one.place === 'temp' && isWeight(one) && !layers.has(one.key));
	for (const part of parts) {
		const whole = wholes.find((one) => isGatheredOf(one.plain, layerOf(part.plain, roles)));
		if (whole) return {part: part.plain, whole: whole.plain};
	}
	return undefined;
}

/** One layer of a stack. */
function layerOf(plain: Plain, roles: Roles): readonly number[] {
	return plain.core.length >= 3 && plain.core[0] === roles.layers ? plain.core.slice(1) : plain.core;
}

function isGatheredOf(whole: Plain, part: readonly number[]): boolean {
	if (whole.core.length !== part.length || part.length < 2) return false;
	const different = part.flatMap((extent, index) => (whole.core[index] === extent ? [] : [index]));
	const [only] = different;
	return different.length === 1 && only !== undefined && isGathered(whole.core[only] ?? 0, part[only] ?? 0);
}
