// Links that a terminal opens on a click (OSC 8). The address is visible ASCII only, so that no text can end the sequence.

const ADDRESS = /^(?:https?|file):\/\/[\u0021-\u007E]+$/;
const OPENINGS = /\u001B\]8;[^\u0007\u001B]*\u001B\\/g;
const LOOKS = /\u001B\[[\d;]*m/g;

/** A text as a link; the text alone where the address is not one of a page or a file. */
export function hyperlink(text: string, address: string): string {
	if (text === '' || !ADDRESS.test(address)) return text;
	return `\u001B]8;;${address}\u001B\\${text}\u001B]8;;\u001B\\`;
}

/** What is seen of a printed line: without looks and links. */
export function visible(line: string): string {
	return line.replace(OPENINGS, '').replace(LOOKS, '');
}
