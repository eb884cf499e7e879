import {describe, expect, test} from 'vitest';
import {BINDINGS, commandFor} from '../../src/ui/keys.js';
import {SCREENS} from '../../src/ui/screens/index.js';
import type {ScreenName} from '../../src/ui/place.js';

const screens = Object.keys(SCREENS) as ScreenName[];

describe('the table of keys', () => {
	test('gives every key at most one meaning on a screen', () => {
		for (const screen of screens) {
			for (const inText of [false, true]) {
				const here = BINDINGS.filter((one) => (one.inText ?? false) === inText && (!one.on || one.on.includes(screen)));
				const own = here.filter((one) => one.on).flatMap((one) => one.keys);
				const common = here.filter((one) => !one.on).flatMap((one) => one.keys);
				expect(new Set(own).size, screen).toBe(own.length);
				expect(new Set(common).size, screen).toBe(common.length);
			}
		}
	});

	test('letters are text while a field has the focus', () => {
		for (const screen of screens)
			for (const letter of 'abcdefghijklmnopqrstuvwxyz?/ ') expect(commandFor(letter, screen, true)).toBeUndefined();
	});

	test('a key of a screen goes before the same key of everywhere', () => {
		expect(commandFor('tab', 'evidence', false)?.command).toBe('next-table');
		expect(commandFor('tab', 'plan', false)?.command).toBe('next-step');
	});

	test.each([
		['left', 'back'],
		['b', 'back'],
		['u', 'undo'],
		['ctrl-r', 'redo'],
		['?', 'help'],
		['w', 'why'],
		['e', 'evidence'],
		['p', 'plan'],
		['/', 'search'],
		['q', 'quit'],
	])('%s is %s everywhere outside of fields', (key, command) => {
		for (const screen of screens) expect(commandFor(key, screen, false)?.command).toBe(command);
	});
});
