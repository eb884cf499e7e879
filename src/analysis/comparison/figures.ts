import type {ComparedFigure} from '../../model/comparison.js';
import type {Side} from './side.js';

/** Facts that are set side by side, in this order; those that neither side gives are left out. */
const FIGURES = [
	'code',
	'program.name',
	'chip.id',
	'hbm.used',
	'hbm.total',
	'hbm.capacity',
	'hbm.over',
	'over.share',
	'hbm.reserved',
	'hbm.program',
	'hbm.arguments',
	'hbm.output',
	'hbm.shared',
	'hbm.temp',
	'outside.bytes',
	'temporaries.bytes',
	'padding.bytes',
	'f32.bytes',
	'largest.size',
	'largest.shape',
	'tc.used',
	'sc.used',
	'request.size',
	'request.free',
	'request.contiguous',
	'vmem.used',
	'vmem.capacity',
	'smem.used',
	'smem.capacity',
	'parameter.index',
	'expected.shape',
	'got.shape',
	'expected.bytes',
	'got.bytes',
	'request.device',
	'framework',
	'jax.version',
	'libtpu.version',
] as const;

/** Dimensions are guesses from how extents recur: they are set side by side only where both lists show them. */
const GUESSED: readonly (readonly [fact: string, role: 'batch' | 'sequence' | 'vocabulary' | 'layers'])[] = [
	['batch.size', 'batch'],
	['sequence.length', 'sequence'],
	['vocabulary.size', 'vocabulary'],
	['layers.count', 'layers'],
];

export function figuresOf(before: Side, after: Side): readonly ComparedFigure[] {
	const printed = FIGURES.flatMap((fact) => {
		const [was, is] = [before.known.text(fact), after.known.text(fact)];
		if (was === undefined && is === undefined) return [];
		return [{fact, ...(was === undefined ? {} : {before: was}), ...(is === undefined ? {} : {after: is})}];
	});
	// The number of equal buffers is a count of layers only where something is stacked by it.
	const guessed = GUESSED.flatMap(([fact, role]) => {
		const [was, is] = [before.roles[role], after.roles[role]];
		const shown = [before, after].every(({known}) => known.has(fact));
		return shown && was !== undefined && is !== undefined ? [{fact, before: String(was), after: String(is)}] : [];
	});
	return [...printed, ...guessed];
}
