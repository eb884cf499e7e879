// The first frame without Ink, which takes as long to load as all the rest of the program: a person sees the screen in half the
// time, and the keys they press meanwhile are kept. `test/ui/first.test.tsx` holds it to Ink's frame. It knows menus only: the
// screens on which a session opens have no field, and the cursor is on their first line.
import {compose, widthOf} from '../compose.js';
import {here} from '../state.js';
import type {Session} from '../perform.js';
import {fit, line, span, type Line, type Tone} from '../text/line.js';
import {merged, pointed} from './spans.js';
import {THEME} from './theme.js';

const COLOURS: Readonly<Record<string, number>> = {red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36};

/** The frame that Ink would draw now; nothing where it takes Ink to know it. */
export function firstFrame(session: Session): string | undefined {
	const state = session.state();
	const {cursor, scroll} = here(state);
	const scene = session.rules.scene(state);
	const shown = compose(scene);
	if (
		shown.field ||
		shown.beside.length > 0 ||
		shown.panel ||
		shown.split ||
		shown.menu.some(({more}) => more) ||
		shown.menu.length > shown.menuRows ||
		cursor !== 0 ||
		scroll !== 0
	)
		return undefined;
	const items = shown.menu.slice(0, shown.menuRows).map((item, at): Line => {
		const content = fit(typeof item.label === 'string' ? line(item.label) : item.label, scene.wide - 2);
		return at === 0 ? [span('❯ ', 'accent'), ...merged(pointed(content))] : [span('  '), ...merged(content)];
	});
	const above = (rows: readonly Line[]): Line[] => rows.map(merged);
	const top: Line[] = [
		...above([shown.header, [], ...shown.body.slice(0, shown.bodyRows), ...(shown.gap ? [shown.more] : [])]),
		...items,
		...above(shown.below.length > 0 ? [[], ...shown.below] : []),
	];
	const blanks = Math.max(0, state.size.rows - 1 - top.length - 2);
	const rows = [...top, ...Array.from({length: blanks}, (): Line => []), ...above([shown.notice, shown.footer])];
	const room = widthOf(state) - 2;
	return rows.map((row) => drawn([span(' '), ...fit(row, room)]).trimEnd()).join('\n');
}

/** A row with the codes that Ink writes, in its order: then its first frame changes nothing on the screen. */
function drawn(row: Line): string {
	let before: readonly Code[] = [];
	let text = '';
	for (const part of [...row, span('')]) {
		const codes = part.text === '' ? [] : codesOf(part.tone);
		const ended = before.filter(
			(code) => !codes.some(({open, end}) => (code.end === 22 ? open === code.open : end === code.end)),
		);
		const begun = codes.filter(({open}) => !before.some((code) => code.open === open));
		text += [...ended.reverse().map(({end}) => end), ...begun.map(({open}) => open)]
			.map((code) => `\u001B[${code}m`)
			.join('');
		text += part.text;
		before = codes;
	}
	return text;
}

interface Code {
	readonly open: number;
	readonly end: number;
}

function codesOf(tone: Tone): Code[] {
	const {color, bold = false, dimColor = false, italic = false} = THEME[tone];
	const hue = color === undefined ? undefined : COLOURS[color];
	return [
		...(italic ? [{open: 3, end: 23}] : []),
		...(bold ? [{open: 1, end: 22}] : []),
		...(hue === undefined ? [] : [{open: hue, end: 39}]),
		...(dimColor ? [{open: 2, end: 22}] : []),
	];
}
