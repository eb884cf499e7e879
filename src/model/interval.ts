/**
 * A closed range of real numbers, `low <= high`. A point is a range of width zero.
 * Sizes in logs are rounded when printed, so arithmetic on them is arithmetic on ranges.
 */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** The range that holds exactly one number. */
export function point(value: number): Interval {
	return {low: value, high: value};
}

/** Sum of two ranges. */
export function add(a: Interval, b: Interval): Interval {
	return {low: a.low + b.low, high: a.high + b.high};
}

/** Sum of any number of ranges. */
export function sumOf(ranges: readonly Interval[]): Interval {
	return ranges.reduce(add, point(0));
}

/** The middle of a range. */
export function middle({low, high}: Interval): number {
	return (low + high) / 2;
}

/** Difference of two ranges that vary independently. */
export function subtract(a: Interval, b: Interval): Interval {
	return {low: a.low - b.high, high: a.high - b.low};
}

/** Product of two ranges, any signs. */
export function multiply(a: Interval, b: Interval): Interval {
	const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
	return {low: Math.min(...corners), high: Math.max(...corners)};
}

/** Quotient of two ranges; undefined when the divisor may be zero. */
export function divide(a: Interval, b: Interval): Interval | undefined {
	if (b.low <= 0 && b.high >= 0) return undefined;
	return multiply(a, {low: 1 / b.high, high: 1 / b.low});
}

/** The range cut off below zero: what cannot be negative. */
export function atLeastZero(a: Interval): Interval {
	return {low: Math.max(0, a.low), high: Math.max(0, a.high)};
}

/** True if every a is below every b, false if none is, undefined when the ranges leave it open. */
export function lessThan(a: Interval, b: Interval): boolean | undefined {
	if (a.high < b.low) return true;
	if (a.low >= b.high) return false;
	return undefined;
}

/** True if every a is at most every b, false if none is, undefined when the ranges leave it open. */
export function atMost(a: Interval, b: Interval): boolean | undefined {
	if (a.high <= b.low) return true;
	if (a.low > b.high) return false;
	return undefined;
}

/** True if both are the same point, false if the ranges do not meet, undefined otherwise. */
export function equal(a: Interval, b: Interval): boolean | undefined {
	if (a.high < b.low || b.high < a.low) return false;
	return a.low === a.high && b.low === b.high ? true : undefined;
}

/** True if the ranges share at least one number. */
export function overlaps(a: Interval, b: Interval): boolean {
	return a.low <= b.high && b.low <= a.high;
}
