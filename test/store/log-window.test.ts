import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {LogWindows, windowOf} from '../../src/store/log-window.js';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-window-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

describe('a window on a log', () => {
	it('shows the lines that are there, wherever it begins', async () => {
		const all = Array.from({length: 2345}, (_, index) => `line ${index + 1} ${'é'.repeat(index % 40)}`);
		const file = path.join(folder, 'long.log');
		writeFileSync(file, `${all.join('\n')}\n`);
		const windows = new LogWindows();
		await fc.assert(
			fc.asyncProperty(fc.integer({min: 1, max: 2400}), fc.integer({min: 1, max: 60}), async (from, count) => {
				const window = await windows.read(file, from, count);
				expect(window).toEqual({from, lines: all.slice(from - 1, from - 1 + count), total: 2345});
				expect(windowOf(`${all.join('\n')}\n`, from, count)).toEqual(window);
			}),
		);
	});

	it('sees what was added since', async () => {
		const file = path.join(folder, 'growing.log');
		writeFileSync(file, 'one\ntwo');
		const windows = new LogWindows();
		expect(await windows.read(file, 1, 9)).toEqual({from: 1, lines: ['one', 'two'], total: 2});
		appendFileSync(file, '!\nthree\n');
		expect(await windows.read(file, 2, 9)).toEqual({from: 2, lines: ['two!', 'three'], total: 3});
	});

	it('is none when the log is gone or is not plain text', async () => {
		const windows = new LogWindows();
		expect(await windows.read(path.join(folder, 'nowhere'), 1, 5)).toBeUndefined();
		writeFileSync(path.join(folder, 'packed.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]));
		expect(await windows.read(path.join(folder, 'packed.gz'), 1, 5)).toBeUndefined();
	});
});
