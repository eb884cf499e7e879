/** What the names of operations say about the program: JAX writes each transformation into the path of the name. */
import type {Buffer, BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import type {Incident} from '../model/incident.js';
import {listsOf} from './projections.js';
import {truthFact, type Ground} from './derived.js';

/** Which pass computed a buffer. */
export type Pass = BufferGroup['pass'];

const REMAT_LABEL = /\.remat\d*\b/;
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

/** `training.seen`, `loop.seen`, `remat.compiler`, `remat.checkpoint`: each absent where nothing speaks for or against it. */
export function signFacts(buffers: readonly Buffer[], incident: Incident, forwardOnly = false): readonly Fact[] {
	const signs = signsOf(buffers);
	const returned: Ground = {
		rule: 'no parameter has an output of its shape',
		from: ['slots'],
		note: 'Each matrix of parameters stands an odd number of times outside the heap: no updated one or gradient comes out.',
	};
	const ground: Ground = {rule: 'names of operations and labels', from: listsOf(buffers)};
	const carried = incident.slots.find((slot) => slot.shapes.some(({shape}) => LOOP_STATE.test(shape)));
	const loop = signs.loop ?? (carried ? true : undefined);
	return [
		...(signs.training === undefined && forwardOnly
			? fact('training.seen', false, returned)
			: fact('training.seen', signs.training, ground)),
		...fact(
			'loop.seen',
			loop,
			signs.loop === undefined ? {rule: 'state of a loop in a slot', from: ['slots']} : ground,
		),
		...fact('remat.compiler', signs.compilerRemat, ground),
		...fact('remat.checkpoint', signs.checkpoint, ground),
	];
}

/** A loop carries a tuple that begins with its counter and holds arrays. */
const LOOP_STATE = /^\(s32\[\], .*\[\d+,\d+/;

function fact(name: string, holds: boolean | undefined, ground: Ground): readonly Fact[] {
	return holds === undefined ? [] : [truthFact(name, holds, ground)];
}

/** What the named operations of all buffers show; undefined where nothing speaks for or against it. */
interface Signs {
	readonly training?: boolean;
	readonly loop?: boolean;
	readonly compilerRemat?: boolean;
	readonly checkpoint?: boolean;
}

/** Names needed before their silence is taken for a no. */
const ENOUGH = 3;

/** Reads the signs. A sign seen is yes; a no needs several names that could have shown it. */
function signsOf(buffers: readonly Buffer[]): Signs {
	const ops = buffers.flatMap((buffer) => buffer.op ?? []);
	const labels = buffers.flatMap((buffer) => (buffer.label === undefined ? [] : ownName(buffer.label)));
	// `broadcast.11` is a name the compiler made up: it says nothing about the model.
	const paths = ops.filter((op) => op.includes('/'));
	// Only JAX writes its transformations into names, so only there does silence mean something.
	const jax = paths.filter((op) => /(?:^|\W)p?jit\(/.test(op)).length >= ENOUGH;
	const training = paths.some((op) => /\bjvp\(/.test(op) || BACKWARD.test(op));
	const checkpoint = paths.some((op) => CHECKPOINT.test(op));
	return {
		...decided('training', training, jax),
		...decided(
			'loop',
			paths.some((op) => /\bwhile\b|\bscan\b/.test(op)),
			jax,
		),
		...decided(
			'compilerRemat',
			labels.some((label) => REMAT_LABEL.test(label)),
			labels.length >= ENOUGH,
		),
		...decided('checkpoint', checkpoint, training && jax),
	};
}

/** `%fusion.59.remat3` of a label, without the operands after it. */
function ownName(label: string): string {
	return label.split(/[\s=(]/, 1)[0] ?? '';
}

function decided(name: keyof Signs, seen: boolean, enough: boolean): Signs {
	return seen || enough ? {[name]: seen} : {};
}
