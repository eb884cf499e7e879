/** Wordings that several factors share. */
import {printSize} from '../../model/size.js';

/** `+1.50G`, `−2.00M`, `±0B`. */
export function signed(bytes: number): string {
	if (Math.round(bytes) === 0) return '±0B';
	return `${bytes > 0 ? '+' : '−'}${printSize(Math.abs(bytes))}`;
}

/** `2x`, `1.5x`, `0.25x`: at most two decimals. */
export function times(ratio: number): string {
	return `${Number(ratio.toFixed(ratio < 1.1 && ratio > 0.9 ? 4 : 2))}x`;
}

/** `8 → 16 (2x)`. */
export function fromTo(from: number, to: number): string {
	return `${from} → ${to} (${times(to / from)})`;
}

/** `1 array`, `3 arrays`. */
export function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
