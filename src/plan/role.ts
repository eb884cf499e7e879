import type {RankedRemedy, Standing} from '../model/diagnosis.js';
import type {Remedy} from '../model/remedy.js';

/**
 * What a remedy is for here. `inform` gets evidence or asks others and changes nothing. Checks and free wins go `alongside` the first
 * restart, unless the evidence asks for them: then they are steps like others.
 */
export function roleOf({role}: Pick<Remedy, 'role'>, standing: Standing): RankedRemedy['role'] {
	if (role === 'evidence' || role === 'report') return 'inform';
	return role !== 'change' && standing === 'possible' ? 'alongside' : 'close';
}
