import os from 'node:os';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {stretched} from '../../../src/ui/terminal/quiet.js';
import {ESC, keyboard, quiet, until} from './keyboard.js';

describe('a paste that the terminal does not mark', () => {
	const log = Array.from({length: 400}, (_, at) => `I1120 19:18:04.${at} 12 main.cc:${at}] step 1 of 2, loss 0.5 q`);

	test.each([
		['in one read', 1e9],
		['in reads of a kilobyte', 1024],
		['in reads of a serial line', 16],
	])('%s is one paste and no key', async (_, size) => {
		const {source, heard, told, listen} = keyboard();
		listen();
		const whole = `${log.join('\r')}\r`;
		for (let from = 0; from < whole.length; from += size) {
			source.read(whole.slice(from, from + size));
			if (from % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
		}
		await until(() => told.length > 0);
		expect(told).toEqual([`paste ${log.join('\n')}\n`]);
		expect(heard).toEqual([]);
	});

	test('in reads of a letter, a millisecond apart, it is one paste and no key', async () => {
		const {source, heard, told, listen} = keyboard({times: {hold: 20, doubt: 40, pause: 60, rest: 0}});
		listen();
		const whole = log.slice(0, 4).join('\r');
		for (const letter of whole) {
			source.read(letter);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await until(() => told.length > 0);
		expect(told).toEqual([`paste ${whole.replaceAll('\r', '\n')}`]);
		expect(heard).toEqual([]);
	});

	test('of a megabyte, all that comes belongs to it: digits, arrows, colours, marks of no paste', async () => {
		const {source, heard, told, listen} = keyboard();
		listen();
		const rows = [...log, `${ESC}[31mred${ESC}[0m ${ESC}[A y 2`, 'q', 'u', '1', '', '2'];
		const whole = rows.join('\r').repeat(45);
		expect(whole.length).toBeGreaterThan(2 ** 20);
		for (let from = 0; from < whole.length; from += 4096) source.read(whole.slice(from, from + 4096));
		await until(() => told.length > 0);
		expect(told).toEqual([`paste ${whole.replaceAll('\r', '\n')}`]);
		expect(heard).toEqual([]);
	});

	test('ctrl-d alone ends it, and keys after it are keys', async () => {
		const {source, heard, told, listen} = keyboard();
		listen();
		source.read(log.join('\r'), `${ESC}[B`, 'j', '\u0004', `${ESC}[B`, 'j');
		await until(() => heard.length >= 2);
		expect([told.length, ...heard]).toEqual([1, `${ESC}[B`, 'j']);
		expect(told[0]).toBe(`paste ${log.join('\n')}${ESC}[Bj`);
	});

	test('ctrl-d that comes in one read with the last letters ends it, one in the middle does not', async () => {
		const {source, heard, told, listen} = keyboard({times: {hold: 1, doubt: 4, pause: 1e6, rest: 0}});
		listen();
		source.read(log.join('\r'), 'a\u0004', 'b\u0004');
		await until(() => told.length > 0);
		expect([told, heard]).toEqual([[`paste ${log.join('\n')}a\u0004b`], []]);
	});

	test('on a menu the start of a line is enough, although its rest does not come', async () => {
		const {source, heard, told, listen} = keyboard({times: {hold: 1, doubt: 1, pause: 1, rest: 0}});
		listen();
		source.read('I1120 19:18:04.5');
		await until(() => told.length > 0);
		expect([told, heard]).toEqual([['paste I1120 19:18:04.5'], []]);
	});

	test('on a busy machine the pause that ends it is longer', () => {
		const load = vi.spyOn(os, 'loadavg');
		onTestFinished(() => load.mockRestore());
		const times = [0, 1, 4, 1000].map((perProcessor) => {
			load.mockReturnValue([perProcessor * os.cpus().length, 0, 0]);
			return stretched(3000);
		});
		expect(times).toEqual([3000, 3000, 12_000, 30_000]);
	});

	test('while the program is busy it does not end, although the time is up', async () => {
		const {source, heard, told, listen} = keyboard({times: {hold: 1, doubt: 4, pause: 20, rest: 0}});
		listen();
		source.read(log.slice(0, 200).join('\r'));
		for (let stall = 0; stall < 3; stall++) {
			const end = performance.now() + 60;
			while (performance.now() < end);
			// What waited in the terminal is read in the next turn, after the timers.
			await new Promise((resolve) => setImmediate(resolve));
			source.read(`\r${log.slice(200 + stall * 50, 250 + stall * 50).join('\r')}\r2`);
		}
		await until(() => told.length > 0);
		expect(told).toHaveLength(1);
		expect(told[0]).toContain('main.cc:349]');
		expect(heard).toEqual([]);
	});

	test('the end of a doubt looks for waiting bytes first', async () => {
		const {source, heard, told, listen} = keyboard();
		listen();
		source.read('I1120 19:18:04');
		const end = performance.now() + 60;
		while (performance.now() < end);
		await new Promise((resolve) => setImmediate(resolve));
		source.read(`.1 12 main.cc:1] ${log.join('\r')}`);
		await until(() => told.length > 0);
		expect([told.length, heard]).toEqual([1, []]);
	});

	test('the rest that comes after a long pause is no key', async () => {
		const {source, heard, told, listen} = keyboard({times: {hold: 1, doubt: 4, pause: 10, rest: 5000}});
		listen();
		source.read(log.join('\r'));
		await until(() => told.length > 0);
		source.read('y 2 x\r');
		await until(() => told.length > 1);
		expect(told[1]).toBe('paste y 2 x\n');
		source.read('j');
		await until(() => heard.length > 0);
		expect(heard).toEqual(['j']);
	});

	test('how much has come is said until it is over', async () => {
		const {source, keys, listen} = keyboard();
		const said: (number | undefined)[] = [];
		keys.on('receiving', (characters) => said.push(characters));
		listen();
		source.read(log.join('\r'));
		await until(() => said.length > 1);
		expect(said).toEqual([log.join('\r').length, undefined]);
	});

	test.each([
		['a word and enter', 'abc\r'],
		['keys that were typed while the program loaded', '\r\r2jj\rmw/padding\r'],
		['a search that was typed ahead', '/why does the padding of a small dimension cost so much\r'],
		['a note that was typed ahead', 'nthe owner of the model says that the batch may be halved\r'],
	])('%s is no paste', async (_, typed) => {
		const {source, heard, told, listen} = keyboard();
		listen();
		source.read(typed);
		await quiet(60);
		await until(() => heard.length >= typed.length);
		expect(heard.join('')).toBe(typed);
		expect(told).toEqual([]);
	});

	test('in a field a line and enter are keys, two lines are not', async () => {
		const {source, keys, heard, told, listen} = keyboard();
		listen();
		keys.textFocus(true);
		source.read('/var/log/tpu/train-20261120.log\r');
		await quiet(60);
		await until(() => heard.length >= 32);
		expect(heard).toHaveLength(32);
		source.read('first line of a log\rsecond line of a log\r');
		await until(() => told.length > 0);
		expect(told).toEqual(['paste first line of a log\nsecond line of a log\n']);
		expect(heard).toHaveLength(32);
	});

	test('one that comes before anything listens waits, in its turn', async () => {
		const {source, keys, heard, told, listen} = keyboard();
		keys.removeAllListeners('paste');
		source.read('j', `${ESC}[200~log${ESC}[201~`, 'k');
		await quiet();
		expect(told).toEqual([]);
		keys.on('paste', (text) => heard.push(`<${text}>`));
		listen();
		await until(() => heard.length >= 3);
		expect(heard).toEqual(['j', '<log>', 'k']);
	});

	test('ctrl-c in the middle of it is told at once', () => {
		const {source, told, listen} = keyboard();
		listen();
		source.read(log.join('\r'), '\u0003');
		expect(told).toEqual(['interrupt']);
	});
});
