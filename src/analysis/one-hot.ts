/** One-hot rows that the program makes: indices carry the same in a fraction of the memory. */
import type {Buffer} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {middle, sumOf} from '../program/list/buffers.js';
import {listsOf} from './carried.js';
import {sizeFact, textFact} from './derived.js';

/** As JAX, TensorFlow and PyTorch call it: `one_hot`, `OneHot`, `_one_hot`, `onehot`. */
const ONE_HOT = /(?<![a-z])one_?hot(?![a-z])|(?<![a-z])OneHot/i;

/** `onehot.bytes` and `onehot.words`; absent where no listed buffer is made by such an operation. */
export function oneHotFacts(buffers: readonly Buffer[]): readonly Fact[] {
	const rows = buffers.filter(({op, label}) => ONE_HOT.test(op ?? '') || ONE_HOT.test(label ?? ''));
	const largest = rows.toSorted((a, b) => middle(b.bytes) - middle(a.bytes))[0];
	if (!largest) return [];
	const name = largest.op !== undefined && ONE_HOT.test(largest.op) ? largest.op : 'one_hot';
	const words = `line ${largest.line}, "${name.length > 60 ? `… ${name.slice(-60)}` : name}"`;
	const ground = {
		rule: 'buffers made by a one-hot operation',
		from: listsOf(rows),
		note: `Operation in ${words}.`,
	};
	return [
		sizeFact('onehot.bytes', sumOf(rows.map(({bytes}) => bytes)), ground),
		textFact('onehot.words', words, ground),
	];
}
