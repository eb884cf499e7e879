import {createConditions} from '../../engine/index.js';
import type {Playbook} from '../../model/playbook.js';
import {nearest} from '../../playbook/suggest.js';
import {casesText, proposeCases} from '../plays/propose.js';
import type {Scaffold} from './scaffold.js';

/** Cases that hold a remedy to what its signs say today; `all`: every remedy. */
export function newPlay(name: string, playbook: Playbook): Scaffold {
	const remedies = playbook.remedies.filter(({id}) => name === 'all' || id === name);
	if (remedies.length === 0) {
		const near = nearest(name, playbook.remedies.map(({id}) => id)); // prettier-ignore
		return {problem: `There is no remedy ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`};
	}
	const conditions = createConditions(playbook.facts);
	return {
		files: remedies.flatMap((remedy) => {
			const cases = proposeCases(remedy, conditions);
			return cases.length === 0
				? []
				: [{path: `test/plays/remedies/${remedy.id}.yaml`, text: casesText(remedy, cases)}];
		}),
		next: ['Judge each case: it says what the remedy does today, which may be wrong.'],
	};
}
