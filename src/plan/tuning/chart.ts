import {middle} from '../../model/interval.js';
import type {Size} from '../../model/size.js';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Needs as a row of small bars, from the lowest to the highest of them; a need that is not known is a blank. Differences are
 * shown and not amounts: flags move a need by little.
 */
export function chart(needs: readonly (Size | undefined)[]): string {
	const values = needs.map((need) => need && middle(need.bytes));
	const known = values.filter((value) => value !== undefined);
	const low = Math.min(...known);
	const high = Math.max(...known);
	return values
		.map((value) => {
			if (value === undefined) return ' ';
			const step = high > low ? Math.round(((value - low) / (high - low)) * (BLOCKS.length - 1)) : 3;
			return BLOCKS[step] ?? ' ';
		})
		.join('');
}
