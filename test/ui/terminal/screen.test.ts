import {EventEmitter} from 'node:events';
import {createRequire} from 'node:module';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Screen} from '../../../src/ui/terminal/screen.js';

interface Xterm {
	write(text: string, done: () => void): void;
	resize(columns: number, rows: number): void;
	readonly buffer: {
		readonly active: {
			readonly type: string;
			getLine(y: number): {translateToString(trim: boolean): string} | undefined;
		};
	};
}
const {Terminal} = createRequire(import.meta.url)('@xterm/headless') as {
	Terminal: new (options: {cols: number; rows: number; allowProposedApi: boolean}) => Xterm;
};
const RUNS = process.env['LONG'] === '1' ? 2000 : 100;

class Device extends EventEmitter {
	constructor(
		public columns: number,
		public rows: number,
	) {
		super();
	}
}

function setUp(columns = 20, rows = 6, looks = {colour: true, ascii: false}) {
	const device = new Device(columns, rows);
	const sent: string[] = [];
	const screen = new Screen(device, looks, (text) => sent.push(text));
	return {device, screen, sent};
}

async function shownBy(sent: readonly string[], columns: number, rows: number): Promise<string[]> {
	const terminal = new Terminal({cols: columns, rows, allowProposedApi: true});
	await new Promise<void>((resolve) => terminal.write(sent.join(''), resolve));
	return Array.from({length: rows}, (_, y) => terminal.buffer.active.getLine(y)?.translateToString(true) ?? '');
}

describe('a screen that writes changed lines only', () => {
	test('shows the last frame for any frames before', async () => {
		const row = fc
			.string({unit: fc.constantFrom('a', 'b', ' ', '█', '界'), maxLength: 10})
			.map((text) => text.trimEnd());
		// Ink writes an empty string to wait for what it wrote before: that is not a frame.
		const frame = fc.array(row, {minLength: 0, maxLength: 4}).map((rows) => ['title', ...rows]);
		await fc.assert(
			fc.asyncProperty(fc.array(frame, {minLength: 1, maxLength: 6}), async (frames) => {
				const {screen, sent} = setUp();
				screen.enter();
				for (const rows of frames) screen.write(rows.join('\n'));
				const last = frames.at(-1) ?? [];
				const expected = Array.from({length: 6}, (_, y) => last[y] ?? '');
				expect(await shownBy(sent, 20, 6)).toEqual(expected);
			}),
			{numRuns: RUNS},
		);
	});

	test('a line that did not change is not sent', () => {
		const {screen, sent} = setUp();
		screen.enter();
		screen.write('title\none\nfooter');
		sent.length = 0;
		screen.write('title\ntwo\nfooter');
		expect(sent.join('')).toContain('two');
		expect(sent.join('')).not.toContain('title');
		sent.length = 0;
		screen.write('title\ntwo\nfooter');
		expect(sent).toEqual([]);
	});

	test('a resize draws everything anew', () => {
		const {device, screen, sent} = setUp();
		const sizes: string[] = [];
		screen.on('resize', () => sizes.push(`${screen.columns}×${screen.rows}`));
		screen.enter();
		screen.write('title\nbody');
		sent.length = 0;
		device.columns = 10;
		device.emit('resize');
		expect(sizes.at(-1)).toBe('10×6');
		expect(sent.join('')).toContain('title');
	});

	test('a terminal of no size is taken for a classic one', () => {
		const {screen} = setUp(0, 0);
		expect([screen.columns, screen.rows]).toEqual([80, 24]);
	});

	test('enters and leaves the alternate screen once', () => {
		const {screen, sent} = setUp();
		screen.enter();
		screen.enter();
		screen.leave();
		screen.leave();
		const all = sent.join('');
		expect(all.match(/\u001B\[\?1049h/g)).toHaveLength(1);
		expect(all.match(/\u001B\[\?1049l/g)).toHaveLength(1);
		expect(all.endsWith('\u001B[?1049l')).toBe(true);
	});

	test('a frame that comes while the screen is left is shown on the way back', async () => {
		const {screen, sent} = setUp();
		screen.enter();
		screen.write('one');
		screen.leave();
		screen.write('two');
		screen.enter();
		expect((await shownBy(sent, 20, 6))[0]).toBe('two');
	});
});
