import type {Estimate, KnobAdvice} from '../model/diagnosis.js';
import type {Remedy} from '../model/remedy.js';
import type {Missing} from '../job/knob.js';
import {printRange} from '../model/size.js';

/** What one step of a setting brings, where its whole change has a figure and the effect is proportional; else nothing. */
export function eachOf(
	{from, assumed, to}: KnobAdvice,
	{kind}: Remedy,
	estimate: Estimate | undefined,
	missing: Missing | undefined,
): Pick<KnobAdvice, 'each'> {
	const [old, next] = [Number(from ?? assumed), Number(to)];
	if (!(old > next)) return {};
	// A share of HBM of a serving engine.
	if (kind === 'fix_config' && old <= 1 && missing?.capacity !== undefined) {
		const bytes = Math.round(missing.capacity / 100);
		return {each: `Each 0.01 less leaves ${printRange({low: bytes, high: bytes})} a device to programs.`};
	}
	if (kind !== 'reduce_batch' || !estimate || estimate.high <= 0) return {};
	const steps = Math.round(old - next);
	if (steps < 1 || Math.abs(old - next - steps) > 1e-9) return {};
	const [low, high] = [Math.max(0, estimate.low) / steps, estimate.high / steps].map(Math.round);
	return {each: `Each 1 less frees ${printRange({low: low ?? 0, high: high ?? 0})}.`};
}
