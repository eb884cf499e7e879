import type {Interval} from './interval.js';

/** A size as a message prints it, with the range of byte counts that print so. */
export interface Size {
	readonly text: string;
	readonly bytes: Interval;
}

const UNITS = ['K', 'M', 'G', 'T', 'P', 'E'] as const;

/** No memory holds more: a figure beyond is a fault of what printed it. */
const MOST_BYTES = 2 ** 63;
/** Digits of a longer number say nothing, and cost much. */
const MOST_DIGITS = 40;

/** A number with at most one unit letter: `29.49G`, `7.53GiB`, `64B`, `65536`, `1638400 bytes`. */
const SIZE = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?\s*(?:([KMGTPE])(?:iB?)?|B|bytes?)?$/i;

/**
 * Reads a printed size. XLA truncates before it rounds, so a text stands for a range that is not centred on it:
 * `8.00M` is 8,383,488 … 8,394,751 bytes. A text that XLA's printer cannot have made (`0.5G`, `16G`) stands for all
 * that rounds to it at the digits given. Undefined when the text is not a size.
 */
export function parseSize(text: string): Size | undefined {
	const trimmed = text.trim();
	if (trimmed.length > MOST_DIGITS) return undefined;
	const match = SIZE.exec(trimmed);
	if (!match) return undefined;
	const [, sign, whole = '', fraction = '', letter] = match;
	const digits = BigInt(whole.replaceAll(',', '') + fraction);
	const bytes = letter ? rangeOf(digits, fraction.length, UNITS.indexOf(letter.toUpperCase() as 'K')) : exact(trimmed);
	if (!bytes || bytes.high > MOST_BYTES) return undefined;
	return {text: trimmed, bytes: sign === '-' ? {low: -bytes.high, high: -bytes.low} : bytes};

	function exact(source: string): Interval | undefined {
		return source.includes('.') ? undefined : {low: Number(digits), high: Number(digits)};
	}
}

/**
 * Prints a byte count exactly as XLA does: `0B`, `64.0K`, `8.00M`, `1.17G`. Each step to a larger unit drops the
 * remainder, and ties go to the even digit, so `toFixed` would differ. Fractions of a byte are rounded first.
 */
export function printSize(bytes: number | bigint): string {
	const given = typeof bytes === 'bigint' ? bytes : BigInt(Math.round(bytes));
	const sign = given < 0n ? '-' : '';
	let count = given < 0n ? -given : given;
	if (count < 1024n) return `${sign}${count}B`;
	let unit = 0;
	while (count >= 1_048_576n && unit < UNITS.length - 1) {
		count /= 1024n;
		unit += 1;
	}
	const decimals = unit === 0 ? 1 : 2;
	const digits = roundToEven(count * 10n ** BigInt(decimals), 1024n)
		.toString()
		.padStart(decimals + 1, '0');
	return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}${UNITS[unit] ?? ''}`;
}

/**
 * A range of bytes in words: one text when both ends print alike or differ by one per cent (the middle), `about 982.00M`
 * within a tenth, otherwise `3.0–4.2G` in the unit of its upper end, or `at most 4.02G` where it may be nothing.
 */
export function printRange(range: Interval): string {
	const low = printSize(range.low);
	const high = printSize(range.high);
	if (low === high) return low;
	const middle = (range.low + range.high) / 2;
	const width = (range.high - range.low) / Math.abs(middle);
	if (width <= 0.01) return printSize(middle);
	if (width <= 0.1) return `about ${printSize(middle)}`;
	const unit = 1024 ** (UNITS.indexOf(high.at(-1) as 'K') + 1);
	const [from, to] = [range.low / unit, range.high / unit];
	const digits = from >= 1 ? 1 : 2;
	return Number(from.toFixed(digits)) <= 0
		? `at most ${high}`
		: `${from.toFixed(digits)}–${to.toFixed(digits)}${high.at(-1) ?? ''}`;
}

/** Byte counts that print as `digits`/10^decimals in unit number `unit` (0 is K). */
function rangeOf(digits: bigint, decimals: number, unit: number): Interval {
	const printed = decimals === (unit === 0 ? 1 : 2);
	const step = 1024n ** BigInt(unit);
	if (printed) {
		const counts = countsThatPrint(digits, decimals);
		if (counts) return {low: Number(counts.first * step), high: Number((counts.last + 1n) * step - 1n)};
	}
	const scale = 2n * 10n ** BigInt(decimals);
	const whole = step * 1024n;
	const low = digits === 0n ? 0n : ceilDivide((2n * digits - 1n) * whole, scale);
	return {low: Number(low), high: Number(((2n * digits + 1n) * whole) / scale)};
}

/** All counts of 1/1024 of a unit, in the span where the printer uses that unit, that round to the digits. */
function countsThatPrint(digits: bigint, decimals: number): {first: bigint; last: bigint} | undefined {
	const scale = 10n ** BigInt(decimals);
	let first = ceilDivide((2n * digits - 1n) * 1024n, 2n * scale);
	let last = ((2n * digits + 1n) * 1024n) / (2n * scale);
	if (roundToEven(first * scale, 1024n) !== digits) first += 1n;
	if (roundToEven(last * scale, 1024n) !== digits) last -= 1n;
	if (first < 1024n) first = 1024n;
	if (last > 1_048_575n) last = 1_048_575n;
	return first <= last ? {first, last} : undefined;
}

/** Quotient of non-negative numbers, rounded; a tie goes to the even one, as in C's printf. */
function roundToEven(dividend: bigint, divisor: bigint): bigint {
	const quotient = dividend / divisor;
	const twice = 2n * (dividend % divisor);
	if (twice === divisor) return quotient + (quotient % 2n);
	return twice > divisor ? quotient + 1n : quotient;
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
	return (dividend + divisor - 1n) / divisor;
}
