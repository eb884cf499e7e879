import type {Framework} from '../model/framework.js';
import type {JobSigns, Setting} from '../model/job.js';

/**
 * The settings by their canonical names, in order of appearance. A key means what the job's framework says it means; what that does not
 * know is read as programs in general do, where the framework has not said the same thing itself.
 */
export function settingsOf(
	printed: JobSigns['settings'],
	framework: Framework | undefined,
	frameworks: readonly Framework[],
): readonly Setting[] {
	const own: Setting[] = [];
	const others: Setting[] = [];
	for (const {names, ...setting} of printed) {
		const mine = names.filter((each) => each.framework === framework?.id);
		const general = names.filter((each) => each.framework === 'any');
		for (const {name, rank} of mine) own.push({...setting, name, rank});
		if (mine.length === 0) {
			// A key of one framework alone is that of a job whose framework is not known.
			const only = framework === undefined && general.length === 0 ? names : general;
			const agreed = only.every(({name}) => name === only[0]?.name) ? only.slice(0, 1) : [];
			for (const {name, rank} of agreed) others.push({...setting, name, rank: rank + 100});
		}
	}
	const said = new Set(own.map(({name}) => name));
	const below = frameworks.find(({id}) => id === framework?.id)?.base === false;
	return [...own, ...others.filter(({name}) => !below || !said.has(name))].sort((a, b) => a.line - b.line);
}
