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
