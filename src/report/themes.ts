// Colours by meaning. A theme names them among the fixed 240 of a terminal with 256 colours (16 to 255), which look the same
// everywhere; without a theme, the terminal's own sixteen are used. `test/report/themes.test.ts` computes their contrast.

/** What a colour means. `third` is the third part of a bar; the first two are drawn as `accent` and `code`. */
export type Hue = 'text' | 'muted' | 'accent' | 'danger' | 'warn' | 'good' | 'code' | 'third';

export interface Theme {
	/** Fills the wizard's screen; a report keeps the background of the terminal. */
	readonly background: number;
	/** True where a report can use the hues too: a dark theme fits a dark terminal. Other reports are bold instead. */
	readonly inReports: boolean;
	readonly hues: Readonly<Record<Hue, number>>;
}

export const THEMES = {
	dark: {
		background: 234,
		inReports: true,
		hues: {text: 253, muted: 247, accent: 80, danger: 210, warn: 221, good: 114, code: 111, third: 176},
	},
	light: {
		background: 231,
		inReports: true,
		hues: {text: 235, muted: 241, accent: 24, danger: 124, warn: 94, good: 22, code: 19, third: 90},
	},
	'high-contrast': {
		background: 16,
		inReports: false,
		hues: {text: 231, muted: 252, accent: 51, danger: 217, warn: 226, good: 120, code: 153, third: 219},
	},
	// Orange, yellow, sky blue and bluish green: apart from each other without red or green cones.
	'colour-blind': {
		background: 16,
		inReports: false,
		hues: {text: 255, muted: 248, accent: 74, danger: 208, warn: 227, good: 36, code: 111, third: 175},
	},
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof THEMES;

export const THEME_NAMES = Object.keys(THEMES) as readonly ThemeName[];

/** The terminal sequence that begins a hue; 39 ends it. */
export function hue(theme: Theme, meaning: Hue): string {
	return `\u001B[38;5;${theme.hues[meaning]}m`;
}
