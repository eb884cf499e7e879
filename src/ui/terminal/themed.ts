// Ink draws with the terminal's sixteen colours. A theme replaces them by its own, row by row, so that no component has to
// know. A row is drawn on the theme's ground, and ends with every look ended.
import {hue, type Hue, type Theme} from '../../report/themes.js';

/** What the sixteen colours of src/ui/view/theme.ts mean; 90 is the grey of an empty text field. */
const MEANINGS: Readonly<Record<string, Hue>> = {
	'31': 'danger',
	'32': 'good',
	'33': 'warn',
	'34': 'code',
	'35': 'third',
	'36': 'accent',
	'90': 'muted',
};

const SGR = /\u001B\[([\d;]*)m/g;

/** Ends all looks and begins the theme's text on its background; without a theme, the terminal's own. */
export function ground(theme: Theme | undefined): string {
	return theme ? `\u001B[0m${hue(theme, 'text')}\u001B[48;5;${theme.background}m` : '\u001B[0m';
}

/** A frame in the colours of a theme. */
export function themed(frame: string, theme: Theme): string {
	return frame
		.split('\n')
		.map((row) => themedRow(row, theme))
		.join('\n');
}

function themedRow(row: string, theme: Theme): string {
	let isDim = false;
	let shown: Hue = 'text';
	const change = (code: string): string => {
		if (code === '' || code === '0') {
			isDim = false;
			shown = 'text';
			return ground(theme);
		}
		if (code === '2') {
			isDim = true;
			return shown === 'text' ? hue(theme, 'muted') : '';
		}
		if (code === '22') {
			const back = isDim ? hue(theme, shown) : '';
			isDim = false;
			return `\u001B[22m${back}`;
		}
		if (code === '39') {
			shown = 'text';
			return hue(theme, isDim ? 'muted' : 'text');
		}
		const meaning = MEANINGS[code];
		if (!meaning) return `\u001B[${code}m`;
		shown = meaning;
		return hue(theme, meaning);
	};
	return row.replace(SGR, (whole, codes: string) =>
		/(?:^|;)[34]8;/.test(codes) ? whole : codes.split(';').map(change).join(''),
	);
}
