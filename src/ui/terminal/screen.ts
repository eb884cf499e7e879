// The screen that Ink draws on. Ink hands over whole frames (its `debug` mode does: no erasing, no scrollback tricks, no
// throttle) and this class shows them in the alternate screen, writing only the lines that changed. So a key costs a few
// hundred bytes instead of the whole screen, nothing flickers, and a frame can never scroll or wipe the user's history.
import {EventEmitter} from 'node:events';
import {writeSync} from 'node:fs';
import {paint, type Paint} from './paint.js';
import {ground} from './themed.js';

const ESC = '\u001B';
// Alternate screen, cleared, cursor hidden, no automatic wrap: a line that is a column too long must not push the others down.
const ENTER = `${ESC}[?1049h${ESC}[2J${ESC}[H${ESC}[?25l${ESC}[?7l`;
const LEAVE = `${ESC}[?7h${ESC}[?25h${ESC}[0m${ESC}[?1049l`;
const SYNC_ON = `${ESC}[?2026h`;
const SYNC_OFF = `${ESC}[?2026l`;

/** The real terminal below. */
export interface Device {
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize', listener: () => void): unknown;
}

export interface ScreenEvents {
	resize: [];
}

export class Screen extends EventEmitter<ScreenEvents> {
	readonly #device: Device;
	readonly #send: (text: string) => void;
	readonly #paint: Paint;
	/** Begins a row, and the cleared screen: erasing fills with the background that is set. */
	readonly #ground: string;
	#shown: string[] = [];
	#frame = '';
	#entered = false;
	readonly #onResize = (): void => {
		this.redraw();
		this.emit('resize');
	};

	constructor(device: Device, looks: Paint, send: (text: string) => void = writeAll) {
		super();
		this.#device = device;
		this.#paint = looks;
		this.#ground = ground(looks.colour ? looks.theme : undefined);
		this.#send = send;
	}

	/** A serial console or `kubectl exec -t` may say 0×0: then the size of a classic terminal is assumed. */
	get columns(): number {
		return this.#device.columns || 80;
	}
	get rows(): number {
		return this.#device.rows || 24;
	}

	enter(): void {
		if (this.#entered) return;
		this.#entered = true;
		this.#send(ENTER);
		this.#device.on('resize', this.#onResize);
		// The terminal may have been resized while another program had it.
		this.#onResize();
	}

	/** Back to the user's own screen as it was. May be called at any time, from anywhere, twice. */
	leave(): void {
		if (!this.#entered) return;
		this.#entered = false;
		this.#device.off('resize', this.#onResize);
		this.#send(LEAVE);
	}

	/** Draws everything anew: after a resize, after a suspend, or because something else wrote on the terminal. */
	redraw(): void {
		if (!this.#entered) return;
		this.#shown = [];
		this.#send(`${this.#ground}${ESC}[2J`);
		if (this.#frame !== '') this.#show();
	}

	/** A frame from Ink; never higher than the terminal less one row. */
	write(frame: string, done?: () => void): boolean {
		// Ink hides and shows the cursor alone now and then; that is not a frame.
		if (frame !== '' && !frame.startsWith(`${ESC}[?25`)) {
			this.#frame = frame;
			if (this.#entered) this.#show();
		}
		done?.();
		return true;
	}

	/** Sends something that is not a frame: a copy to the clipboard. */
	send(sequence: string): void {
		this.#send(sequence);
	}

	#show(): void {
		const next = paint(this.#frame, this.#paint).split('\n').slice(0, this.rows);
		const out: string[] = [];
		for (let y = 0; y < Math.max(next.length, this.#shown.length); y++) {
			const line = next[y] ?? '';
			if (line === this.#shown[y]) continue;
			if (line === '' && this.#shown[y] === undefined) continue;
			out.push(`${ESC}[${y + 1};1H${this.#ground}${ESC}[2K${line}`);
		}
		this.#shown = next;
		if (out.length > 0) this.#send(`${SYNC_ON}${out.join('')}${ESC}[0m${SYNC_OFF}`);
	}
}

/** Writes at once, in order, and even while the process exits. A terminal that is busy is asked again; one that is gone is left alone. */
export function writeAll(text: string): void {
	const bytes = Buffer.from(text);
	for (let at = 0, tries = 0; at < bytes.length && tries < 2000;) {
		try {
			at += writeSync(1, bytes, at);
			tries = 0;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
			tries += 1;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
		}
	}
}
