import {layoutOf, type LaidOut} from '../model/layout.js';
import {cheapestOrder} from '../model/mismatch.js';
import type {ArrayShape} from '../model/shape.js';
import {printSize} from '../model/size.js';
import {withDefaultTiles} from '../model/tiling.js';

/** What would take less memory, and who can bring it about; with the default tiles where the text prints none. */
export function paddingAdvice(printed: ArrayShape, asPrinted: LaidOut): readonly string[] {
	const array = withDefaultTiles(printed);
	const laidOut = layoutOf(array) ?? asPrinted;
	const tiles = array === printed ? 'the same tiles' : 'the default tiles';
	const cheapest = cheapestOrder(array);
	const minorToMajor = cheapest.minorToMajor;
	const padded = laidOut.dims.some((dim) => dim.padded > dim.extent);
	if (!padded) return ['Nothing: no dimension is padded.'];
	if (cheapest.bytes < laidOut.bytes) {
		return [
			`With the order \`${cheapest.layout}\` and ${tiles} it would take ${printSize(cheapest.bytes)}.`,
			`For an input or output of the program the order can be asked for: in JAX with a layout whose major_to_minor is (${minorToMajor.toReversed().join(', ')}), from jax.experimental.layout. Inside the program the compiler chooses it: keep the array transposed, so that dimension ${minorToMajor[0] ?? 0} (${extent(array, minorToMajor[0])}) comes last, or merge the small last dimensions into one (reshape).`,
			MULTIPLES,
		];
	}
	return [
		`No other order of its dimensions takes less with ${tiles}. What helps is another extent, or one dimension in the place of two small ones (reshape).`,
		MULTIPLES,
	];
}

function extent({dims}: ArrayShape, dim: number | undefined): string {
	const one = dim === undefined ? undefined : dims[dim];
	return `extent ${one?.extent ?? '?'}`;
}

const MULTIPLES = 'Only the two most minor dimensions pad. A dimension that is a multiple of 128 is never padded.';
