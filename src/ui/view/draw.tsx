// The only place that calls Ink's render.
import {render} from 'ink';
import {useCallback, useSyncExternalStore} from 'react';
import type {Session} from '../perform.js';
import type {KeyStream} from '../terminal/key-stream.js';
import type {Screen} from '../terminal/screen.js';
import {Wizard} from './wizard.js';

/** Draws a session on a screen until it is over, and gives the code to end with; without a screen, for screen readers, as lines. */
export async function draw(session: Session, keys: KeyStream, screen: Screen | undefined): Promise<number> {
	const app = <App session={session} keys={keys} linear={!screen} />;
	// Ink's types ask for whole streams; it uses write, columns, rows and resize of the one, read and readable of the other.
	const stdin = keys as unknown as NodeJS.ReadStream;
	const stdout = screen as unknown as NodeJS.WriteStream;
	const ink = screen
		? render(app, {stdin, stdout, debug: true, exitOnCtrlC: false, patchConsole: false})
		: render(app, {stdin, exitOnCtrlC: false, patchConsole: false});
	const onResize = (): void => {
		if (!screen) return;
		const {columns, rows} = session.state().size;
		if (columns !== screen.columns || rows !== screen.rows)
			session.dispatch({type: 'resized', size: {columns: screen.columns, rows: screen.rows}});
	};
	screen?.on('resize', onResize);
	// While Ink was loaded the terminal may have changed.
	onResize();
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
	const code = await Promise.race([over, failed.then(() => 0)]);
	await Promise.race([session.idle(), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
	ink.unmount();
	screen?.off('resize', onResize);
	return code;
}

function App({session, keys, linear}: {readonly session: Session; readonly keys: KeyStream; readonly linear: boolean}) {
	const state = useSyncExternalStore(
		useCallback((listener: () => void) => session.watch(listener), [session]),
		session.state,
	);
	return <Wizard rules={session.rules} state={state} dispatch={session.dispatch} keys={keys} linear={linear} />;
}
