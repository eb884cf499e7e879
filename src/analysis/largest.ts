/** The largest single buffer, where the list shows its beginning. */
import type {Buffer} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {divide, point} from '../model/interval.js';
import {layoutOf} from '../model/layout.js';
import {parseShape} from '../model/shape.js';
import {numberFact, shareFact, sizeFact, textFact} from './derived.js';
import {listsOf} from './projections.js';
import {plainOf} from '../program/list/dims.js';
import type {Known} from '../model/known.js';

/** `largest.*`. A list that begins at rank 4 does not show the largest, so nothing is said. */
export function largestFacts(buffers: readonly Buffer[], known: Known): readonly Fact[] {
	const [largest] = buffers;
	if (!largest || headIsMissing(buffers)) return [];
	const ground = {rule: 'largest of the listed buffers', from: listsOf(buffers)};
	const plain = plainOf(largest.shape);
	const capacity = known.range('hbm.capacity');
	const share = capacity && divide(largest.bytes, capacity);
	const expansion = expansionOf(largest);
	const ofCapacity = {rule: 'largest.size / hbm.capacity', from: [...ground.from, 'hbm.capacity']};
	return [
		sizeFact('largest.size', largest.bytes, ground, largest.text),
		...(share ? [shareFact('largest.share', share, ofCapacity)] : []),
		...(largest.shape === undefined ? [] : [textFact('largest.shape', largest.shape, ground)]),
		...(plain ? [textFact('largest.element', plain.element, ground)] : []),
		textFact('largest.place', largest.place, ground),
		...(expansion === undefined ? [] : [numberFact('largest.expansion', point(expansion), ground, 1)]),
	];
}

/** Whether the first entries of a ranked list are missing: cut off in the log. */
export function headIsMissing(buffers: readonly Buffer[]): boolean {
	const ranks = buffers.flatMap((buffer) => (buffer.from === 'allocation' ? (buffer.allocation?.rank ?? []) : []));
	return ranks.length > 0 && !ranks.includes(1) && buffers[0]?.from === 'allocation';
}

/** Padded over unpadded: as printed, else by arithmetic, else from the padding. */
function expansionOf(buffer: Buffer): number | undefined {
	const printed = /^([\d.]+)x$/.exec(buffer.allocation?.expansion ?? '')?.[1];
	if (printed !== undefined) return Number(printed);
	const shape = buffer.shape === undefined ? undefined : parseShape(buffer.shape);
	const laidOut = shape && layoutOf(shape);
	if (laidOut && buffer.bytes.low <= laidOut.bytes && laidOut.bytes <= buffer.bytes.high) return laidOut.expansion;
	if (!buffer.padding || buffer.bytes.high <= buffer.padding.low) return undefined;
	return buffer.padding.high === 0 ? 1 : buffer.bytes.high / (buffer.bytes.high - buffer.padding.high);
}
