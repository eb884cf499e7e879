import type {Conditions} from '../engine/index.js';
import type {RankedRemedy} from '../model/diagnosis.js';
import type {Fact} from '../model/fact.js';
import type {Remedy} from '../model/remedy.js';
import {standOf} from './standing.js';

/**
 * What a remedy is for: `inform` gets evidence and changes nothing; `alongside` is a free win that does not close the gap by
 * itself, unless something speaks against it; all others may close it.
 */
export function roleOf(remedy: Remedy, conditions: Conditions, facts: readonly Fact[]): RankedRemedy['role'] {
	if (remedy.kind === 'profile' || remedy.kind === 'report_bug') return 'inform';
	if (!remedy.alongside || conditions.evaluate(remedy.alongside.source, facts) !== true) return 'close';
	const {standing} = standOf(remedy, conditions, facts);
	return standing === 'indicated' || standing === 'possible' ? 'alongside' : 'close';
}
