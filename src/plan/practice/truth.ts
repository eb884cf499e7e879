import type {Diagnosis, RankedRemedy} from '../../model/diagnosis.js';
import type {Fact, FactDeclaration} from '../../model/fact.js';
import type {Reading} from '../../model/incident.js';

/** A fact of what the program concluded; several words are put between bars. */
interface Told<From> {
	readonly name: string;
	readonly kind: 'number' | 'text';
	readonly meaning: string;
	readonly of: (from: From) => number | string | readonly string[];
}

function told<From>(name: string, kind: Told<From>['kind'], meaning: string, of: Told<From>['of']): Told<From> {
	return {name: `tool.${name}`, kind, meaning, of};
}

const OF_READING: readonly Told<Reading>[] = [
	told('incidents', 'number', 'Incidents found.', ({incidents}) => incidents.length),
	told('codes', 'text', 'Their codes in order, each between bars.', ({incidents}) => incidents.map(({code}) => code)),
	told('routed', 'text', 'Failures of others, each between bars.', ({routed}) => routed.map(({kind}) => kind)),
];

const OF_DIAGNOSIS: readonly Told<Diagnosis>[] = [
	told('occurrences', 'number', 'How often the incident was printed.', ({analysis}) => analysis.incident.occurrences),
	told('hosts', 'number', 'How many hosts printed it.', ({analysis}) => analysis.incident.hosts.length),
	told('line', 'number', 'Line where it was first seen.', ({analysis}) => analysis.incident.at.line),
	told('verdict', 'text', 'Id of the verdict node.', ({verdict}) => verdict.id),
	told('scenario', 'text', 'Scenario word of the verdict.', ({verdict}) => verdict.verdict),
	told('leading', 'text', 'The first three remedies that may close the gap, each between bars.', (diagnosis) =>
		openIn(diagnosis, 'close').slice(0, 3),
	),
	told('first', 'text', 'The first remedy, of any role.', (diagnosis) => openIn(diagnosis)[0] ?? ''),
	told('step', 'text', 'The first step of the plan.', (diagnosis) => firstStep(diagnosis)?.remedy.id ?? ''),
	told('indicated', 'text', 'Remedies that the evidence indicates, each between bars.', standing('indicated')),
	told('unlikely', 'text', 'Remedies that the evidence speaks against, each between bars.', standing('unlikely')),
	told('ruled_out', 'text', 'Remedies that cannot help, each between bars.', standing('ruled out')),
	told('alongside', 'text', 'Free wins that do not close the gap, each between bars.', (diagnosis) =>
		openIn(diagnosis, 'alongside'),
	),
	told('closes', 'text', 'Whether the plan closes the gap: yes, likely, no, unknown.', ({plan}) => plan.closes),
	told('open', 'text', 'Questions that the evidence leaves open, each between bars.', ({walk}) =>
		walk.trail.filter(({by}) => by === 'open').map(({node}) => node.id),
	),
];

/** What the program makes of a log, as facts: with them a drill's answers are held against the program. */
export const TOOL_FACTS: readonly FactDeclaration[] = [...OF_READING, ...OF_DIAGNOSIS].map(({name, kind, meaning}) => ({
	name,
	kind,
	from: 'derivation',
	label: name.replace('tool.', ''),
	meaning,
}));

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

/** What the plan says to do first; undefined where it is empty. */
export function firstStep({plan}: Diagnosis): RankedRemedy | undefined {
	return plan.restarts[0]?.steps[0];
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
