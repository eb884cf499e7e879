// The first frame without Ink, which takes as long to load as all the rest of the program: a person sees the screen in half the
// time, and the keys they press meanwhile are kept. `test/ui/first.test.tsx` holds it to Ink's frame. It knows menus only: the
// screens on which a session opens have no field, and the cursor is on their first line.
import {compose, widthOf} from '../compose.js';
import {here} from '../state.js';
import type {Session} from '../perform.js';
import {fit, line, span, type Line} from '../text/line.js';
import {merged, pointed} from './spans.js';
import {THEME} from './theme.js';

const COLOURS: Readonly<Record<string, number>> = {red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36};

/** The frame that Ink would draw now; nothing where it takes Ink to know it. */
export function firstFrame(session: Session): string | undefined {
	const state = session.state();
	const {cursor, scroll} = here(state);
	const scene = session.rules.scene(state);
	const shown = compose(scene);
	if (shown.field || cursor !== 0 || scroll !== 0) return undefined;
	const items = shown.menu.slice(0, shown.menuRows).map((item, at): Line => {
		const content = fit(typeof item.label === 'string' ? line(item.label) : item.label, scene.wide - 2);
		return at === 0 ? [span('❯ ', 'accent'), ...pointed(content)] : [span('  '), ...content];
	});
	const above: Line[] = [
		shown.header,
		[],
		...shown.body.slice(0, shown.bodyRows),
		...(shown.gap ? [shown.more] : []),
		...items,
		...(shown.below.length > 0 ? [[], ...shown.below] : []),
	];
	const blanks = Math.max(0, state.size.rows - 1 - above.length - 2);
	const rows = [...above, ...Array.from({length: blanks}, (): Line => []), shown.notice, shown.footer];
	const room = widthOf(state) - 2;
	return rows.map((row) => ` ${merged(fit(row, room)).map(drawn).join('')}`.trimEnd()).join('\n');
}

function drawn({text, tone}: Line[number]): string {
	const {color, bold = false, dimColor = false, italic = false} = THEME[tone];
	const codes = [...(bold ? [1] : []), ...(dimColor ? [2] : []), ...(italic ? [3] : [])];
	const hue = color === undefined ? undefined : COLOURS[color];
	if (hue !== undefined) codes.push(hue);
	return codes.length === 0 ? text : `\u001B[${codes.join(';')}m${text}\u001B[0m`;
}
