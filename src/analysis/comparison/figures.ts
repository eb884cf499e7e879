import type {ComparedFigure} from '../../model/comparison.js';
import type {Meaning, Program} from '../../model/program.js';
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
const INFERRED = [
	['batch.size', 'batch'],
	['sequence.length', 'sequence'],
	['vocabulary.size', 'vocabulary'],
	['layers.count', 'layers'],
] as const;

export function figuresOf(before: Side, after: Side): readonly ComparedFigure[] {
	const printed = FIGURES.flatMap((fact) => {
		const [was, is] = [before.known.text(fact), after.known.text(fact)];
		if (was === undefined && is === undefined) return [];
		return [{fact, ...(was === undefined ? {} : {before: was}), ...(is === undefined ? {} : {after: is})}];
	});
	// The number of equal buffers is a count of layers only where something is stacked by it.
	const inferred = INFERRED.flatMap(([fact, meaning]) => {
		const [was, is] = [before, after].map(({known, analysis: {program}}) =>
			known.has(fact) ? (extentOf(program, meaning) ?? rowsOf(program, meaning)) : undefined,
		);
		return was === undefined || is === undefined ? [] : [{fact, before: String(was), after: String(is)}];
	});
	return [...printed, ...inferred];
}

/** Rows of a matrix are examples or tokens, which a batch is measured by where it has no dimension of its own. */
function rowsOf(program: Program, meaning: Meaning): number | undefined {
	return meaning === 'batch' ? extentOf(program, 'rows') : undefined;
}
