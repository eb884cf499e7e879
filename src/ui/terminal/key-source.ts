// What the keyboard needs of a terminal, and what it says to the screen.

/** What the stream needs of a terminal: `tty.ReadStream` has it. */
export interface KeySource {
	setRawMode(on: boolean): unknown;
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	off(event: 'data', listener: (chunk: Buffer) => void): unknown;
	on(event: 'end' | 'close' | 'error', listener: () => void): unknown;
	resume(): unknown;
	pause(): unknown;
	ref(): unknown;
	unref(): unknown;
}

/**
 * `interrupt`: ctrl-c. `suspend`: ctrl-z. `redraw`: ctrl-l. These are told at once and are no keys; all else is in order.
 * `gone`: there will never be another key, as the terminal was closed.
 */
export interface KeyEvents {
	/** A whole paste, once, whether or not the terminal marks it as one. */
	paste: [text: string];
	/** A paste is on its way: so many characters until now. Undefined when none is any more. */
	receiving: [characters: number | undefined];
	gone: [];
	interrupt: [];
	suspend: [];
	redraw: [];
	/** A control character other than enter, tab and backspace, in its turn, while a text field has the focus: `ctrl-u`. */
	control: [name: string];
	readable: [];
}
