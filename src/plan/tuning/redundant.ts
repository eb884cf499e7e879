import type {FlagInForce} from '../../model/incident.js';
import type {Flag} from '../../model/playbook.js';

/** What to say about flags in force that set what holds anyway, or that are set twice. */
export function redundantFlags(inForce: readonly FlagInForce[], flags: readonly Flag[]): readonly string[] {
	const set = inForce.filter(({channel}) => channel !== 'flagfile');
	const said = set.flatMap(({name, value}) => {
		const known = flags.find((flag) => flag.name === name);
		return known?.default.toLowerCase() === value.toLowerCase()
			? [`${name}=${value} is the default: it changes nothing.`]
			: [];
	});
	const twice = set.filter(({name, channel}, index) =>
		set.some((other, before) => before < index && other.name === name && other.channel === channel),
	);
	return [...new Set([...said, ...twice.map(({name}) => `${name} is set twice; the last value counts.`)])];
}
