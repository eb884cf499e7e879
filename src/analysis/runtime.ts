/** Requests that failed at run time: capacity or fragmentation, by interval arithmetic alone. */
import type {Fact} from '../model/fact.js';
import {atLeastZero, atMost, lessThan, subtract} from '../model/interval.js';
import type {Incident} from '../model/incident.js';
import type {Chip} from '../model/playbook.js';
import {parseSize} from '../model/size.js';
import {printShare, quotientFact, shareFact, sizeFact, textFact} from './derived.js';
import type {Known} from '../model/known.js';

/** The cause of a failed allocation or program load. */
export type AllocationCause = 'capacity' | 'fragmentation' | 'unknown';

/** `allocation.cause`, `request.short`, `request.share`; none for compile-time failures. */
export function runtimeFacts(incident: Incident, known: Known, chips: readonly Chip[]): readonly Fact[] {
	if (incident.code !== 'E0100' && incident.code !== 'E0101') return [];
	const {cause, from, note} = causeOf(known);
	const [size, free] = [known.range('request.size'), known.range('request.free')];
	const short = size && free ? atLeastZero(subtract(size, free)) : undefined;
	const missing = {rule: 'request.size − request.free', from: ['request.size', 'request.free']};
	const share = quotientFact('request.share', 'request.size', 'hbm.capacity', known);
	return [
		textFact('allocation.cause', cause, {rule: 'free, largest stretch and request compared', from, note}),
		...(short && short.high > 0 ? [sizeFact('request.short', short, missing)] : []),
		...(share.length > 0 ? share : ofAnyChip(known, chips)),
	];
}

/**
 * Messages of the runtime do not print the capacity. What is over half of the HBM of the largest chip is over half of that of any other;
 * and what is free is part of the HBM, so the request is at most its multiple of that.
 */
function ofAnyChip(known: Known, chips: readonly Chip[]): readonly Fact[] {
	const [size, free] = [known.range('request.size'), known.range('request.free')];
	const capacities = chips.flatMap(({usable}) => usable.flatMap((text) => parseSize(text)?.bytes.high ?? []));
	const largest = Math.max(...capacities);
	if (!size || capacities.length === 0 || size.low <= largest / 2) return [];
	const least = Math.max(free?.low ?? 0, Math.min(...capacities));
	const range = {low: size.low / largest, high: size.high / least};
	const ground = {
		rule: 'request.size / usable HBM of the largest chip',
		from: ['request.size', ...(free ? ['request.free'] : [])],
		note: 'The message does not print the capacity; no chip in the table has more.',
	};
	const text = `at least ${printShare({low: range.low, high: range.low})}`;
	return [{...shareFact('request.share', range, ground), value: {kind: 'number', text, range}}];
}

/**
 * Less free than asked for: no arrangement of memory would help, so it is capacity. Enough free, but the largest stretch
 * too small, or not printed: fragmentation or a reservation, as the request failed although its size was free. Where rounding leaves a comparison open, the cause is unknown.
 */
function causeOf(known: Known): {cause: AllocationCause; from: readonly string[]; note: string} {
	const [size, free] = [known.range('request.size'), known.range('request.free')];
	// memory_stats() was printed before the failure, so what the message says counts more.
	const stretches = ['request.contiguous', 'request.reservable', 'allocator.largest_free'];
	const stretchName = stretches.find((name) => known.has(name)) ?? 'request.contiguous';
	const stretch = known.range(stretchName);
	const shown = (name: string) => known.text(name) ?? '';
	if (!size || !free)
		return {cause: 'unknown', from: ['request.size'], note: 'The message does not say how much was free.'};
	const asked = shown('request.size');
	if (lessThan(free, size) === true) {
		return {
			cause: 'capacity',
			from: ['request.size', 'request.free'],
			note: `${shown('request.free')} free is less than ${asked} requested.`,
		};
	}
	const enough = atMost(size, free) === true;
	if (enough && stretch && lessThan(stretch, size) === true) {
		const note = `${shown('request.free')} was free, enough for ${asked}, but the largest stretch was ${shown(stretchName)}.`;
		return {cause: 'fragmentation', from: ['request.size', 'request.free', stretchName], note};
	}
	if (enough && !stretch) {
		const note = `${shown('request.free')} was free, enough for ${asked}: no stretch of it was large enough, or part of it is reserved.`;
		return {cause: 'fragmentation', from: ['request.size', 'request.free'], note};
	}
	return {
		cause: 'unknown',
		from: ['request.size', 'request.free'],
		note: `As printed, ${asked} requested and ${shown('request.free')} free are too close to tell.`,
	};
}
