// What evidence and facts are called, and in which order they stand. Evidence is named as it was given, often by a long path; its last part is enough where it is the only one of that name.
import type {Fact, Place} from '../model/fact.js';
import type {Playbook} from '../model/playbook.js';
import type {View} from './derive.js';

/** The short name of a piece of evidence. */
export function nameOf({reading}: View, evidence: string): string {
	const short = lastPart(evidence);
	const same = reading.evidence.filter((info) => lastPart(info.name) === short);
	return same.length > 1 ? evidence : short;
}

/** `train.log:20` */
export function whereOf(view: View, {evidence, line}: Pick<Place, 'evidence' | 'line'>): string {
	return `${nameOf(view, evidence)}:${line}`;
}

/** `train.log` of `logs/train.log` */
export function lastPart(path: string): string {
	return (
		path
			.split(/[\\/]/)
			.filter((part) => part !== '')
			.at(-1) ?? path
	);
}

/** Facts in the order in which the playbook declares them; what it does not declare comes last, by name. */
export function inOrder({facts}: Playbook, found: readonly Fact[]): Fact[] {
	const rank = new Map(facts.map((one, index) => [one.name, index]));
	const at = (fact: Fact): number => rank.get(fact.name) ?? facts.length;
	return [...found].sort((a, b) => at(a) - at(b) || (a.name < b.name ? -1 : 1));
}
