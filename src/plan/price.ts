import type {Remedy} from '../model/remedy.js';

const RISK = {safe: 0, 'changes-behaviour': 0.5, risky: 0.5} as const;

/** What a last resort costs more than any bundle of ordinary steps. */
const LAST_RESORT = 10;

/**
 * Price of taking a step, in steps: every change is one more thing to review and to go wrong, a change of results or
 * numerics costs half a step more, effort (1 to 5) a tenth of a step a point.
 */
export function stepPrice(remedy: Remedy): number {
	return 1 + RISK[remedy.safety] + remedy.effort / 10 + (remedy.lastResort ? LAST_RESORT : 0);
}

/** Steps that getting other hardware costs on top, unless the user says that it can be had: quota and time are not in their hands. */
const HARDWARE = 2;

/** Each place further down the list: what the evidence points to comes before what merely would do. */
const PLACE = 0.1;

/** Price of a step inside a plan. */
export function planPrice(remedy: Remedy, rank: number, canGrow: boolean): number {
	const hardware = remedy.kind === 'bigger_tpu' || remedy.estimate?.by === 'twice_chips';
	return stepPrice(remedy) + (rank - 1) * PLACE + (hardware && !canGrow ? HARDWARE : 0);
}
