/** The form of what a remedy does to the arrays of a program. */
import {z} from 'zod';
import {SCORES} from '../model/change.js';
import {MEANINGS, PLACES, USES} from '../model/program.js';

const words = z.string().min(1).max(4000);
const reach = z
	.strictObject({
		places: z.array(z.enum(PLACES)).exactOptional(),
		uses: z.array(z.enum(USES)).exactOptional(),
		carries: z.enum([...MEANINGS, SCORES]).exactOptional(),
		types: z.array(words).exactOptional(),
		largest: z.literal(true).exactOptional(),
	})
	.meta({id: 'reach', description: 'The arrays for which all given conditions hold.'});

const amount = z
	.union([words, z.number()])
	.transform(String)
	.meta({id: 'amount', description: 'A number, or n for the amount.'});
const stepped = {
	when: words
		.meta({id: 'when', description: 'A condition over declared facts: if false, the step is left out.'})
		.exactOptional(),
	regime: words
		.meta({id: 'regime', description: 'Rows of content/responses.yaml; else those of the kind.'})
		.exactOptional(),
	edit: words
		.meta({
			id: 'stepEdit',
			description: "What to write where the step holds, instead of the page's edit and of settings.",
		})
		.exactOptional(),
	reach,
};

const changeStep = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('substitute'),
		symbol: z.enum(MEANINGS),
		factor: amount,
		...stepped,
		reach: reach.exactOptional(),
	}),
	z.strictObject({kind: z.literal('retype'), to: amount, ...stepped}),
	z.strictObject({kind: z.enum(['drop', 'alias', 'move', 'unpad']), ...stepped}),
	z.strictObject({kind: z.literal('divide'), by: amount.exactOptional(), ...stepped}),
	z.strictObject({kind: z.literal('chunk'), symbol: z.enum(MEANINGS), pieces: amount, ...stepped}),
]);

export const remedyChange = z.strictObject({
	word: words.exactOptional().describe('Its name in `what-if`, beside the id of the page.'),
	amount: amount.exactOptional().describe('n, if none is asked for.'),
	does: z.tuple([changeStep], changeStep),
	adds: z.array(z.enum(USES)).default([]).describe('Uses of arguments that may need a copy.'),
	missing: words.describe('Said of a program that has none of the arrays.'),
	basis: words.describe('What it does, in words; n is the amount.'),
});

/** A change as it is written. */
export type WrittenChange = z.output<typeof remedyChange>;
