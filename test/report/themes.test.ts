import {describe, expect, it, test} from 'vitest';
import {paragraph} from '../../src/report/blocks.js';
import {printPlain} from '../../src/report/plain.js';
import {THEMES, type Hue, type Theme} from '../../src/report/themes.js';

const all = Object.entries<Theme>(THEMES).flatMap(([name, theme]) =>
	Object.entries(theme.hues).map(([hue, colour]) => ({name, hue: hue as Hue, colour, theme})),
);

describe('a theme', () => {
	it.each(all)('$name: $hue can be read on its background', ({name, colour, theme}) => {
		expect(contrast(colour, theme.background)).toBeGreaterThanOrEqual(name === 'high-contrast' ? 7 : 4.5);
	});

	it.each(all)('$name: $hue is a colour that is the same in every terminal', ({colour}) => {
		expect(colour).toBeGreaterThanOrEqual(16);
		expect(colour).toBeLessThanOrEqual(255);
	});

	it.each(['protan', 'deutan'] as const)('colour-blind: good, warn and danger differ for %s eyes', (eyes) => {
		const {good, warn, danger} = THEMES['colour-blind'].hues;
		const pairs = [
			[good, warn],
			[warn, danger],
			[danger, good],
		] as const;
		for (const [a, b] of pairs) expect(distance(seen(a, eyes), seen(b, eyes))).toBeGreaterThan(DISTINCT);
		// Plain red and green of one lightness would not pass.
		expect(distance(seen(RED, eyes), seen(GREEN, eyes))).toBeLessThan(DISTINCT);
	});
});

describe('a report in a theme', () => {
	const document = {
		title: 'Title',
		blocks: [
			paragraph('Set `flag` to', {kind: 'link', text: 'docs', target: 'https://example.org'}),
			{kind: 'quote' as const, text: 'line of the log', where: 'train.log:3'},
		],
	};
	const plain = printPlain(document, {width: 80, colour: false});

	test.each(Object.entries<Theme>(THEMES))('%s: only looks change, and all of them end', (_, theme) => {
		const text = printPlain(document, {width: 80, colour: true, theme});
		expect(text.replace(/\u001B\[[\d;]*m/g, '')).toBe(plain);
		expect(text).not.toContain('\u001B[48;');
		expect(text.includes('\u001B[38;5;')).toBe(theme.inReports);
		expect(text.lastIndexOf('\u001B[39m')).toBeGreaterThanOrEqual(text.lastIndexOf('\u001B[38;5;'));
	});

	test('without colour there is no theme', () => {
		expect(printPlain(document, {width: 80, colour: false, theme: THEMES.dark})).toBe(plain);
	});
});

type Triple = readonly [number, number, number];

/** OKLab distance from which two colours are told apart without effort: a tenth of the way from black to white. */
const DISTINCT = 0.1;
const RED = 167;
const GREEN = 65;

/** Linear red, green and blue, 0 to 1, of a colour by its number among 256. */
function linear(colour: number): Triple {
	const step = (level: number): number => (level === 0 ? 0 : 55 + 40 * level);
	const cube = colour - 16;
	const bytes =
		colour >= 232
			? [0, 0, 0].map(() => 8 + 10 * (colour - 232))
			: [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(step);
	return bytes.map((byte) => {
		const share = byte / 255;
		return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as unknown as Triple;
}

/** Contrast by WCAG 2. */
function contrast(a: number, b: number): number {
	const luminance = (colour: number): number => times([[0.2126, 0.7152, 0.0722]], linear(colour))[0] ?? 0;
	const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (light + 0.05) / (dark + 0.05);
}

/** A colour as eyes without red or green cones see it: the matrices of Machado and others, 2009. */
function seen(colour: number, eyes: 'protan' | 'deutan'): Triple {
	const matrix = {
		protan: [
			[0.152_286, 1.052_583, -0.204_868],
			[0.114_503, 0.786_281, 0.099_216],
			[-0.003_882, -0.048_116, 1.051_998],
		],
		deutan: [
			[0.367_322, 0.860_646, -0.227_968],
			[0.280_085, 0.672_501, 0.047_413],
			[-0.011_82, 0.042_94, 0.968_881],
		],
	}[eyes];
	return times(matrix, linear(colour)).map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple;
}

function distance(a: Triple, b: Triple): number {
	const [one, other] = [oklab(a), oklab(b)];
	return Math.hypot(...one.map((part, at) => part - (other[at] ?? 0)));
}

function oklab(colour: Triple): readonly number[] {
	const cones = times(
		[
			[0.412_221_47, 0.536_332_54, 0.051_445_99],
			[0.211_903_5, 0.680_699_55, 0.107_396_96],
			[0.088_302_46, 0.281_718_84, 0.629_978_7],
		],
		colour,
	).map(Math.cbrt);
	return times(
		[
			[0.210_454_26, 0.793_617_79, -0.004_072_05],
			[1.977_998_5, -2.428_592_21, 0.450_593_71],
			[0.025_904_04, 0.782_771_77, -0.808_675_77],
		],
		cones,
	);
}

function times(matrix: readonly (readonly number[])[], values: readonly number[]): number[] {
	return matrix.map((row) => row.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0));
}
