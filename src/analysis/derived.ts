/** Makers of derived facts: each says by which rule, and from which facts. */
import type {Fact} from '../model/fact.js';
import {divide, middle, type Interval} from '../model/interval.js';
import type {Known} from '../model/known.js';
import {printRange} from '../model/size.js';

/** Where a derived fact comes from: the rule, the facts or lists it used, and what a person should know about it. */
export interface Ground {
	readonly rule: string;
	readonly from: readonly string[];
	readonly note?: string;
}

export function sizeFact(name: string, bytes: Interval, ground: Ground, text = printRange(bytes)): Fact {
	return {name, value: {kind: 'size', text, bytes}, origin: {by: 'derivation', ...ground}};
}

/** A share of something: 0.12 is shown as `12 %`. */
export function shareFact(name: string, range: Interval, ground: Ground): Fact {
	return {name, value: {kind: 'number', text: printShare(range), range}, origin: {by: 'derivation', ...ground}};
}

/** A known size as a share of another; none where one of the two is not known. */
export function quotientFact(name: string, part: string, whole: string, known: Known): readonly Fact[] {
	const [a, b] = [known.range(part), known.range(whole)];
	const share = a && b && divide(a, b);
	return share ? [shareFact(name, share, {rule: `${part} / ${whole}`, from: [part, whole]})] : [];
}

/** A factor or a count, shown with at most `decimals`. */
export function numberFact(name: string, range: Interval, ground: Ground, decimals = 0): Fact {
	const low = plain(range.low, decimals);
	const high = plain(range.high, decimals);
	const text = low === high ? low : `${low} to ${high}`;
	return {name, value: {kind: 'number', text, range}, origin: {by: 'derivation', ...ground}};
}

export function textFact(name: string, text: string, ground: Ground): Fact {
	return {name, value: {kind: 'text', text}, origin: {by: 'derivation', ...ground}};
}

export function truthFact(name: string, holds: boolean, ground: Ground): Fact {
	return {name, value: {kind: 'truth', text: holds ? 'yes' : 'no', holds}, origin: {by: 'derivation', ...ground}};
}

/** `12 %`, `1.7 %` below ten, `30 to 40 %` where the range is wide, `42 times` where it is not a share any more. */
export function printShare(range: Interval): string {
	if (range.low >= 0 && range.high > 0 && range.high < 0.0005) return 'under 0.1 %';
	const center = middle(range);
	if (center >= 1000) return 'over 1000 times';
	if (center >= 10) return `${plain(center, 0)} times`;
	const decimals = Math.abs(center) < 0.0995 ? 1 : 0;
	const [low, high] = [plain(range.low * 100, decimals), plain(range.high * 100, decimals)];
	if (low === high || range.high - range.low <= Math.max(0.01, center * 0.02))
		return `${plain(center * 100, decimals)} %`;
	return `${low} to ${high} %`;
}

/** Fixed notation without idle zeros: `3.2`, `12`. */
function plain(value: number, decimals: number): string {
	return String(Number(value.toFixed(decimals)));
}
