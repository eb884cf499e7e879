import {beforeAll, describe, expect, it, test, vi} from 'vitest';
import {THEMES, type Theme} from '../../../src/report/themes.js';
import {paint} from '../../../src/ui/terminal/paint.js';
import {Screen} from '../../../src/ui/terminal/screen.js';
import {stage} from '../stage.js';

// With colours, which Ink decides on when it is loaded.
vi.hoisted(() => (process.env['FORCE_COLOR'] = '1'));

const LOOKS = {colour: true, ascii: false};
const frames: string[] = [];

beforeAll(async () => {
	for (const keys of [[], ['enter'], ['enter', 'm'], ['enter', 'p'], ['down', 'enter'], ['?']]) {
		const opened = await stage({columns: 100, rows: 30});
		await opened.press(...keys);
		frames.push(opened.frame());
		opened.close();
	}
});

describe.each(Object.entries<Theme>(THEMES))('the wizard in %s', (_, theme) => {
	const known = new Set([...Object.values(theme.hues).map((hue) => `38;5;${hue}`), '1', '3', '7', '22', '23', '27']);

	test('shows the same text, and only colours of the theme', () => {
		for (const frame of frames) {
			const shown = paint(frame, {...LOOKS, theme});
			expect(words(shown)).toBe(words(frame));
			expect(codes(shown).filter((code) => !known.has(code))).toEqual([]);
			expect(new Set(codes(shown)).size).toBeGreaterThan(2);
			// Every row ends in the colour of text, as the ground begins it.
			for (const row of shown.split('\n'))
				expect(codes(row).findLast((code) => code.startsWith('38')) ?? text(theme)).toBe(text(theme));
		}
	});

	it('has no effect under NO_COLOR', () => {
		const looks = {colour: false, ascii: false};
		const frame = '\u001B[31m\u001B[1mFull\u001B[39m\u001B[22m';
		expect(paint(frame, {...looks, theme})).toBe(paint(frame, looks));
		expect(drawn({...looks, theme})).toBe(drawn(looks));
	});

	it('fills rows and the cleared screen with its background', () => {
		const sent = drawn({...LOOKS, theme});
		const ground = `\u001B[38;5;${theme.hues.text}m\u001B[48;5;${theme.background}m`;
		expect(sent).toContain(`${ground}\u001B[2J`);
		expect(sent).toContain(`${ground}\u001B[2Ka`);
	});
});

test('what is dim goes back to the colour around it', () => {
	const theme = THEMES.light;
	expect(paint('\u001B[2ma\u001B[22m b \u001B[31m\u001B[1mc\u001B[22m d\u001B[39m', {...LOOKS, theme})).toBe(
		[
			`\u001B[38;5;${theme.hues.muted}ma\u001B[22m\u001B[38;5;${theme.hues.text}m b `,
			`\u001B[38;5;${theme.hues.danger}m\u001B[1mc\u001B[22m d\u001B[38;5;${theme.hues.text}m`,
		].join(''),
	);
});

function drawn(looks: ConstructorParameters<typeof Screen>[1]): string {
	const sent: string[] = [];
	const screen = new Screen({columns: 20, rows: 4, on: () => {}, off: () => {}}, looks, (part) => sent.push(part));
	screen.enter();
	screen.write('a\nb');
	return sent.join('');
}

function text(theme: Theme): string {
	return `38;5;${theme.hues.text}`;
}

function words(frame: string): string {
	return frame.replace(/\u001B\[[\d;]*m/g, '');
}

function codes(frame: string): string[] {
	return [...frame.matchAll(/\u001B\[([\d;]*)m/g)].map(([, code = '']) => code);
}
