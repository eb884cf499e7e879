/** What the program concludes from a drill's log, as facts: every answer of a drill has a condition over them. */
import type {Diagnosis, RankedRemedy} from '../../src/model/diagnosis.js';
import type {Fact} from '../../src/model/fact.js';
import type {Reading} from '../../src/model/incident.js';

/** The value of a fact that src/plan/practice/tool-facts.ts declares. */
interface Told<From> {
	readonly name: string;
	readonly of: (from: From) => number | string | readonly string[];
}

function told<From>(name: string, of: Told<From>['of']): Told<From> {
	return {name: `tool.${name}`, of};
}

const OF_READING: readonly Told<Reading>[] = [
	told('incidents', ({incidents}) => incidents.length),
	told('codes', ({incidents}) => incidents.map(({code}) => code)),
	told('routed', ({routed}) => routed.map(({kind}) => kind)),
];

const OF_DIAGNOSIS: readonly Told<Diagnosis>[] = [
	told('occurrences', ({analysis}) => analysis.incident.occurrences),
	told('hosts', ({analysis}) => analysis.incident.hosts.length),
	told('line', ({analysis}) => analysis.incident.at.line),
	told('verdict', ({verdict}) => verdict.id),
	told('scenario', ({verdict}) => verdict.verdict),
	told('leading', (diagnosis) => openIn(diagnosis, 'close').slice(0, 3)),
	told('first', (diagnosis) => openIn(diagnosis)[0] ?? ''),
	told('step', (diagnosis) => diagnosis.plan.restarts[0]?.steps[0]?.remedy.id ?? ''),
	told('indicated', standing('indicated')),
	told('unlikely', standing('unlikely')),
	told('ruled_out', standing('ruled out')),
	told('alongside', (diagnosis) => openIn(diagnosis, 'alongside')),
	told('closes', ({plan}) => plan.closes),
	told('open', ({walk}) => walk.trail.filter(({by}) => by === 'open').map(({node}) => node.id)),
];

/** All facts of one incident with what the program concluded; without an incident, that there is none. */
export function truthOf(reading: Reading, diagnosis: Diagnosis | undefined): readonly Fact[] {
	const common = OF_READING.map((one) => factOf(one, reading));
	if (!diagnosis) return common;
	return [...common, ...OF_DIAGNOSIS.map((one) => factOf(one, diagnosis)), ...diagnosis.walk.facts];
}

function factOf<From>({name, of}: Told<From>, from: From): Fact {
	const value = of(from);
	const origin = {by: 'derivation', rule: 'practice', from: []} as const;
	if (typeof value === 'number')
		return {name, value: {kind: 'number', text: String(value), range: {low: value, high: value}}, origin};
	const text = typeof value === 'string' ? value : value.length === 0 ? '' : `|${value.join('|')}|`;
	return {name, value: {kind: 'text', text}, origin};
}

/** Ids of the remedies that are not ruled out, of one role or of any. */
function openIn({remedies}: Diagnosis, role?: RankedRemedy['role']): readonly string[] {
	const open = remedies.filter((one) => one.standing !== 'ruled out' && (role === undefined || one.role === role));
	return open.map(({remedy}) => remedy.id);
}

function standing(wanted: RankedRemedy['standing']): (diagnosis: Diagnosis) => readonly string[] {
	return ({remedies}) => remedies.flatMap((one) => (one.standing === wanted ? one.remedy.id : []));
}

/** The line where the program found what a question for a line is about; undefined when it did not find it. */
export function lineOfFound(found: string, reading: Reading, diagnosis: Diagnosis | undefined): number | undefined {
	if (found === 'routed') return reading.routed[0]?.at.line;
	if (!diagnosis) return undefined;
	if (found === 'incident') return diagnosis.analysis.incident.at.line;
	if (found === 'largest') {
		const size = ({bytes}: {bytes: {low: number}}): number => bytes.low;
		return diagnosis.analysis.buffers.toSorted((a, b) => size(b) - size(a) || a.line - b.line)[0]?.line;
	}
	const fact = diagnosis.walk.facts.find(({name, origin}) => name === found && origin.by === 'reader');
	return fact?.origin.by === 'reader' ? fact.origin.place.line : undefined;
}
