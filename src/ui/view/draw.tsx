// The only place that calls Ink's render.
import {render} from 'ink';
import {Buffer} from 'node:buffer';
import {useCallback, useSyncExternalStore} from 'react';
import {startSession, type Session} from '../perform.js';
import type {State} from '../state.js';
import type {Looks} from '../terminal/environment.js';
import {guard} from '../terminal/guard.js';
import type {KeyStream} from '../terminal/key-stream.js';
import {Screen} from '../terminal/screen.js';
import type {Wizardry} from '../wizardry.js';
import {Wizard} from './wizard.js';

/** Milliseconds without a first screen while a log is read. */
const PATIENCE = 120;

/** Draws a wizard on this terminal until it is over. */
export async function draw(wizardry: Wizardry, keys: KeyStream, looks: Looks): Promise<{code: number; state: State}> {
	const screen = new Screen(process.stdout, looks);
	const size = (): {columns: number; rows: number} => ({columns: screen.columns, rows: screen.rows});
	const session = startSession(wizardry, size(), (text) =>
		screen.send(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`),
	);
	const release = guard(looks.screenReader ? undefined : screen, keys);
	// A log is read in less time than it takes to see a screen that says so; a large one is waited for on the first screen.
	await Promise.race([session.idle(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
	const app = <App session={session} keys={keys} linear={looks.screenReader} />;
	// Ink's types ask for whole streams; it uses write, columns, rows and resize of the one, read and readable of the other.
	const stdin = keys as unknown as NodeJS.ReadStream;
	const stdout = screen as unknown as NodeJS.WriteStream;
	let code = 0;
	try {
		keys.start();
		if (!looks.screenReader) screen.enter();
		const ink = looks.screenReader
			? render(app, {stdin, exitOnCtrlC: false, patchConsole: false})
			: render(app, {stdin, stdout, debug: true, exitOnCtrlC: false, patchConsole: false});
		const onResize = (): void => session.dispatch({type: 'resized', size: size()});
		screen.on('resize', onResize);
		// A frame that fails to draw ends Ink with an error: it is passed on once the terminal is back.
		const failed = ink.waitUntilExit();
		const over = new Promise<number>((resolve) => {
			const look = (): void => {
				const {over: end} = session.state();
				if (end) resolve(end.code);
			};
			session.watch(look);
			look();
			keys.on('interrupt', () => resolve(130));
		});
		code = await Promise.race([over, failed.then(() => 0)]);
		await Promise.race([session.idle(), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
		ink.unmount();
		screen.off('resize', onResize);
	} finally {
		release();
	}
	return {code, state: session.state()};
}

function App({session, keys, linear}: {readonly session: Session; readonly keys: KeyStream; readonly linear: boolean}) {
	const state = useSyncExternalStore(
		useCallback((listener: () => void) => session.watch(listener), [session]),
		session.state,
	);
	return <Wizard rules={session.rules} state={state} dispatch={session.dispatch} keys={keys} linear={linear} />;
}
