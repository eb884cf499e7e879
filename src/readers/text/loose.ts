/**
 * A pattern for the blank-free, lower-case text of a passage. Blanks in the source are for the reader only: write
 * ``loose`used (?<hbm_used>${SIZE}) of` ``. Named groups become facts: the first `_` stands for the dot (`hbm_used`).
 */
export function loose(strings: TemplateStringsArray, ...parts: readonly string[]): RegExp {
	return new RegExp(String.raw({raw: strings.raw}, ...parts).replace(/\s+/g, ''), 'dg');
}

/** The same, to be tried at one place only. */
export function sticky(strings: TemplateStringsArray, ...parts: readonly string[]): RegExp {
	return new RegExp(String.raw({raw: strings.raw}, ...parts).replace(/\s+/g, ''), 'dy');
}

/** A printed size: `29.49g`, `7.53gib`, `64b`, or the count before the word bytes. A number without unit is none: it may be cut off. */
export const SIZE = String.raw`\d[\d,]*(?:\.\d+)?(?:[kmgtpe](?:ib)?|b(?!ytes)|(?=bytes))`;

/** A shape with or without layout. */
export const SHAPE = String.raw`[a-z]\w{0,15}\[[\d,<=?]*\](?:\{[^{}]{0,200}\})?`;

/** Memory spaces as messages name them. */
export const SPACE = '(?:hbm|vmem|smem|sflag|cmem|sparsecore|host)';

/** Punctuation between two pieces of one message: full stops, dashes, quotes, ellipses. */
export const GAP = String.raw`[^\w(]{0,8}`;

/** Where a tuple of shapes ends that begins at a position: after the bracket that closes it. */
export function tupleEnd(text: string, start: number): number | undefined {
	let depth = 0;
	for (let at = start; at < text.length; at += 1) {
		const sign = text.charCodeAt(at);
		if (sign === 40) depth += 1;
		else if (sign === 41) depth -= 1;
		if (depth === 0) return at > start ? at + 1 : undefined;
	}
	return undefined;
}
