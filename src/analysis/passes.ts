/** What the names of operations say about the program: JAX writes each transformation into the path of the name. */
import type {Buffer, BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import type {Incident} from '../model/incident.js';
import {listsOf} from './projections.js';
import {truthFact, type Ground} from './derived.js';

/** Which pass computed a buffer. */
export type Pass = BufferGroup['pass'];

const REMAT_LABEL = /\.remat\d*\b/;
const OVERLAP = /\basync-collective-(?:start|done)\b/;
const CHECKPOINT = /rematted_computation|\bcheckpoint\b|\bremat\b/;
const BACKWARD = /transpose\((?:jvp|vmap)|\bgradient_tape\b|\/gradients?\//;

/** The pass by the operation's name and the compiler's label: `transpose(jvp(…))` is backward, `.remat` is recomputed. */
export function passOf(op: string | undefined, label: string | undefined): Pass {
	if (label !== undefined && REMAT_LABEL.test(ownName(label))) return 'recompute';
	if (op === undefined) return 'unknown';
	if (/rematted_computation/.test(op)) return 'recompute';
	if (BACKWARD.test(op)) return 'backward';
	return /\bjvp\(/.test(op) ? 'forward' : 'unknown';
}

/** A loop carries a tuple that begins with its counter and holds arrays. */
const LOOP_STATE = /^\(s32\[\], .*\[\d+,\d+/;

/** Whether the path of an operation goes through a loop. */
export function isInLoop(op: string): boolean {
	return /\bwhile\b|\bscan\b/.test(op);
}

/** Names needed before their silence is taken for a no. */
const ENOUGH = 3;

/**
 * `training.seen`, `loop.seen`, `overlap.seen`, `remat.compiler`, `remat.checkpoint`: each absent where nothing speaks for or against it. A sign seen is yes; a
 * no needs several names that could have shown it.
 */
export function signFacts(
	buffers: readonly Buffer[],
	{slots, allocations}: Incident,
	forwardOnly?: Ground,
): readonly Fact[] {
	const labels = buffers.flatMap(({label}) => (label === undefined ? [] : ownName(label)));
	// `broadcast.11` is a name the compiler made up: it says nothing about the model.
	const paths = buffers.flatMap(({op}) => (op?.includes('/') ? op : []));
	// Only JAX writes its transformations into names, so only there does silence mean something.
	const jax = paths.filter((op) => /(?:^|\W)p?jit\(/.test(op)).length >= ENOUGH;
	const training = paths.some((op) => /\bjvp\(/.test(op) || BACKWARD.test(op));
	const ground: Ground = {rule: 'names of operations and labels', from: listsOf(buffers)};
	const sign = (name: string, seen: boolean, enough: boolean): readonly Fact[] =>
		seen || enough ? [truthFact(name, seen, ground)] : [];
	const looping = sign('loop.seen', paths.some(isInLoop), jax);
	const carries = slots.some(({shapes}) => shapes.some(({shape}) => LOOP_STATE.test(shape)));
	const ofSlot: Ground = {rule: 'state of a loop in a slot', from: ['slots']};
	return [
		...(forwardOnly && !training && !jax
			? [truthFact('training.seen', false, forwardOnly)]
			: sign('training.seen', training, jax)),
		...(looping.length === 0 && carries ? [truthFact('loop.seen', true, ofSlot)] : looping),
		...sign(
			'overlap.seen',
			[...buffers, ...allocations].some(({label}) => label !== undefined && OVERLAP.test(label)),
			labels.length >= ENOUGH,
		),
		...sign(
			'remat.compiler',
			labels.some((label) => REMAT_LABEL.test(label)),
			labels.length >= ENOUGH,
		),
		...sign(
			'remat.checkpoint',
			paths.some((op) => CHECKPOINT.test(op)),
			training && jax,
		),
	];
}

/** `%fusion.59.remat3` of a label, without the operands after it. */
function ownName(label: string): string {
	return label.split(/[\s=(]/, 1)[0] ?? '';
}
