import {describe, expect, test} from 'vitest';
import {canDraw, looksOf} from '../../../src/ui/terminal/environment.js';
import {paint} from '../../../src/ui/terminal/paint.js';

describe('looks of a terminal', () => {
	test.each([
		[{}, {colour: true, ascii: false, screenReader: false}],
		[{NO_COLOR: '1'}, {colour: false, ascii: false, screenReader: false}],
		[{NO_COLOR: ''}, {colour: true, ascii: false, screenReader: false}],
		[{LANG: 'C'}, {colour: true, ascii: true, screenReader: false}],
		[
			{LANG: 'C', LC_ALL: 'C.UTF-8'},
			{colour: true, ascii: false, screenReader: false},
		],
		[{LANG: 'de_DE.utf8'}, {colour: true, ascii: false, screenReader: false}],
		[
			{TERM: 'linux', LANG: 'C.UTF-8'},
			{colour: true, ascii: true, screenReader: false},
		],
		[{INK_SCREEN_READER: 'true'}, {colour: true, ascii: false, screenReader: true}],
	])('%o', (env, expected) => {
		expect(looksOf(env)).toEqual(expected);
	});

	test('a pipe and a dumb terminal cannot be drawn on', () => {
		expect(canDraw({TERM: 'xterm'}, {isTTY: true})).toBe(true);
		expect(canDraw({TERM: 'dumb'}, {isTTY: true})).toBe(false);
		expect(canDraw({TERM: 'xterm'}, {})).toBe(false);
	});
});

describe('the last touch on a frame', () => {
	const frame =
		'\u001B[36m❯ \u001B[39m\u001B[1mYes\u001B[22m \u001B[7mx\u001B[27m \u001B[38;5;200m██\u001B[39m \u001B[2m…\u001B[22m';

	test('nothing changes on a terminal that can do all', () => {
		expect(paint(frame, {colour: true, ascii: false})).toBe(frame);
	});

	test('without colour, weight and inversion stay', () => {
		expect(paint(frame, {colour: false, ascii: false})).toBe(
			'❯ \u001B[1mYes\u001B[22m \u001B[7mx\u001B[27m ██ \u001B[2m…\u001B[22m',
		);
	});

	test('without Unicode, every sign has one of the same width', () => {
		expect(paint('❯ ● █▆ │ … 界', {colour: true, ascii: true})).toBe('> * #= | ~ ?');
	});
});
