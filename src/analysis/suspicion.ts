/** Signs that a program holds what it need not: debug prints, copies of a whole array on every device. */
import type {Buffer} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import type {Incident} from '../model/incident.js';
import {covers, middle, sumOf} from '../program/list/buffers.js';
import {listsOf} from './carried.js';
import {sizeFact, textFact, truthFact} from './derived.js';
import {bareText, plainOf, type Plain} from '../program/list/dims.js';
import type {Known} from './known.js';
import {isOfWidths, type Label} from '../program/list/labelling.js';
import {isGathered} from '../program/list/seen.js';
import {slotBytes} from '../program/list/slots.js';

const CALLBACK =
	/debug_callback|debug_print|python_cpu_callback|io_callback|pure_callback|host_callback|\boutfeed\b|xla_ffi_python/i;

/** `debug.suspected` and `debug.words`: yes with its sign, no where a list shows none, unknown without a list. */
export function debugFacts(incident: Incident, buffers: readonly Buffer[], known: Known): readonly Fact[] {
	const callback = buffers.find((buffer) => CALLBACK.test(`${buffer.op ?? ''} ${buffer.label ?? ''}`));
	const least = middle(known.range('hbm.capacity') ?? known.range('hbm.used') ?? {low: 0, high: 0}) * 0.02;
	const ordered = incident.slots.find(
		(slot) => slot.shapes.some(({shape}) => shape === 'token[]') && slotBytes(slot).low > least,
	);
	const hint = incident.hints.find((one) => one.kind === 'debug_callback');
	// TensorFlow estimators put all on device 0 by themselves: there it is no sign.
	const maximal =
		known.text('framework') === 'jax' && incident.hints.find((one) => one.kind === 'maximal_device_sharding');
	const sign = callback
		? {from: listsOf([callback]), note: `Line ${callback.line} names a callback.`}
		: ordered
			? {
					from: ['slots'],
					note: `In line ${ordered.line} a large slot is shared with tokens, which order callbacks and prints.`,
				}
			: hint
				? {from: ['hints'], note: `Line ${hint.place.line} names a callback.`}
				: maximal
					? {
							from: ['hints'],
							note: `Line ${maximal.place.line} shows a sharding on one device, as a print of a whole array makes it.`,
						}
					: undefined;
	if (sign) {
		const ground = {rule: 'sign of a callback or debug print', ...sign};
		return [truthFact('debug.suspected', true, ground), textFact('debug.words', sign.note, ground)];
	}
	if (!covers(buffers, known.range('hbm.used'))) return [];
	const note = 'No listed buffer is tied to a callback or to the tokens that order one.';
	return [
		truthFact('debug.suspected', false, {rule: 'sign of a callback or debug print', from: listsOf(buffers), note}),
	];
}

/** A buffer smaller than this share of all listed bytes is not what fills the memory. */
const NOTABLE = 0.04;

/** `replicated.suspected`, `replicated.words` and `replicated.bytes`: only where a sign is seen; shapes alone cannot prove the opposite. */
export function replicatedFacts(
	incident: Incident,
	buffers: readonly Buffer[],
	labels: readonly Label[],
	sequence: number | undefined,
): readonly Fact[] {
	const all = buffers.reduce((sum, buffer) => sum + middle(buffer.bytes), 0);
	const notable = buffers.filter((buffer) => middle(buffer.bytes) >= all * NOTABLE);
	const found = notable.flatMap((buffer) => {
		const why = whyReplicated(buffer, labels, sequence, all);
		return why === undefined ? [] : [{buffer, why}];
	});
	const hint = incident.hints.find((one) => one.kind === 'full_rematerialization');
	if (found.length === 0 && !hint) return [];
	const note = found[0]?.why ?? `Line ${hint?.place.line ?? 0}: the partitioner had to gather a whole array.`;
	const ground = {
		rule: 'sign of an array that is whole on a device',
		from: found.length > 0 ? listsOf(buffers) : ['hints'],
		note,
	};
	const facts = [truthFact('replicated.suspected', true, ground), textFact('replicated.words', note, ground)];
	if (found.length === 0) return facts;
	return [...facts, sizeFact('replicated.bytes', sumOf(found.map(({buffer}) => buffer.bytes)), ground)];
}

function whyReplicated(
	buffer: Buffer,
	labels: readonly Label[],
	sequence: number | undefined,
	all: number,
): string | undefined {
	const plain = plainOf(buffer.shape);
	if (!plain || buffer.place !== 'temp') return undefined;
	// An operand's sharding stands behind the operands; the value's own at the end of its label.
	if (/sharding=\{replicated\}/.test(buffer.label ?? ''))
		return `The label of ${bareText(plain)} says sharding={replicated}.`;
	const part = gatheredFrom(plain, labels);
	if (part)
		return `${bareText(plain)} stands beside ${bareText(part)}: the same array with its leading dimension whole.`;
	const [first = 0, second = 0] = plain.core;
	const undivided =
		plain.core.length >= 2 && first === second && first >= 256 && !isParameter(plain.core.join(), labels);
	if (undivided && middle(buffer.bytes) >= all * NOTABLE && first !== sequence) {
		return `${bareText(plain)} has the same extent twice and nothing divides it over the chips.`;
	}
	return undefined;
}

function isParameter(key: string, labels: readonly Label[]): boolean {
	return labels.some((one) => one.seen.key === key && one.reading !== undefined && isOfWidths(one));
}

/** The same array with a leading extent smaller by a power of two: what one device holds of it. */
function gatheredFrom(plain: Plain, labels: readonly Label[]): Plain | undefined {
	const own = labels.find(({seen}) => seen.side === 'inside' && seen.key === plain.core.join());
	const start = own && own.seen.core.length < plain.core.length ? 1 : 0;
	const lead = plain.core[start] ?? 0;
	const rest = plain.core.toSpliced(start, 1).join();
	if (plain.core.length - start < 2) return undefined;
	const part = labels.find(
		({seen: {plain: other, weight, key}}) =>
			weight > 0 &&
			other.core.length === plain.core.length &&
			other.core.toSpliced(start, 1).join() === rest &&
			isGathered(lead, other.core[start] ?? 0) &&
			!isParameter(key, labels),
	);
	return part?.seen.plain;
}
