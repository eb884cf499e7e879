// Figures that somebody remembers, as the message that they come from.

const SIZE = String.raw`\d+(?:[.,]\d+)?\s*[KMGT](?:i?B)?`;
const USED = new RegExp(
	String.raw`(${SIZE})\D{0,30}?(?:of|out of|from|/|but|with only|where)\s*(?:only\s*)?(${SIZE})`,
	'i',
);
const CODE = /\bE[0-3]\d{3}\b/i;
const REQUEST = /\b(?:allocate|allocating|request(?:ed)?|reserve)\b/i;

/** A message with the remembered figures, for the readers; undefined where the words have neither figures of that kind nor a code nor a name of an error. */
export function rememberedMessage(words: string): string | undefined {
	const code = CODE.exec(words)?.[0].toUpperCase();
	const [, used, limit] = USED.exec(words) ?? [];
	const lead = code === undefined ? '' : `${code}: `;
	if (used !== undefined && limit !== undefined) {
		if (REQUEST.test(words) || code === 'E0100')
			return `${lead}RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate ${size(used)}. That was not possible. There are ${size(limit)} free.`;
		return `${lead}RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used ${size(used)} of ${size(limit)} hbm.`;
	}
	if (code !== undefined) return words;
	return /RESOURCE_EXHAUSTED|out of memory|Oom\b|hbm/i.test(words) && /\d/.test(words) ? words : undefined;
}

/** `34,9 GiB` as messages print it: `34.9G`. */
function size(text: string): string {
	return text.replace(',', '.').replace(/\s+/g, '').replace(/i?B$/i, '').toUpperCase();
}
