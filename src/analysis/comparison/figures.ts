import type {ComparedFigure} from '../../model/comparison.js';
import {extentOf} from '../projections.js';
import type {Side} from './side.js';

/** Facts that are set side by side, in this order; those that neither side gives are left out. */
const FIGURES = [
	'code program.name chip.id hbm.used hbm.total hbm.capacity hbm.over over.share hbm.reserved hbm.program',
	'hbm.arguments hbm.output hbm.shared hbm.temp outside.bytes temporaries.bytes padding.bytes f32.bytes',
	'largest.size largest.shape tc.used sc.used request.size request.free request.contiguous vmem.used',
	'vmem.capacity smem.used smem.capacity parameter.index expected.shape got.shape expected.bytes got.bytes',
	'request.device job.framework jax.version libtpu.version',
].flatMap((names) => names.split(' '));

/** Dimensions of a list are inferred: they are set side by side only where both sides show them. */
const INFERRED = ['batch.size', 'sequence.length', 'vocabulary.size', 'layers.count'];

export function figuresOf(before: Side, after: Side): readonly ComparedFigure[] {
	// The number of equal buffers is a count of layers only where something is stacked by it.
	const isShown = (fact: string, {known, analysis: {program}}: Side): boolean =>
		known.has(fact) && (fact !== 'layers.count' || extentOf(program, 'layers') !== undefined);
	const inferred = INFERRED.filter((fact) => isShown(fact, before) && isShown(fact, after));
	return [...FIGURES, ...inferred].flatMap((fact) => {
		const [was, is] = [before.known.text(fact), after.known.text(fact)];
		if (was === undefined && is === undefined) return [];
		return [{fact, ...(was === undefined ? {} : {before: was}), ...(is === undefined ? {} : {after: is})}];
	});
}
