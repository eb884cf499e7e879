/** The one kind of buffer that most of the need consists of, though no single buffer does. */
import type {Fact} from '../model/fact.js';
import {middle} from '../program/list/buffers.js';
import {textFact} from './derived.js';
import type {Known} from './known.js';

/** A kind that takes more than this share of what is needed is the picture, whatever the number of its buffers. */
const MOST = 0.5;

const KINDS = [
	['vocabulary.bytes', 'The logits (tokens × vocabulary)'],
	['quadratic.bytes', 'Attention scores and masks (sequence × sequence)'],
] as const;

/** `dominant.words`: `The logits (tokens × vocabulary) take 23.18G of 34.90G.` */
export function dominantFact(known: Known): readonly Fact[] {
	const used = known.range('hbm.used');
	if (!used) return [];
	for (const [name, words] of KINDS) {
		const bytes = known.range(name);
		if (!bytes || middle(bytes) <= MOST * middle(used)) continue;
		const text = `${words} take ${known.text(name) ?? ''} of ${known.text('hbm.used') ?? ''}.`;
		const ground = {rule: `${name} above half of hbm.used`, from: [name, 'hbm.used']};
		return [textFact('dominant.words', text, ground)];
	}
	return [];
}
