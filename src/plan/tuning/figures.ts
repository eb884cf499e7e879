import type {Fact} from '../../model/fact.js';
import type {Interval} from '../../model/interval.js';
import {subtract} from '../../model/interval.js';
import type {Size} from '../../model/size.js';
import type {TrialResult} from '../../model/tuning.js';
import {Known} from '../../model/known.js';

/** What a run needed, and what there was. */
export interface Figures {
	readonly used: Size;
	readonly capacity?: Size;
}

/** The figures of a crash: the HBM needed at compile time, or the size of the failed request. */
export function figuresOf(facts: readonly Fact[]): Figures | undefined {
	const known = new Known(facts);
	const size = (name: string): Size | undefined => {
		const bytes = known.range(name);
		const text = known.text(name);
		return bytes && text !== undefined ? {text, bytes} : undefined;
	};
	const used = size('hbm.used');
	if (used) return withCapacity(used, size('hbm.capacity'));
	const request = size('request.size');
	return request ? withCapacity(request, size('request.free')) : undefined;
}

/** The figures of a trial's result, where it has any. */
export function figuresOfResult({used, capacity}: TrialResult): Figures | undefined {
	return used ? withCapacity(used, capacity) : undefined;
}

/** What is missing; undefined where the capacity is not known. */
export function gapOf({used, capacity}: Figures): Interval | undefined {
	return capacity ? subtract(used.bytes, capacity.bytes) : undefined;
}

/**
 * Whether a need is lower, higher or the same as another. Printed sizes are ranges: only what must differ counts as
 * different.
 */
export function compareNeed(a: Size, b: Size): 'lower' | 'higher' | 'same' {
	if (a.bytes.high < b.bytes.low) return 'lower';
	return a.bytes.low > b.bytes.high ? 'higher' : 'same';
}

function withCapacity(used: Size, capacity: Size | undefined): Figures {
	return capacity ? {used, capacity} : {used};
}
