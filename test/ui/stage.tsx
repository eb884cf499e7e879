// A stage for the wizard: ink-testing-library draws it, and its keys come through a real KeyStream.
import {EventEmitter} from 'node:events';
import {render} from 'ink-testing-library';
import {useSyncExternalStore} from 'react';
import {startSession, type Session} from '../../src/ui/perform.js';
import {here, type State} from '../../src/ui/state.js';
import type {KeySource} from '../../src/ui/terminal/key-source.js';
import {KeyStream} from '../../src/ui/terminal/key-stream.js';
import {Wizard} from '../../src/ui/view/wizard.js';
import {world, type World} from './fixture.js';
import {rememberRowsHere} from './ink-output.js';

await rememberRowsHere();

export const KEYS: Readonly<Record<string, string>> = {
	enter: '\r',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	esc: '\u001B',
	space: ' ',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pgup: '\u001B[5~',
	pgdn: '\u001B[6~',
	backspace: '\u007F',
	'ctrl-r': '\u0012',
	'ctrl-u': '\u0015',
};

class Source extends EventEmitter implements KeySource {
	setRawMode(): void {}
	resume(): void {}
	pause(): void {}
	ref(): void {}
	unref(): void {}
}

export interface Stage {
	readonly session: Session;
	readonly world: World;
	readonly copied: readonly string[];
	/** Types keys by name, or text, and waits until all that follows has happened. */
	readonly press: (...keys: readonly string[]) => Promise<void>;
	readonly paste: (text: string) => Promise<void>;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	/** The screen without colours, blanks at the ends of lines cut. */
	readonly text: () => string;
	/** The frame as Ink gave it. */
	readonly frame: () => string;
	readonly tallest: () => number;
	readonly state: () => State;
	readonly where: () => string;
	readonly close: () => void;
}

/** Opens the wizard on a terminal of a size. `wait`: after each key, until nothing is being done outside. */
export async function stage({
	columns = 100,
	rows = 30,
	world: given = world(),
	linear = false,
	wait = true,
}: {columns?: number; rows?: number; world?: World; linear?: boolean; wait?: boolean} = {}): Promise<Stage> {
	const source = new Source();
	const keys = new KeyStream(source, () => undefined, {
		escapeMs: 2,
		times: {hold: 0, doubt: 0, pause: 20, rest: 0},
	});
	const copied: string[] = [];
	const session = startSession(given, {columns, rows}, (text) => copied.push(text));
	function App() {
		const state = useSyncExternalStore(session.watch, session.state);
		return <Wizard rules={session.rules} state={state} dispatch={session.dispatch} keys={keys} linear={linear} />;
	}
	const {stdin, frames, lastFrame, unmount} = render(<App />);
	keys.on('readable', () => stdin.write(keys.read() ?? ''));
	keys.start();
	let tallest = 0;
	const measured = (): number => {
		for (const frame of frames.splice(0, frames.length - 1)) tallest = Math.max(tallest, frame.split('\n').length);
		return Math.max(tallest, (lastFrame() ?? '').split('\n').length);
	};
	/** Everything typed has been taken and every effect done: a few turns without a change. */
	const settled = async (): Promise<void> => {
		for (let calm = 0; calm < 8; calm++) {
			const before = session.state();
			await new Promise((resolve) => setImmediate(resolve));
			if (wait) await session.idle();
			if (session.state() !== before) calm = 0;
		}
	};
	/** Every key was offered, and all that follows from it has happened. When the wizard has ended nobody takes them any more. */
	const taken = async (): Promise<void> => {
		while (keys.waiting && !session.state().over) await new Promise((resolve) => setTimeout(resolve, 1));
		await settled();
	};
	await settled();
	return {
		session,
		world: given,
		copied,
		press: async (...names) => {
			for (const name of names) {
				source.emit('data', Buffer.from(KEYS[name] ?? name));
				await taken();
			}
		},
		paste: async (text) => {
			source.emit('data', Buffer.from(`\u001B[200~${text}\u001B[201~`));
			await taken();
		},
		resize: async (toColumns, toRows) => {
			session.dispatch({type: 'resized', size: {columns: toColumns, rows: toRows}});
			await settled();
		},
		text: () =>
			(lastFrame() ?? '')
				.replace(/\u001B\[[\d;]*m/g, '')
				.split('\n')
				.map((row) => row.trimEnd())
				.join('\n'),
		frame: () => lastFrame() ?? '',
		tallest: measured,
		state: session.state,
		where: () => here(session.state()).screen,
		close: () => {
			unmount();
			keys.stop();
		},
	};
}
