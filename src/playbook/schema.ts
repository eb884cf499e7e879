import {SLOTS} from '../model/patterns.js';
import {USES} from '../model/program.js';
import {z} from 'zod';
import {FAILURE_CLASSES} from '../model/flow.js';
import {REMEDY_KINDS, REMEDY_ROLES} from '../model/remedy.js';
import {remedyChange} from './change-schema.js';
import {frameworkSchema} from './framework-schema.js';

// Bounds keep all work on a text short: a sentence for people never comes near them.
const words = z.string().min(1).max(4000).meta({id: 'text'});
const id = z
	.string()
	.max(100)
	.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name has letters, digits, "-", "_" and "." only');
const ids = z.array(words).max(200).meta({id: 'texts'});

const citation = z
	.strictObject({title: words, source: words.describe('A URL, the name of a document, or `measured: …`.')})
	.meta({id: 'citation'});
const cites = ids.default([]).describe('Names of sources in content/shared.yaml.');

const option = z.strictObject({
	id,
	label: words,
	when: words.exactOptional().describe('A condition over declared facts; if true, the evidence chooses this option.'),
	because: words.exactOptional().describe('Said when the evidence chose it. Facts are in braces.'),
	states: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
	claims: ids.default([]),
	goto: words.describe('A node of this flow, or other-flow/node.'),
});

export const questionSchema = z.strictObject({
	ask: words,
	why: words.describe('Why it matters.'),
	how: words.describe('How to find out.'),
	command: words.exactOptional(),
	page: words.exactOptional(),
	claims: ids.default([]),
	junction: z.literal(true).exactOptional().describe('Never asked: what is known chooses the way on.'),
	unless: words.exactOptional().describe('Not asked where this holds; the way on is that of "not sure".'),
	binding: z.literal(true).exactOptional().describe('An answer against the evidence is refused.'),
	options: z.tuple([option], option),
	unsure: z.strictObject({goto: words, because: words}),
});

const stage = z.strictObject({
	remedies: ids.exactOptional().describe('Remedies and groups of remedies.'),
	when: words.exactOptional().describe('If false, these remedies wait for a later stage that lists them.'),
	then: words.exactOptional().describe('An order of stages from flows/groups.yaml, instead of remedies.'),
	beside: ids.exactOptional().describe('Of the same stage; their first joins the first of remedies in one restart.'),
	except: ids.exactOptional().describe('Remedies and groups to leave out.'),
});

export type WrittenStage = z.infer<typeof stage>;

export const verdictSchema = z.strictObject({
	verdict: words,
	title: words,
	says: words,
	page: words.exactOptional(),
	claims: z.tuple([words], words),
	class: z.enum(FAILURE_CLASSES).exactOptional().describe('Who looks at it, if known.'),
	retryable: z.boolean().default(false).describe('The same run, started again unchanged, may succeed.'),
	stages: z.tuple([stage], stage).describe('A stage is finished before the next begins.'),
});

/** Named sets of remedies, and named orders of stages, that several verdicts share. */
export const groupsSchema = z.strictObject({
	groups: z.record(id, z.strictObject({about: words, remedies: z.tuple([words], words)})).default({}),
	orders: z.record(id, z.strictObject({about: words, stages: z.tuple([stage], stage)})).default({}),
});

export type Group = z.infer<typeof groupsSchema>['groups'][string];
export type Order = z.infer<typeof groupsSchema>['orders'][string];

/** The outer form of a flow file; nodes are looked at one by one, so that each complaint names what the node should be. */
export const flowSchema = z.strictObject({flow: id, nodes: z.record(id, z.unknown())});

/** The whole form of a flow file, for editors. */
export const wholeFlowSchema = z.strictObject({
	flow: id,
	nodes: z.record(id, z.union([questionSchema, verdictSchema])),
});

export const pageSchema = z.strictObject({
	title: words,
	summary: words.describe('One sentence.'),
	aliases: ids.default([]),
	claims: ids.default([]),
	cites,
	citations: z.array(citation).default([]),
});

const signParts = {
	when: words,
	because: words,
	weight: z.number().default(0),
	basis: words
		.default('reasoned')
		.describe('measured or documented, with the source; left out for reasons and answers.'),
};
const sign = z.strictObject(signParts).meta({id: 'sign'});

/** Sources and signs that several pages share: pages name them under `cites` and `signs`. */
export const sharedSchema = z.strictObject({
	sources: z.record(id, citation).default({}),
	signs: z.record(id, z.strictObject({for: z.enum(['indicated', 'unlikely', 'ruledOut']), ...signParts})).default({}),
});
export type SharedSign = z.infer<typeof sharedSchema>['signs'][string];

export const remedySchema = z.strictObject({
	title: words,
	kind: z.enum(REMEDY_KINDS),
	safety: z.enum(['safe', 'risky', 'changes-behaviour']),
	safetyNote: words,
	gain: words,
	costs: ids.default([]),
	telltale: words,
	effort: z.literal([1, 2, 3, 4, 5]),
	lastResort: z.boolean().default(false),
	indicated: z.array(sign).default([]),
	unlikely: z.array(sign).default([]),
	ruledOut: z.array(sign).default([]),
	signs: ids.default([]).describe('Names of signs in content/shared.yaml.'),
	prior: z
		.strictObject({weight: z.number().min(0).max(100), basis: words})
		.exactOptional()
		.describe('How often this change alone made a measured program fit, 0 to 100.'),
	role: z
		.enum(REMEDY_ROLES)
		.default('change')
		.describe('check and win go along with the first restart; evidence and report change nothing.'),
	room: z.boolean().default(false).describe('It gives more memory: a larger chip.'),
	anyRestart: z.boolean().default(false).describe('Evidence that comes with any next run of the job.'),
	oneByOne: z.boolean().default(false).describe('Its flags are tried one at a time.'),
	probe: z
		.strictObject({
			edit: z.enum(['donate', 'shard']).exactOptional().describe('How the program of a dump is edited for it.'),
			devices: z.enum(['larger', 'more']).exactOptional().describe('Chips with more memory, or twice the devices.'),
			unchanged: z.boolean().default(false).describe('The unchanged program, compiled by another libtpu, proves it.'),
			own: z.boolean().default(false).describe('Only the step can make the change; it gets the id of the page.'),
			step: z
				.array(z.strictObject({name: id, python: words, asks: words.exactOptional()}))
				.default([])
				.describe("Variants of the user's step, the mildest first, and their names in `what-if`."),
		})
		.exactOptional()
		.describe('How `probe` tries it.'),
	change: remedyChange.exactOptional().describe('What it does to the arrays of a program.'),
	edit: words.exactOptional().describe('What to change without a setting of the framework: up to three short lines.'),
	verify: words,
	flags: ids.default([]),
	claims: ids.default([]),
	cites,
	citations: z.array(citation).default([]),
	overlaps: ids.default([]),
});

export const factsSchema = z.strictObject({
	facts: z.array(
		z.strictObject({
			name: z
				.string()
				.regex(/^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/, 'a fact has small letters, digits, "_" and dots'),
			kind: z.enum(['size', 'number', 'text', 'truth']),
			from: z.enum(['reader', 'derivation', 'answer']).default('reader'),
			ids: z.literal(true).exactOptional(),
			label: words,
			meaning: words.exactOptional(),
		}),
	),
});

export const flagsSchema = z.strictObject({
	flags: z.array(
		z.strictObject({
			name: id,
			type: z.enum(['bool', 'int', 'float', 'enum', 'string', 'effort']),
			unit: words.exactOptional(),
			values: z.array(z.string()).exactOptional(),
			default: z.string(),
			suggested: z.string().exactOptional(),
			channels: z.array(z.enum(['LIBTPU_INIT_ARGS', 'XLA_FLAGS', 'compiler_options', 'jax_config'])),
			effect: words,
			cost: words,
			harm: z
				.strictObject({
					when: z.string().regex(/^(?:on|off|above -?\d+)$/, 'a harm is "on", "off" or "above" a whole number'),
					because: words,
				})
				.exactOptional()
				.describe('When a value in force makes memory worse, and why.'),
			measured: z
				.array(z.strictObject({libtpu: words, accepted: z.boolean().default(true), note: words.exactOptional()}))
				.default([]),
			instead: ids.exactOptional(),
			correction: words.exactOptional(),
			purpose: z.enum(['memory', 'debug', 'scheduling', 'sparsecore', 'layout', 'vmem']),
			claims: ids.default([]),
			cites,
			citations: z.array(citation).default([]),
		}),
	),
});

export const chipsSchema = z.strictObject({
	chips: z.array(
		z.strictObject({
			id,
			name: words,
			usable: z.array(words),
			devicesPerChip: z.number().int().min(1),
			vmem: words,
			order: z.number(),
			note: words.exactOptional(),
		}),
	),
});

export const responsesSchema = z.strictObject({
	responses: z.array(
		z.strictObject({regime: words, low: z.number(), high: z.number(), n: z.number().int().min(1), source: words}),
	),
});

/** `batch sequence width`: roles of the dimensions, in order. */
const slots = words.transform((text, context) =>
	text.split(' ').map((name) => {
		const slot = SLOTS.find((one) => one === name);
		if (slot === undefined) context.addIssue({code: 'custom', message: `${name} is not a role of a dimension.`});
		return slot ?? 'any';
	}),
);

export const patternsSchema = z.strictObject({
	patterns: z.array(
		z.strictObject({
			id,
			dims: slots,
			side: z.enum(['inside', 'outside']).default('inside'),
			types: z.enum(['float', 'integer', 'any']).default('float'),
			use: z.enum(USES),
			fit: z.number().min(0).max(1),
			operation: words.exactOptional(),
		}),
	),
	vocabularies: z.array(z.number().int()),
	models: z.array(z.strictObject({name: words, vocabulary: z.number().int(), source: words})),
	heads: z.array(z.number().int()),
	vocabularyOperation: words,
});

const objection = z.strictObject({when: words, because: words});
export const tuningSchema = z.strictObject({
	warning: words,
	cannot: z.array(objection),
	patience: z.number().int().min(1),
	levels: z.array(z.strictObject({id, title: words, unless: z.array(objection).default([])})),
	steps: z.array(
		z.strictObject({
			id,
			title: words,
			level: id,
			set: z.record(id, z.string()),
			needs: words.exactOptional(),
			unless: z.array(objection).default([]),
			after: id.exactOptional(),
			expects: words.exactOptional(),
			costs: words.exactOptional(),
			rescued: z.tuple([z.number().int().min(0), z.number().int().min(1)]).exactOptional(),
			auto: z.boolean().default(true),
			page: words,
		}),
	),
});

/** What lints pass over, each with its reason. */
export const exemptionsSchema = z.strictObject({
	facts: z.record(z.string(), words).default({}),
	words: z.record(z.string(), words).default({}),
});

const claimSchema = z.strictObject({id, kind: words, says: words, must: z.array(words).min(1).max(3)});
/** A row of the table of claims. */
export type ClaimRow = z.infer<typeof claimSchema>;

export const claimsSchema = z.strictObject({
	seeds: z.record(z.string(), z.union([words, z.array(words)])).exactOptional(),
	claims: z.array(claimSchema),
});

/** The forms that editors can complete and check, by the file they are written to. */
export function publishedSchemas(): Readonly<Record<string, unknown>> {
	return {
		'flows/flow.schema.json': z.toJSONSchema(wholeFlowSchema, {io: 'input'}),
		'content/framework.schema.json': z.toJSONSchema(frameworkSchema, {io: 'input'}),
		'content/page.schema.json': z.toJSONSchema(pageSchema, {io: 'input'}),
		'content/remedy.schema.json': z.toJSONSchema(remedySchema, {io: 'input'}),
	};
}
