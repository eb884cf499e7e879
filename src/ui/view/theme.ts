// How a tone looks. Only the sixteen colours that every terminal has and its owner has chosen, so that light and dark both work.
// A theme that the user chose replaces them on the way out (src/ui/terminal/themed.ts).
import type {TextProps} from 'ink';
import type {Tone} from '../text/line.js';

export type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'italic'>;

export const THEME: Readonly<Record<Tone, Look>> = {
	plain: {},
	strong: {bold: true},
	heading: {bold: true},
	muted: {dimColor: true},
	accent: {color: 'cyan'},
	danger: {color: 'red', bold: true},
	warn: {color: 'yellow'},
	good: {color: 'green'},
	code: {color: 'blue'},
	quote: {},
	first: {color: 'cyan'},
	second: {color: 'blue'},
	third: {color: 'magenta'},
	fourth: {dimColor: true},
};
