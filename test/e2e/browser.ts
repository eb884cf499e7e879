// A headless Chromium, spoken to through pipes (Chrome DevTools Protocol): enough to check a page, without a dependency.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Duplex} from 'node:stream';

export interface Page {
	/** Calls a method of the protocol. */
	readonly send: (method: string, params?: object) => Promise<Record<string, unknown>>;
	readonly go: (url: string) => Promise<void>;
	/** The value of an expression in the page. */
	readonly evaluate: (expression: string) => Promise<unknown>;
	readonly press: (key: 'Tab' | 'Enter', shift?: boolean) => Promise<void>;
	readonly close: () => Promise<void>;
}

interface Message {
	readonly id?: number;
	readonly method?: string;
	readonly sessionId?: string;
	readonly result?: Record<string, unknown>;
	readonly error?: {readonly message: string};
}

/** Where a Chromium is installed; undefined where there is none. */
export function chromium(): string | undefined {
	const names = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
	return [process.env['CHROMIUM'], ...names].find((name) => name !== undefined && existsSync(name));
}

/** Starts a browser with one empty page. */
export async function openPage(executable: string): Promise<Page> {
	const profile = mkdtempSync(path.join(tmpdir(), 'xla-triage-browser-'));
	const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
	const child = spawn(executable, [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
		stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
	});
	const [, , , toBrowser, fromBrowser] = child.stdio as unknown as readonly [null, null, null, Duplex, Duplex];
	const waiting = new Map<number, (message: Message) => void>();
	const listeners = new Set<(message: Message) => void>();
	let count = 0;
	let rest = '';
	fromBrowser.setEncoding('utf8').on('data', (chunk: string) => {
		const texts = (rest + chunk).split('\0');
		rest = texts.pop() ?? '';
		for (const text of texts) {
			const message = JSON.parse(text) as Message;
			const answer = message.id === undefined ? undefined : waiting.get(message.id);
			if (answer && message.id !== undefined) waiting.delete(message.id);
			if (answer) answer(message);
			else for (const listener of listeners) listener(message);
		}
	});
	child.once('exit', () => {
		for (const answer of waiting.values()) answer({error: {message: 'the browser has ended'}});
	});
	const call = (method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> =>
		new Promise((resolve, reject) => {
			count += 1;
			waiting.set(count, ({result, error}) => {
				if (error) reject(new Error(`${method}: ${error.message}`));
				else resolve(result ?? {});
			});
			toBrowser.write(`${JSON.stringify({id: count, method, params, sessionId})}\0`);
		});
	const {targetId} = await call('Target.createTarget', {url: 'about:blank'});
	const attached = await call('Target.attachToTarget', {targetId, flatten: true});
	const sessionId = String(attached['sessionId']);
	const send: Page['send'] = (method, params = {}) => call(method, params, sessionId);
	const once = (method: string): Promise<void> =>
		new Promise((resolve) => {
			const listener = (message: Message): void => {
				if (message.method !== method || message.sessionId !== sessionId) return;
				listeners.delete(listener);
				resolve();
			};
			listeners.add(listener);
		});
	return {
		send,
		go: async (url) => {
			await send('Page.enable');
			const loaded = once('Page.loadEventFired');
			await send('Page.navigate', {url});
			await loaded;
		},
		evaluate: async (expression) => {
			const answer = await send('Runtime.evaluate', {expression, returnByValue: true, awaitPromise: true});
			if (answer['exceptionDetails']) throw new Error(JSON.stringify(answer['exceptionDetails']));
			return (answer['result'] as {readonly value?: unknown}).value;
		},
		press: async (key, shift = false) => {
			const about = {key, code: key, windowsVirtualKeyCode: key === 'Tab' ? 9 : 13, modifiers: shift ? 8 : 0};
			await send('Input.dispatchKeyEvent', {type: 'keyDown', ...about, ...(key === 'Enter' ? {text: '\r'} : {})});
			await send('Input.dispatchKeyEvent', {type: 'keyUp', ...about});
		},
		close: async () => {
			const gone = new Promise((resolve) => child.once('exit', resolve));
			await call('Browser.close', {}).catch(() => child.kill('SIGKILL'));
			await gone;
			rmSync(profile, {recursive: true, force: true, maxRetries: 5});
		},
	};
}
