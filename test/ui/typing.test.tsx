// Typing into the real screens: bursts, fields, pastes.
import {describe, expect, onTestFinished, test} from 'vitest';
import {stage, type Stage} from './stage.js';

async function open(): Promise<Stage> {
	const opened = await stage();
	onTestFinished(() => opened.close());
	return opened;
}

describe('exact keys', () => {
	test('a burst in one read moves a menu by each key', async () => {
		const {press, state} = await open();
		await press('jjjkj');
		expect(state().places.at(-1)?.cursor).toBe(3);
	});

	test('a path and enter in one read is read', async () => {
		const {press, where} = await open();
		await press('down', 'enter');
		await press('crash.log\r');
		expect(where()).toBe('happened');
	});

	test('letters in a field are text, and leaving it loses nothing', async () => {
		const {press, text, where} = await open();
		await press('down', 'enter', 'quick?/u');
		expect(text()).toContain('Path › quick?/u');
		await press('esc');
		expect(where()).toBe('intake');
		await press('enter');
		expect(text()).toContain('Path › quick?/u');
	});

	test('tab completes a path as far as it is clear', async () => {
		const {press, text} = await open();
		await press('down', 'enter', 'tr', 'tab');
		expect(text()).toContain('Path › train');
		expect(text()).toContain('train-2.log');
	});

	test('a path that cannot be read says why, and stays', async () => {
		const {press, text, where} = await open();
		await press('down', 'enter', 'missing.log', 'enter');
		expect(where()).toBe('open-file');
		expect(text()).toContain('missing.log cannot be read: there is no such file.');
		expect(text()).toContain('Path › missing.log');
	});

	test('a paste into a field is one text; on the first screen it is a log', async () => {
		const {press, paste, text, where} = await open();
		await press('down', 'enter');
		await paste('logs/a file\n');
		expect(text()).toContain('Path › logs/a file');
		await press('esc');
		await paste(`line\n${'x'.repeat(99)}\nRESOURCE_EXHAUSTED\n`.repeat(3000));
		expect(where()).toBe('happened');
	});

	test('pastes on the paste screen are put together', async () => {
		const {press, paste, text, where} = await open();
		await press('down', 'down', 'enter');
		await paste('one\ntwo\n');
		await paste('RESOURCE_EXHAUSTED');
		expect(text()).toContain('3 lines');
		await press('enter');
		expect(where()).toBe('happened');
	});
});
