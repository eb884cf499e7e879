// Text from logs and files is data. A terminal would obey some of it: colours, cursor moves, titles, text direction. These
// functions leave only characters that draw themselves. Strings that terminals swallow whole go first, then shorter
// sequences, then every control character that is left: so the last step makes harmless what the first ones miss.

/** Nearly all text is this, and screens ask for every word of it. */
const HARMLESS = /^[ -~\n]*$/;
/** Device control strings, titles, links and the like, with their contents, in 7-bit and 8-bit form. One never holds another: linear. */
const STRINGS =
	/(?:\u001B[PX\]^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u0090\u0098\u009C-\u009F\n]*(?:\u0007|\u001B\\|\u009C)/g;
/** Colours, cursor moves, modes. */
const SEQUENCES = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]/g;
/** Character sets, resets, alt-keys. */
const ESCAPES = /\u001B[ -/]*[0-~]?/g;
/** Control characters, marks that turn the direction of text, and characters without width. */
const CONTROLS =
	/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]/gu;
const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text without anything that a terminal would obey; line breaks stay, tabs become blanks, a carriage return is a line break. */
export function neutralise(text: string): string {
	if (HARMLESS.test(text)) return text;
	return text
		.replace(STRINGS, '')
		.replace(SEQUENCES, '')
		.replace(ESCAPES, '')
		.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
		.replace(/\t/g, '    ')
		.replace(CONTROLS, '')
		.replace(LONE_SURROGATES, '\uFFFD');
}

/** The same as one line: line breaks become blanks. */
export function neutraliseLine(text: string): string {
	return neutralise(text).replaceAll('\n', ' ');
}
