import {z} from 'zod';
import type {SourcePlace} from '../../model/flow.js';
import type {Complaint} from '../../model/playbook.js';
import {Complaints} from '../../playbook/complaints.js';
import {readYaml, type Located} from '../../playbook/located.js';
import type {PlaybookFile} from '../../playbook/index.js';
import {SourceFile} from '../../playbook/source.js';
import {validate} from '../../playbook/validate.js';

const words = z.string().min(1);
const list = z.array(words);
const value = z.union([words, z.number(), z.boolean()]);
const facts = z.record(words, value);

const evidence = {
	log: words.exactOptional().describe('Lines of a log.'),
	file: words.exactOptional().describe('A log, by its path from the folder of the playbook.'),
	facts: facts.exactOptional().describe('Facts by name; a size as XLA prints it.'),
};

const standings = {
	indicated: list.exactOptional().describe('Exactly these remedies are indicated.'),
	unlikely: list.exactOptional(),
	ruledOut: list.exactOptional(),
	alongside: list.exactOptional(),
	says: words.exactOptional().describe('Words of what the verdict says, in the figures of the evidence.'),
	plan: z
		.strictObject({
			first: list.exactOptional().describe('Exactly these remedies are in the first restart.'),
			steps: list.exactOptional().describe('These remedies are among the steps.'),
			closes: z.enum(['yes', 'likely', 'no', 'unknown']).exactOptional(),
		})
		.exactOptional(),
};

const step = z.strictObject({
	asks: words.exactOptional().describe('This question is asked now.'),
	answer: z
		.union([words, z.record(words, words)])
		.exactOptional()
		.describe('An answer to what is asked, or {question: option}.'),
	add: z.strictObject(evidence).exactOptional().describe('Evidence that arrives now.'),
	undo: z.number().int().min(1).exactOptional(),
	redo: z.number().int().min(1).exactOptional(),
	decide: z.record(words, z.enum(['accept', 'postpone', 'reject'])).exactOptional(),
	way: list.exactOptional().describe('The whole way so far: "node option".'),
	against: z.record(words, words).exactOptional().describe('Where the evidence would have chosen otherwise.'),
	verdict: words.exactOptional().describe('The walk ends here.'),
	leads: words.exactOptional().describe('The walk would end here if every open question were passed.'),
	...standings,
});

const answers = z.record(words, words).default({});
const scene = z.strictObject({
	name: words,
	...evidence,
	answers: answers.describe('Answers that are given before the first step, beside those of the file.'),
	steps: z.array(step).min(1),
});

const remedyCase = z.strictObject({
	facts,
	standing: z.enum(['indicated', 'possible', 'unlikely', 'ruled out']),
	because: list.exactOptional().describe('How each reason begins, all of them, in order.'),
	role: z.enum(['close', 'alongside', 'inform']).exactOptional(),
});

const scenesSchema = z.strictObject({
	about: words,
	answers: answers.describe('Answers that every scene begins with.'),
	scenes: z.array(scene).min(1),
});
const casesSchema = z.strictObject({about: words, remedy: words, cases: z.array(remedyCase).min(1)});
const playSchema = z.union([scenesSchema, casesSchema]);

export type EvidenceForm = z.infer<z.ZodObject<typeof evidence>>;
export type StepForm = z.infer<typeof step>;
export type SceneForm = z.infer<typeof scene>;
export type CaseForm = z.infer<typeof remedyCase>;

/** One file of plays, with the places of its parts. */
export type Play =
	| {readonly kind: 'scenes'; readonly file: string; readonly of: Located<z.infer<typeof scenesSchema>>}
	| {readonly kind: 'cases'; readonly file: string; readonly of: Located<z.infer<typeof casesSchema>>};

/** What a play said and what came instead. */
export interface Failure {
	readonly place: SourcePlace;
	readonly message: string;
}

/** Reads a play; complaints say what is wrong with its form. */
export function readPlay({path, text}: PlaybookFile): {
	readonly play?: Play;
	readonly complaints: readonly Complaint[];
} {
	const complaints = new Complaints();
	const yaml = readYaml(new SourceFile(path, text), complaints);
	if (!yaml) return {complaints: complaints.sorted()};
	const isCases = typeof yaml.value === 'object' && yaml.value !== null && 'cases' in yaml.value;
	if (isCases) {
		const of = validate(casesSchema, yaml, complaints);
		return {...(of ? {play: {kind: 'cases', file: path, of}} : {}), complaints: complaints.sorted()};
	}
	const of = validate(scenesSchema, yaml, complaints);
	return {...(of ? {play: {kind: 'scenes', file: path, of}} : {}), complaints: complaints.sorted()};
}

/** The form of plays, for editors. */
export function playJsonSchema(): unknown {
	return z.toJSONSchema(playSchema, {io: 'input'});
}
