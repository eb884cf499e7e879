// The last touch on a frame: hues go under NO_COLOR or become those of a theme, and other signs take the place of lines and
// marks where the terminal speaks no Unicode. All keep the width of every line. Done here once, so that no component has to know.
import type {Theme} from '../../report/themes.js';
import {themed} from './themed.js';

export interface Paint {
	readonly colour: boolean;
	readonly ascii: boolean;
	/** Has no effect without colour. */
	readonly theme?: Theme;
}

const SGR = /\u001B\[([\d;]*)m/g;

const ASCII: Readonly<Record<string, string>> = {
	'❯': '>',
	'▸': '>',
	'›': '>',
	'●': '*',
	'◐': 'o',
	'○': '.',
	'✓': 'x',
	'✗': '-',
	'◦': '?',
	'•': '-',
	'·': '-',
	'│': '|',
	'┃': '|',
	'╵': "'",
	'├': '|',
	'└': '`',
	'─': '-',
	'━': '-',
	'═': '=',
	'█': '#',
	'▓': '=',
	'▒': '+',
	'░': ':',
	'▞': '%',
	'▇': '#',
	'▆': '=',
	'▅': '=',
	'▄': '+',
	'▃': '-',
	'▂': '-',
	'▁': '_',
	'▲': '^',
	'▼': 'v',
	'↑': '^',
	'↓': 'v',
	'←': '<',
	'→': '>',
	'×': 'x',
	'…': '~',
	'–': '-',
	'—': '-',
	'≤': '<',
	'≥': '>',
	'²': '2',
	'“': '"',
	'”': '"',
	'‘': "'",
	'’': "'",
	'\u00A0': ' ',
};

/** The frame as this terminal can show it. */
export function paint(frame: string, looks: Paint): string {
	const {colour, theme} = looks;
	const hued = !colour
		? frame.replace(SGR, (_, codes: string) => plainLook(codes))
		: theme
			? themed(frame, theme)
			: frame;
	return looks.ascii ? hued.replace(/[^\u0000-\u007F]/gu, (sign) => ASCII[sign] ?? '?') : hued;
}

/** Weight and inversion stay: they are how a choice is seen. Ink writes one code a sequence, save for 256 and true colours. */
function plainLook(codes: string): string {
	const kept = codes.split(';').filter((code) => /^(?:|0|[1-57]|2[1-57])$/.test(code));
	const hue = /(?:^|;)[34]8;/.test(codes);
	return hue || kept.length === 0 ? '' : `\u001B[${kept.join(';')}m`;
}
