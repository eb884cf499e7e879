import {createRequire} from 'node:module';
import path from 'node:path';
import type {IBufferCell, Terminal} from '@xterm/headless';

/** Colours of a terminal: what it draws on, what it draws with, and the sixteen that programs name by number. */
export interface Theme {
	readonly ground: string;
	readonly ink: string;
	readonly sixteen: readonly string[];
}

const list = (words: string): string[] => words.split(' ').map((word) => `#${word}`);

export const DARK: Theme = {
	ground: '#16181d',
	ink: '#d5dae3',
	sixteen: list(
		'2a2f3a e5707a 96c47c e4c07a 63aeee c47ad9 55b4c1 aab2bf 707784 ff8790 b4de90 fed58c 82c3ff db9cee 80dae4 ffffff',
	),
};

export const LIGHT: Theme = {
	ground: '#ffffff',
	ink: '#23282f',
	sixteen: list(
		'23282f c9212d 136126 7a4e02 0a51aa 7c50d9 1a7b82 6d7680 565f69 a20f26 1b7f36 613b02 0c69d6 a274f5 3191a8 8b949d',
	),
};

/** Width and height of a cell, and the depth of the line that letters stand on, for DejaVu Sans Mono at this size. */
const SIZE = 14;
const CELL = {width: SIZE * 0.602, height: SIZE * 1.2, base: SIZE * 0.94};
const MARGIN = 12;

/** The screen as an SVG: one rectangle a coloured stretch, one text a stretch of one look. */
export function screenSvg(screen: Terminal, theme: Theme): string {
	const {active} = screen.buffer;
	const grounds: string[] = [];
	const letters: string[] = [];
	for (let y = 0; y < screen.rows; y += 1) {
		const line = active.getLine(active.viewportY + y);
		for (let x = 0; line && x < screen.cols; x += 1) {
			const cell = line.getCell(x);
			if (!cell || cell.getWidth() === 0) continue;
			const look = lookOf(cell, theme);
			const left = (MARGIN + x * CELL.width).toFixed(2);
			const top = MARGIN + y * CELL.height;
			if (look.ground !== theme.ground) {
				const width = (cell.getWidth() * CELL.width + 0.3).toFixed(2);
				grounds.push(rectangle(left, top.toFixed(2), width, (CELL.height + 0.3).toFixed(2), look.ground));
			}
			const sign = cell.getChars();
			if (sign.trim() !== '') letters.push(letter(left, (top + CELL.base).toFixed(2), sign, look));
		}
	}
	const width = Math.ceil(screen.cols * CELL.width + 2 * MARGIN);
	const height = Math.ceil(screen.rows * CELL.height + 2 * MARGIN);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">`,
		`<rect width="100%" height="100%" rx="6" fill="${theme.ground}"/>`,
		`<g font-family="DejaVu Sans Mono, monospace" font-size="${String(SIZE)}">`,
		...grounds,
		...letters,
		'</g></svg>',
	].join('');
}

/** An SVG as PNG, with the font that comes with the development packages. */
export async function png(svg: string, scale = 2): Promise<Uint8Array> {
	const {Resvg} = await import('@resvg/resvg-js');
	const fonts = path.join(path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
	const fontFiles = ['DejaVuSansMono', 'DejaVuSansMono-Bold', 'DejaVuSans'].map((name) =>
		path.join(fonts, `${name}.ttf`),
	);
	const font = {fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono'};
	return new Resvg(svg, {fitTo: {mode: 'zoom', value: scale}, font}).render().asPng();
}

interface Look {
	readonly ink: string;
	readonly ground: string;
	readonly bold: boolean;
	readonly underlined: boolean;
}

function lookOf(cell: IBufferCell, theme: Theme): Look {
	const ink = cell.isFgDefault() ? theme.ink : colour(cell.getFgColor(), cell.isFgRGB(), theme);
	const ground = cell.isBgDefault() ? theme.ground : colour(cell.getBgColor(), cell.isBgRGB(), theme);
	const [front, back] = cell.isInverse() ? [ground, ink] : [ink, ground];
	return {
		ink: cell.isDim() ? between(front, back, 0.45) : front,
		ground: back,
		bold: cell.isBold() !== 0,
		underlined: cell.isUnderline() !== 0,
	};
}

/** A colour by its number: sixteen of the theme, a cube of 216, 24 greys; or red, green and blue in one number. */
function colour(value: number, direct: boolean, theme: Theme): string {
	if (direct) return `#${value.toString(16).padStart(6, '0')}`;
	if (value < 16) return theme.sixteen[value] ?? theme.ink;
	if (value >= 232) return hex([0, 0, 0].map(() => 8 + (value - 232) * 10));
	const step = (n: number): number => (n === 0 ? 0 : 55 + 40 * n);
	const cube = value - 16;
	return hex([step(Math.floor(cube / 36)), step(Math.floor(cube / 6) % 6), step(cube % 6)]);
}

function between(a: string, b: string, share: number): string {
	const parts = (text: string): number[] => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
	const other = parts(b);
	return hex(parts(a).map((value, at) => Math.round(value + ((other[at] ?? 0) - value) * share)));
}

function hex(parts: readonly number[]): string {
	return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function rectangle(x: string, y: string, width: string, height: string, fill: string): string {
	return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
}

function letter(x: string, y: string, sign: string, look: Look): string {
	const safe = sign.replace(/[&<>]/g, (one) => `&#${String(one.charCodeAt(0))};`);
	const weight = look.bold ? ' font-weight="bold"' : '';
	const under = look.underlined ? ' text-decoration="underline"' : '';
	return `<text x="${x}" y="${y}" fill="${look.ink}"${weight}${under}>${safe}</text>`;
}
