// What bytes of a terminal mean: escape sequences that are keys, marks of a paste, control characters.

export const ESC = '\u001B';
export const PASTE_START = `${ESC}[200~`;
export const PASTE_END = `${ESC}[201~`;
// CSI (with the old doubled bracket of the Linux console), SS3, a reply of the terminal, or ESC and one character.
export const SEQUENCE =
	/^\u001B(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[@-~]|[\]P^_X][^\u0007\u001B]*(?:\u0007|\u001B\\)|[^[\]OP^_X\u001B])/;
// Arrows, home, end, page, insert, delete and shift-tab, with or without modifiers. Mouse, focus and other reports are not keys.
export const KEY = /^\u001B(?:\[(?:1;\d+)?[A-DFH]|\[[1-8](?:;\d+)?~|O[A-DFHM]|\[Z)$/;
export const SIGNALS = new Map<string, 'interrupt' | 'suspend' | 'redraw'>([
	['\u0003', 'interrupt'],
	['\u001A', 'suspend'],
	['\u000C', 'redraw'],
]);
export const CONTROL = /^[\u0001-\u0007\u000A-\u000C\u000E-\u001A]$/;
