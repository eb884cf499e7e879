// What the terminal can show, from the environment, decided once before Ink is loaded.

export interface Looks {
	/** False under NO_COLOR: bold and inverse stay, hues go. */
	readonly colour: boolean;
	/** True where the locale is not UTF-8: lines, bars and marks are drawn with ASCII. */
	readonly ascii: boolean;
	/** Ink's own linear output for screen readers; no alternate screen. */
	readonly screenReader: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Looks for an environment. */
export function looksOf(env: Environment): Looks {
	return {
		colour: (env['NO_COLOR'] ?? '') === '',
		ascii: ['1', 'true'].includes(env['XLA_TRIAGE_ASCII'] ?? '') || !speaksUnicode(env),
		screenReader: env['INK_SCREEN_READER'] === 'true',
	};
}

/** Whether screens can be drawn at all: a real terminal that can move its cursor. Otherwise the plain twin is right. */
export function canDraw(env: Environment, stdout: {readonly isTTY?: boolean}): boolean {
	return stdout.isTTY === true && env['TERM'] !== 'dumb';
}

/** Unset says nothing, as in most containers, whose terminals do speak UTF-8; a locale that is set is believed. */
function speaksUnicode(env: Environment): boolean {
	if (env['TERM'] === 'linux') return false;
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
	return locale === undefined || /utf-?8/i.test(locale);
}
