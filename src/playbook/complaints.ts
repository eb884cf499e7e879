import type {SourcePlace} from '../model/flow.js';
import type {Complaint} from '../model/playbook.js';

/** Every kind of complaint, with what it means in one sentence. The ids are stable. */
export const COMPLAINTS = {
	'claim-cited-twice': 'A statement of the sources is cited in more than one place.',
	'claim-must-say-missing': 'A place cites a statement without saying its decisive words.',
	'claim-uncovered': 'A statement of the sources is cited by nothing that a user can reach.',
	'condition-syntax': 'A condition is not a well-formed expression, or does more than a condition may.',
	'condition-type': 'A condition names an unknown fact, or compares what cannot be compared.',
	'contradictory-condition': 'A condition can never hold.',
	'dead-end': 'An answer leads nowhere.',
	'dead-link': 'A link leads to a page that does not exist.',
	'duplicate-id': 'A name is given twice.',
	'empty-stage': 'A stage of a verdict has no remedy left.',
	'framework-sample': 'A line in a table of a framework is not read as the table says.',
	loop: 'A flow leads back to a node that it has passed.',
	'overlapping-options': 'Two options of one question can hold at the same time.',
	'raw-html': 'A page holds HTML or an image.',
	'redundant-condition': 'A condition decides nothing: it always holds, or another one holds whenever it does.',
	'repeated-remedy': 'A verdict lists a remedy in two stages.',
	schema: 'A file does not have the form it should have.',
	'stale-exemption': 'An exemption is not needed any more.',
	'too-big': 'A file is larger or more deeply nested than any page for people is.',
	'too-long': 'A text is too long for its place on the screen.',
	'unchoosable-option': 'No answer and no evidence can choose an option.',
	'uncited-remedy': 'A remedy names no source.',
	'unknown-claim': 'A page or step cites a statement that is missing from content/claims.yaml and claims-beyond.yaml.',
	'unknown-fact': 'An answer states a fact that is not declared.',
	'unknown-fact-in-template': 'A sentence names a fact that is not declared.',
	'share-of-nothing': 'A sentence prints a share and not of what.',
	'unknown-file': 'A file lies where no file of the playbook belongs.',
	'unknown-flag': 'A remedy names a flag that is not in content/flags.yaml.',
	'unknown-group': 'A stage names an order of stages that does not exist.',
	'unknown-kind': 'A remedy is of a kind that does not exist.',
	'unknown-node': 'An answer leads to a node that does not exist.',
	'unknown-page': 'A step points to a page that does not exist.',
	'unknown-regime': 'A change of a remedy rests on measured responses that do not exist.',
	'unknown-remedy': 'A verdict or a remedy names a remedy that does not exist.',
	'unknown-shared': 'A page names a source or sign that is not in content/shared.yaml.',
	'unknown-term': 'A text uses an abbreviation that no page explains.',
	'unreachable-node': 'No way leads to a node.',
	'unread-fact': 'A condition asks for a fact that nothing reads or derives.',
	'unstated-fact': 'A condition asks for what only a person can say, and no answer says it.',
	'unsupported-markdown': 'A page uses Markdown that the screen cannot show.',
	'unused-fact': 'A fact is declared, and no condition and no sentence names it.',
	'unused-remedy': 'No verdict names a remedy.',
	'yaml-syntax': 'A file is not well-formed YAML.',
} as const satisfies Readonly<Record<string, string>>;

export type ComplaintId = keyof typeof COMPLAINTS;

/** Collects complaints. */
export class Complaints {
	readonly #list: Complaint[] = [];

	add(id: ComplaintId, place: SourcePlace, message: string, hint: string): void {
		this.#list.push({id, place, message, hint});
	}

	/** By file, line, column and id, so that the same files always give the same list. */
	sorted(): readonly Complaint[] {
		const once = new Map(this.#list.map((one) => [printComplaint(one), one])); // a shared part is read with every page that names it
		return [...once.values()].toSorted(
			(a, b) =>
				compare(a.place.file, b.place.file) ||
				a.place.line - b.place.line ||
				a.place.column - b.place.column ||
				compare(a.id, b.id) ||
				compare(a.message, b.message),
		);
	}
}

/** A complaint as compilers print one: `flows/disk.yaml:12:5 unknown-node …`, with the hint on its own line. */
export function printComplaint({id, place, message, hint}: Complaint): string {
	return `${place.file}:${place.line}:${place.column}  ${id}  ${message}\n    ${hint}`;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
