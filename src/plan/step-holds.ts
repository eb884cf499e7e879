import type {Conditions} from '../engine/index.js';
import type {ChangeStep} from '../model/change.js';
import type {Fact} from '../model/fact.js';

/** Says of a step of a change whether it applies to what is known: its condition is not false. */
export function stepHolds(conditions: Conditions, facts: readonly Fact[]): (step: ChangeStep) => boolean {
	return ({when}) => !when || conditions.evaluate(when.source, facts) !== false;
}
