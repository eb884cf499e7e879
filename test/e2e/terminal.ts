import addon from '@xterm/addon-unicode11';
import headless, {type Terminal as Xterm} from '@xterm/headless';
import {spawn, type IPty} from '@lydell/node-pty';

// These two are CommonJS, of which an ES module sees the default only.
const {Terminal} = headless;
const {Unicode11Addon} = addon;

const KEYS = {
	enter: '\r',
	tab: '\t',
	esc: '\u001B',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	end: '\u001B[F',
	backspace: '\u007F',
	'ctrl-c': '\u0003',
	'ctrl-d': '\u0004',
	'ctrl-r': '\u0012',
	'ctrl-u': '\u0015',
	'ctrl-z': '\u001A',
} as const;
export type Key = keyof typeof KEYS;

/** Milliseconds to wait for what must come: it takes that long only where it fails, or on a machine that does much else. */
const PATIENCE = 60_000;

export interface TerminalOptions {
	readonly columns?: number;
	readonly rows?: number;
	readonly cwd: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** A program in a real pseudo-terminal, with the screen that a person would see. */
export class TestTerminal {
	readonly #screen: Xterm;
	readonly #pty: IPty;
	#pending = 0;
	#changed = 0;
	#wake = (): void => undefined;
	/** Set when the program has ended. */
	ended: {readonly code: number; readonly signal: number | undefined} | undefined;

	constructor(command: readonly [string, ...string[]], {columns = 100, rows = 30, cwd, env = {}}: TerminalOptions) {
		this.#screen = new Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 2000});
		this.#screen.loadAddon(new Unicode11Addon());
		this.#screen.unicode.activeVersion = '11';
		const clean = Object.fromEntries(
			Object.entries(process.env).filter(
				([name]) => !/^(?:CI|NO_COLOR|FORCE_COLOR|NODE_EXTRA_CA_CERTS|VITEST.*)$/.test(name),
			),
		);
		const [file, ...argv] = command;
		this.#pty = spawn(file, argv, {
			name: 'xterm-256color',
			cols: columns,
			rows,
			cwd,
			env: {...clean, TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env},
		});
		this.#pty.onData((data) => {
			this.#pending += 1;
			this.#changed += 1;
			this.#screen.write(data, () => {
				this.#pending -= 1;
				this.#wake();
			});
		});
		this.#screen.onData((reply) => this.#pty.write(reply)); // a program may ask the terminal what it is
		this.#pty.onExit(({exitCode, signal}) => {
			this.ended = {code: exitCode, signal};
			this.#wake();
		});
	}

	/** The emulated terminal, to draw pictures of. */
	get screen(): Xterm {
		return this.#screen;
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** What is on the screen, without trailing blanks. */
	text(): string {
		const {active} = this.#screen.buffer;
		return Array.from(
			{length: this.#screen.rows},
			(_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '',
		)
			.join('\n')
			.trimEnd();
	}

	/** Whether the program draws on the alternate screen. */
	get alternate(): boolean {
		return this.#screen.buffer.active.type === 'alternate';
	}

	press(...keys: readonly Key[]): void {
		for (const key of keys) this.#pty.write(KEYS[key]);
	}

	type(text: string): void {
		this.#pty.write(text);
	}

	resize(columns: number, rows: number): void {
		this.#screen.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Closes the window: the terminal is gone, and the system tells the program so or not. */
	close(): void {
		(this.#pty as IPty & {destroy(): void}).destroy();
	}

	kill(signal: NodeJS.Signals): void {
		if (!this.ended) this.#pty.kill(signal);
	}

	/** Waits until the screen shows something; the error carries the screen. */
	async waitFor(wanted: string | RegExp | ((screen: string) => boolean), limit = PATIENCE): Promise<string> {
		const holds = (screen: string): boolean =>
			typeof wanted === 'function'
				? wanted(screen)
				: typeof wanted === 'string'
					? screen.includes(wanted)
					: wanted.test(screen);
		await this.#until(() => this.#whole && holds(this.text()), limit, String(wanted));
		return this.text();
	}

	/** Presses a key, or types what stands in quotes, and waits until the screen has answered and is at rest. */
	async step(key: Key | `"${string}"`): Promise<string> {
		const before = this.#changed;
		if (key.startsWith('"')) this.type(key.slice(1, -1));
		else this.press(key as Key);
		await this.#until(() => this.#changed > before || this.ended !== undefined, PATIENCE, `an answer to ${key}`);
		return this.settle();
	}

	/** Waits until nothing has been drawn for a moment. */
	async settle(quiet = 60): Promise<string> {
		let seen = -1;
		let since = performance.now();
		await this.#until(
			() => {
				if (seen !== this.#changed || !this.#whole) {
					seen = this.#changed;
					since = performance.now();
				}
				return performance.now() - since >= quiet;
			},
			PATIENCE,
			'rest',
			quiet / 4,
		);
		return this.text();
	}

	async end(limit = PATIENCE): Promise<number> {
		await this.#until(() => this.ended !== undefined, limit, 'the end');
		return this.ended?.code ?? -1;
	}

	/** Whether no frame is on its way: a program marks where one begins and ends. */
	get #whole(): boolean {
		return this.#pending === 0 && !this.#screen.modes.synchronizedOutputMode;
	}

	/** Looks whenever something was drawn, and now and then in between. */
	async #until(holds: () => boolean, limit: number, what: string, every = 100): Promise<void> {
		const stop = performance.now() + limit;
		while (!holds()) {
			if (performance.now() > stop) {
				throw new Error(
					`Waited in vain for ${what}. Ended: ${JSON.stringify(this.ended)}. The screen:\n${this.text()}`,
				);
			}
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, every);
				this.#wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
	}
}
