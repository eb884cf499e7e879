/** Parameters among the arguments: how much they are, and whether they are divided over the chips already. */
import {carries, type BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {sumOf} from '../program/list/buffers.js';
import {bareText, type Plain} from '../program/list/dims.js';
import {isOfWidths, type Label} from '../program/list/labelling.js';
import {isGathered} from '../program/list/seen.js';
import {listsOf} from './carried.js';
import {sizeFact, truthFact} from './derived.js';
import type {Halves} from './shares.js';

/** `weights.bytes` and `weights.divided`; absent where nothing shows them. */
export function weightFacts(
	groups: readonly BufferGroup[],
	labels: readonly Label[],
	halves: Halves | undefined,
): readonly Fact[] {
	const given = groups.filter(({place}) => place === 'argument' || place === 'output');
	const weights = given.filter(
		(group) => group.place === 'argument' && group.dims.length >= 2 && !holdsExamples(group),
	);
	const rule = 'arguments that carry neither batch nor sequence';
	if (weights.length === 0) {
		const carrying = given.filter(holdsExamples);
		// Known only where most of the arguments are listed, and all that is large among them carries the batch or the sequence.
		const none = halves && sumOf(carrying.map(({total}) => total)).low >= halves.outside.high * 0.8;
		const from = listsOf(groups.flatMap(({buffers}) => buffers));
		const note = 'Every argument that is listed carries the batch or the sequence.';
		return none && carrying.length > 0 ? [sizeFact('weights.bytes', {low: 0, high: 0}, {rule, from, note})] : [];
	}
	const from = listsOf(weights.flatMap(({buffers}) => buffers));
	const bytes = sizeFact('weights.bytes', sumOf(weights.map(({total}) => total)), {rule, from});
	const divided = dividedWeight(labels);
	if (!divided) return [bytes];
	const note = `${bareText(divided.whole)} among the temporaries is ${bareText(divided.part)} of the arguments, gathered.`;
	const ground = {rule: 'a gathered copy stands among the temporaries', from, note};
	return [bytes, truthFact('weights.divided', true, ground)];
}

function holdsExamples(group: BufferGroup): boolean {
	return carries(group, 'sequence') || carries(group, 'batch') || (group.use === 'unknown' && group.dims.length <= 2);
}

/** A smaller parameter proves nothing about the others. */
const NOTABLE = 0.01;

/** A parameter of which a copy with one extent larger by a power of two stands among the temporaries. */
function dividedWeight(labels: readonly Label[]): {part: Plain; whole: Plain} | undefined {
	const weights = labels.filter(
		(one) => one.seen.side === 'outside' && one.seen.plain.core.length >= 2 && isOfWidths(one),
	);
	const all = weights.reduce((sum, {seen}) => sum + seen.weight, 0);
	const parts = weights.filter(({seen}) => seen.weight > 0 && seen.weight >= all * NOTABLE);
	// A layer of another parameter is no gathered copy: matrices of one model often differ by a power of two in one extent.
	const layers = new Set(weights.flatMap(({seen}) => [seen.plain.core.join(), seen.core.join()]));
	const wholes = labels.filter((one) => one.seen.side === 'inside' && isOfWidths(one) && !layers.has(one.seen.key));
	for (const {seen: part} of parts) {
		const whole = wholes.find(({seen}) => isGatheredOf(seen.plain.core, part.core));
		if (whole) return {part: part.plain, whole: whole.seen.plain};
	}
	return undefined;
}

function isGatheredOf(whole: readonly number[], part: readonly number[]): boolean {
	if (whole.length !== part.length || part.length < 2) return false;
	const different = part.flatMap((extent, index) => (whole[index] === extent ? [] : [index]));
	const [only] = different;
	return different.length === 1 && only !== undefined && isGathered(whole[only] ?? 0, part[only] ?? 0);
}
