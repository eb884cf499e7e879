import fc from 'fast-check';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {ESC, keyboard, quiet, quietTurns, until} from './keyboard.js';

const RUNS = process.env['LONG'] === '1' ? 5000 : 200;

describe('one event a key, however the bytes arrive', () => {
	const cases: readonly [string, readonly (string | Buffer)[], readonly string[]][] = [
		['a burst of letters', ['jjj'], ['j', 'j', 'j']],
		['a word and enter', ['abc\r'], ['a', 'b', 'c', '\r']],
		['three arrows in one read', [`${ESC}[B${ESC}[B${ESC}[B`], [`${ESC}[B`, `${ESC}[B`, `${ESC}[B`]],
		['an arrow over two reads', [ESC, '[D'], [`${ESC}[D`]],
		['an arrow over three reads', [ESC, '[', 'D'], [`${ESC}[D`]],
		['arrows of application mode', [`${ESC}OA`], [`${ESC}OA`]],
		['page down', [`${ESC}[6~`], [`${ESC}[6~`]],
		['enter typed before raw mode', ['a\n'], ['a', '\r']],
		['a letter over two reads', [Buffer.from([0xc3]), Buffer.from([0xa4])], ['ä']],
		['a sign of several code points', ['👩‍💻x'], ['👩‍💻', 'x']],
		['escape, then an arrow', [`${ESC}${ESC}[A`], [ESC, `${ESC}[A`]],
		['reports of the mouse, focus and cursor are no keys', [`${ESC}[<0;10;5M${ESC}[I${ESC}[5;7Rq`], ['q']],
		['replies of the terminal are no keys', [`${ESC}]11;rgb:0000/0000/0000\u0007q`], ['q']],
		['alt and a letter is no key', [`${ESC}qx`], ['x']],
	];
	test.each(cases)('%s', async (_, chunks, expected) => {
		const {source, heard, listen} = keyboard({escapeMs: 40});
		listen();
		source.read(...chunks);
		await until(() => heard.length >= expected.length);
		expect(heard).toEqual(expected);
	});

	test('a lone escape is the escape key, after a moment', async () => {
		const {source, heard, listen} = keyboard();
		listen();
		source.read(ESC);
		await until(() => heard.length > 0);
		expect(heard).toEqual([ESC]);
	});

	test('a hundred keys at once count a hundred', async () => {
		const {source, heard, listen} = keyboard();
		listen();
		source.read('j'.repeat(100));
		await until(() => heard.length >= 100);
		expect(heard).toHaveLength(100);
	});

	test('keys typed before anything listens are kept, in order', async () => {
		const {source, heard, listen} = keyboard();
		source.read('ab');
		await quiet();
		expect(heard).toEqual([]);
		listen();
		source.read('c');
		await until(() => heard.length >= 3);
		expect(heard).toEqual(['a', 'b', 'c']);
	});

	test('wherever the bytes are cut, the keys are the same', async () => {
		const key = fc.constantFrom(
			'a',
			'Z',
			'ä',
			'\r',
			`${ESC}[A`,
			`${ESC}[B`,
			`${ESC}OC`,
			`${ESC}[5~`,
			`${ESC}[Z`,
			'\u007F',
		);
		await fc.assert(
			fc.asyncProperty(fc.array(key, {maxLength: 12}), fc.array(fc.nat(60), {maxLength: 8}), async (typed, cuts) => {
				const {source, heard, listen} = keyboard({escapeMs: 1000});
				listen();
				const bytes = Buffer.from(typed.join(''));
				const at = [...new Set(cuts.filter((cut) => cut < bytes.length)), bytes.length].sort((a, b) => a - b);
				let from = 0;
				for (const to of at) {
					source.read(bytes.subarray(from, to));
					from = to;
				}
				await until(() => heard.length >= typed.length);
				expect(heard).toEqual(typed);
			}),
			{numRuns: RUNS},
		);
	});
});

describe('what is no key', () => {
	test('a paste is one event, with its line breaks', async () => {
		const {source, heard, told, listen} = keyboard();
		listen();
		const text = Array.from({length: 10_000}, (_, line) => `line ${line}`).join('\n');
		const whole = `a${ESC}[200~${text}${ESC}[201~b`;
		for (let at = 0; at < whole.length; at += 1021) source.read(whole.slice(at, at + 1021));
		await until(() => heard.length >= 2);
		expect(told).toEqual([`paste ${text}`]);
		expect(heard).toEqual(['a', 'b']);
	});

	test('an end of paste cut in two is found', () => {
		const {source, told} = keyboard();
		source.read(`${ESC}[200~text${ESC}[2`, '01~');
		expect(told).toEqual(['paste text']);
	});

	test('escape sequences inside a paste stay in it', () => {
		const {source, told} = keyboard();
		source.read(`${ESC}[200~a${ESC}[Ab\u0003${ESC}[201~`);
		expect(told).toEqual([`paste a${ESC}[Ab\u0003`]);
	});

	test('ctrl-c, ctrl-z and ctrl-l are told at once, even before anything listens', () => {
		const {source, told} = keyboard();
		source.read('x\u0003\u001A\u000C');
		expect(told).toEqual(['interrupt', 'suspend', 'redraw']);
	});

	test('in a text field other control characters are told in their turn and never typed', async () => {
		const {source, keys, heard, told, listen} = keyboard();
		listen();
		keys.textFocus(true);
		source.read('ab\u0015c\u007F');
		await until(() => heard.length >= 4);
		expect(heard).toEqual(['a', 'b', 'c', '\u007F']);
		expect(told).toEqual(['control ctrl-u']);
	});

	test('a paste whose end mark is lost ends alone, and ctrl-c works meanwhile', async () => {
		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
		onTestFinished(() => void vi.useRealTimers());
		const {source, told} = keyboard();
		source.read(`${ESC}[200~text`, '\u0003');
		expect(told).toEqual(['interrupt']);
		vi.advanceTimersByTime(100_000); // longer on a busy machine
		await quietTurns();
		expect(told).toEqual(['interrupt', 'paste text']);
	});

	test('an injected text is one key among the others', async () => {
		const {source, keys, heard, listen} = keyboard();
		listen();
		source.read('a');
		await until(() => heard.length >= 1);
		keys.inject('a path with blanks');
		source.read('\r');
		await until(() => heard.length >= 3);
		expect(heard).toEqual(['a', 'a path with blanks', '\r']);
	});
});

test.each(['end', 'close', 'error'])('%s of the terminal is told once, and keys in line are dropped', async (event) => {
	const {source, keys, heard, listen} = keyboard();
	let gone = 0;
	keys.on('gone', () => (gone += 1));
	listen();
	source.read('j'.repeat(50));
	source.emit(event, new Error('EIO'));
	source.emit('close');
	await quiet();
	expect([gone, keys.gone]).toEqual([1, true]);
	expect(heard.length).toBeLessThan(50);
});

test('the terminal is taken raw and given back', () => {
	const {source, keys} = keyboard();
	expect(source.raw).toBe(true);
	keys.stop();
	expect(source.raw).toBe(false);
	expect(source.listenerCount('data')).toBe(0);
});
