import type {Diagnosis, RankedRemedy} from '../../model/diagnosis.js';
import type {Fact, FactDeclaration, FactValue} from '../../model/fact.js';
import type {Reading} from '../../model/incident.js';

/** What the program makes of a log, as facts: with them a drill's answers are held against the program. */
export const TOOL_FACTS: readonly FactDeclaration[] = [
	declared('tool.incidents', 'number', 'Incidents found.'),
	declared('tool.codes', 'text', 'Their codes in order, each between bars.'),
	declared('tool.occurrences', 'number', 'How often the incident was printed.'),
	declared('tool.hosts', 'number', 'How many hosts printed it.'),
	declared('tool.line', 'number', 'Line where it was first seen.'),
	declared('tool.routed', 'text', 'Failures of others, each between bars.'),
	declared('tool.verdict', 'text', 'Id of the verdict node.'),
	declared('tool.scenario', 'text', 'Scenario word of the verdict.'),
	declared('tool.leading', 'text', 'The first three remedies that may close the gap, each between bars.'),
	declared('tool.first', 'text', 'The first remedy, of any role.'),
	declared('tool.step', 'text', 'The first step of the plan.'),
	declared('tool.indicated', 'text', 'Remedies that the evidence indicates, each between bars.'),
	declared('tool.unlikely', 'text', 'Remedies that the evidence speaks against, each between bars.'),
	declared('tool.ruled_out', 'text', 'Remedies that cannot help, each between bars.'),
	declared('tool.alongside', 'text', 'Free wins that do not close the gap, each between bars.'),
	declared('tool.closes', 'text', 'Whether the plan closes the gap: yes, likely, no, unknown.'),
	declared('tool.open', 'text', 'Questions that the evidence leaves open, each between bars.'),
];

/** All facts of one incident with what the program concluded; without an incident, that there is none. */
export function truthOf(reading: Reading, diagnosis: Diagnosis | undefined): readonly Fact[] {
	const common = [
		number('tool.incidents', reading.incidents.length),
		text('tool.codes', barred(reading.incidents.map(({code}) => code))),
		text('tool.routed', barred(reading.routed.map(({kind}) => kind))),
	];
	if (!diagnosis) return common;
	const {incident} = diagnosis.analysis;
	const standing = (wanted: string): string =>
		barred(diagnosis.remedies.filter((ranked) => ranked.standing === wanted).map(({remedy}) => remedy.id));
	const open = diagnosis.remedies.filter((ranked) => ranked.standing !== 'ruled out');
	const closing = open.filter(({role}) => role === 'close').map(({remedy}) => remedy.id);
	return [
		...common,
		number('tool.occurrences', incident.occurrences),
		number('tool.hosts', incident.hosts.length),
		number('tool.line', incident.at.line),
		text('tool.verdict', diagnosis.verdict.id),
		text('tool.scenario', diagnosis.verdict.verdict),
		text('tool.leading', barred(closing.slice(0, 3))),
		text('tool.first', open[0]?.remedy.id ?? ''),
		text('tool.step', firstStep(diagnosis)?.remedy.id ?? ''),
		text('tool.indicated', standing('indicated')),
		text('tool.unlikely', standing('unlikely')),
		text('tool.ruled_out', standing('ruled out')),
		text('tool.alongside', barred(open.filter(({role}) => role === 'alongside').map(({remedy}) => remedy.id))),
		text('tool.closes', diagnosis.plan.closes),
		text('tool.open', barred(diagnosis.walk.trail.filter(({by}) => by === 'open').map(({node}) => node.id))),
		...diagnosis.walk.facts,
	];
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

function barred(words: readonly string[]): string {
	return words.length === 0 ? '' : `|${words.join('|')}|`;
}

function number(name: string, value: number): Fact {
	return fact(name, {kind: 'number', text: String(value), range: {low: value, high: value}});
}

function text(name: string, value: string): Fact {
	return fact(name, {kind: 'text', text: value});
}

function fact(name: string, value: FactValue): Fact {
	return {name, value, origin: {by: 'derivation', rule: 'practice', from: []}};
}

function declared(name: string, kind: 'number' | 'text', meaning: string): FactDeclaration {
	return {name, kind, from: 'derivation', label: name.replace('tool.', ''), meaning};
}
