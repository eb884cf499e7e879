import {extentsOf, parseShape, type ArrayShape} from '../../model/shape.js';

/** An array as analysis looks at it: type and extents, without layout and without dimensions of one. */
export interface Plain {
	readonly element: string;
	/** Extents as written. */
	readonly dims: readonly number[];
	/** Extents above one, in order: `[8,1408,1,2048]` and `[8,1408,2048]` are the same array. */
	readonly core: readonly number[];
	/** Bytes without padding. */
	readonly array: ArrayShape;
}

/** The array that a printed shape stands for; undefined for tuples, tokens, cut texts and unbounded dimensions. */
export function plainOf(text: string | undefined): Plain | undefined {
	const shape = text === undefined ? undefined : parseShape(text);
	if (shape?.kind !== 'array') return undefined;
	const dims = extentsOf(shape);
	return dims && {element: shape.element, dims, core: dims.filter((extent) => extent > 1), array: shape};
}

/** `bf16[8,1408,2048]`: a shape without its layout. */
export function bareText(plain: Plain): string {
	return `${plain.element}[${plain.dims.join(',')}]`;
}

/** Arrays inside a shape: the shape itself, or the parts of a tuple at any depth. */
export function arraysIn(text: string): readonly Plain[] {
	const shape = parseShape(text);
	if (!shape) return [];
	const found: Plain[] = [];
	const pending = [shape];
	for (let next = pending.pop(); next; next = pending.pop()) {
		if (next.kind === 'tuple') pending.push(...next.parts.toReversed());
		if (next.kind === 'buffer') pending.push(next.of);
		const dims = next.kind === 'array' ? extentsOf(next) : undefined;
		if (next.kind !== 'array' || !dims) continue;
		found.push({element: next.element, dims, core: dims.filter((extent) => extent > 1), array: next});
	}
	return found;
}
