import type {FactDeclaration} from '../../model/fact.js';

/** Name, kind and meaning of each; several words are put between bars. */
const DECLARED: readonly (readonly [name: string, kind: 'number' | 'text', meaning: string])[] = [
	['incidents', 'number', 'Incidents found.'],
	['codes', 'text', 'Their codes in order, each between bars.'],
	['routed', 'text', 'Failures of others, each between bars.'],
	['occurrences', 'number', 'How often the incident was printed.'],
	['hosts', 'number', 'How many hosts printed it.'],
	['line', 'number', 'Line where it was first seen.'],
	['verdict', 'text', 'Id of the verdict node.'],
	['scenario', 'text', 'Scenario word of the verdict.'],
	['leading', 'text', 'The first three remedies that may close the gap, each between bars.'],
	['first', 'text', 'The first remedy, of any role.'],
	['step', 'text', 'The first step of the plan.'],
	['indicated', 'text', 'Remedies that the evidence indicates, each between bars.'],
	['unlikely', 'text', 'Remedies that the evidence speaks against, each between bars.'],
	['ruled_out', 'text', 'Remedies that cannot help, each between bars.'],
	['alongside', 'text', 'Free wins that do not close the gap, each between bars.'],
	['closes', 'text', 'Whether the plan closes the gap: yes, likely, no, unknown.'],
	['open', 'text', 'Questions that the evidence leaves open, each between bars.'],
];

/** What the program makes of a log, as facts that answers of drills have conditions over; a test computes them and holds the drills to them. */
export const TOOL_FACTS: readonly FactDeclaration[] = DECLARED.map(([label, kind, meaning]) => ({
	name: `tool.${label}`,
	kind,
	from: 'derivation',
	label,
	meaning,
}));
