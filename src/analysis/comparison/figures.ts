import type {ComparedFigure} from '../../model/comparison.js';
import type {Side} from './side.js';

/** Facts that are set side by side, in this order; those that neither side gives are left out. */
const FIGURES = [
	'code',
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
	'batch.size',
	'sequence.length',
	'vocabulary.size',
	'layers.count',
	'tc.used',
	'sc.used',
	'request.size',
	'request.free',
	'request.contiguous',
] as const;

export function figuresOf(before: Side, after: Side): readonly ComparedFigure[] {
	return FIGURES.flatMap((fact) => {
		const [was, is] = [before.known.text(fact), after.known.text(fact)];
		if (was === undefined && is === undefined) return [];
		return [{fact, ...(was === undefined ? {} : {before: was}), ...(is === undefined ? {} : {after: is})}];
	});
}
