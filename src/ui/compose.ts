// How a screen shares out the rows of the terminal: header, text, menu or field, text about the cursor's line, notice,
// footer. Never more than rows − 1. Pure: the view draws what stands here.
import type {Knowledge, View} from './derive.js';
import {BINDINGS, keySign, type Binding, type Command} from './keys.js';
import {screenOf} from './screens/index.js';
import type {Field, MenuItem, Scene} from './screens/screen.js';
import {nameOf} from './names.js';
import {here, type State} from './state.js';
import {fit, line, lineWidth, MEASURE, span, spread, type Line, type Span} from './text/line.js';

export interface Composition {
	readonly header: Line;
	/** All of the text; `place.scroll` says where the window begins. */
	readonly body: readonly Line[];
	readonly bodyRows: number;
	/** Whether a line stands between text and menu. */
	readonly gap: boolean;
	/** `12 lines above · 30 below` when there is more than fits. */
	readonly more: Line;
	readonly menu: readonly MenuItem[];
	readonly menuRows: number;
	readonly field?: Field;
	readonly below: readonly Line[];
	readonly notice: Line;
	readonly footer: Line;
}

const SIDE = 2;
const WIDEST = 116;

/** Columns that a screen takes: on a very wide terminal the rest stays free, which reads better and draws faster. */
export function widthOf(state: State): number {
	return Math.min(state.size.columns, WIDEST + SIDE);
}

export function sceneOf(knowledge: Knowledge, view: View, state: State, twin = false): Scene {
	const room = Math.max(20, widthOf(state) - SIDE);
	return {
		knowledge,
		view,
		state,
		place: here(state),
		columns: Math.min(room, MEASURE),
		wide: room,
		twin,
	};
}

export function compose(scene: Scene): Composition {
	const screen = screenOf(scene);
	const body = screen.body(scene);
	const menu = screen.menu?.(scene) ?? [];
	const field = screen.field?.(scene);
	const below = screen.below?.(scene) ?? [];
	const gap = body.length > 0 && (menu.length > 0 || field) && screen.table !== true ? 1 : 0;
	const rows = share(
		scene.state.size.rows - 1 - FRAME - gap,
		body.length,
		field ? 1 : menu.length,
		screen.belowRows ?? Math.min(below.length, 5),
	);
	const top = Math.min(scene.place.scroll, Math.max(0, body.length - rows.body));
	return {
		header: header(scene),
		body,
		bodyRows: rows.body,
		gap: gap === 1,
		more: more(top, rows.body, body.length),
		menu,
		menuRows: rows.menu,
		...(field ? {field} : {}),
		below: cut(below, Math.max(0, rows.below), scene.columns),
		notice: notice(scene.state),
		footer: footer(scene),
	};
}

/** So many lines at most; where some are left out, the last one says so. */
function cut(lines: readonly Line[], most: number, columns: number): readonly Line[] {
	const last = lines[most - 1];
	if (lines.length <= most || !last) return lines.slice(0, most);
	return [...lines.slice(0, most - 1), [...fit(last, columns - 2), span(' …', 'muted')]];
}

/** Header and a blank line above; notice and footer below. */
const FRAME = 4;

/** Rows for text, menu and the text below, with a blank line before the last. */
export function share(
	room: number,
	body: number,
	menu: number,
	below: number,
): {body: number; menu: number; below: number} {
	const wantBelow = below > 0 ? below + 1 : 0;
	// The menu may always have half of the screen: what can be chosen must be seen.
	const least = Math.min(menu, Math.max(1, Math.ceil(room / 2)));
	const menuRows = Math.min(menu, Math.max(least, room - body - wantBelow));
	const bodyRows = Math.min(body, Math.max(0, room - menuRows));
	const left = room - menuRows - bodyRows - 1;
	return {body: bodyRows, menu: menuRows, below: Math.max(0, left)};
}

function more(top: number, rows: number, length: number): Line {
	const under = length - top - rows;
	if (top === 0 && under <= 0) return [];
	const parts = [top > 0 ? `↑ ${top} above` : '', under > 0 ? `↓ ${under} more` : ''].filter((text) => text !== '');
	return [span(`${parts.join(' · ')} (space)`, 'muted')];
}

const STEPS = [
	{step: 'read', label: 'read'},
	{step: 'why', label: 'why'},
	{step: 'remedies', label: 'remedies'},
	{step: 'plan', label: 'plan'},
] as const;

/** `train.log ▸ E1000 ▸ Question 2          ● read ● why ◐ remedies ○ plan` */
function header(scene: Scene): Line {
	const {view, state} = scene;
	const [first, ...others] = view.reading.evidence;
	const name = first ? `${nameOf(view, first.name)}${others.length > 0 ? ` +${others.length}` : ''}` : 'xla-triage';
	const code = view.focus.seen ? [span(' ▸ ', 'muted'), span(view.focus.incident.code, 'danger')] : [];
	const room = widthOf(state) - SIDE;
	const rest: Line = [...code, span(' ▸ ', 'muted'), span(screenOf(scene).title(scene), 'accent')];
	// The steps keep their place; a long name gives way.
	const left: Line = [...fit(line(span(name, 'strong')), Math.max(8, room - lineWidth(rest) - 11)), ...rest];
	const now = screenOf(scene).step;
	const right = STEPS.flatMap(({step, label}): Span[] => [
		span(`${progress(scene)[step]} `, step === now ? 'accent' : 'muted'),
		span(label, step === now ? 'strong' : 'muted'),
		span('  '),
	]).slice(0, -1);
	const short = STEPS.map(({step}) => span(` ${progress(scene)[step]}`, step === now ? 'accent' : 'muted'));
	return lineWidth(left) + lineWidth(right) + 2 <= room ? spread(left, right, room) : spread(left, short, room);
}

/** How far each step is: done, begun, not begun. */
function progress({view}: Scene): Record<(typeof STEPS)[number]['step'], string> {
	const {session, reading, focus} = view;
	const answered = focus.walk.trail.length > 0;
	const open = focus.diagnosis.remedies.filter(
		(ranked) => ranked.standing === 'indicated' && ranked.decision === undefined,
	);
	const dot = (done: boolean, begun: boolean): string => (done ? '●' : begun ? '◐' : '○');
	return {
		read: dot(focus.seen, reading.evidence.length > 0),
		why: dot(focus.walk.at.kind === 'verdict', answered),
		remedies: dot(session.decisions.size > 0 && open.length === 0, session.decisions.size > 0),
		plan: dot(session.saved.length > 0, session.decisions.size > 0),
	};
}

function notice(state: State): Line {
	if (state.notice) return [span(state.notice.text, state.notice.tone)];
	if (state.inMemory) return [span('This session is in memory only.', 'warn')];
	const told = ['intake', 'open-file', 'paste'].includes(here(state).screen);
	return state.job && !told ? [span(`Reading ${state.job.name} …`, 'muted')] : [];
}

const ALWAYS: readonly Command[] = ['undo', 'search', 'help', 'quit'];

/** The keys that matter here, as many as fit; help and quit last and always. */
export function footer(scene: Scene): Line {
	const screen = screenOf(scene);
	const inText = screen.field !== undefined;
	const wanted: readonly Command[] = inText
		? ['back', 'complete', 'down', 'clear']
		: ['enter', 'back', ...(screen.hints ?? []), ...ALWAYS];
	const entries = [...new Set(wanted)].flatMap((command) => {
		const binding = BINDINGS.find(
			(one) =>
				one.command === command && (one.inText ?? false) === inText && (!one.on || one.on.includes(scene.place.screen)),
		);
		return binding && useful(scene, command) ? [entry(binding, inText)] : [];
	});
	if (inText) entries.unshift([span('enter', 'code'), span(' take it', 'muted')]);
	return fitEntries(entries, widthOf(scene.state) - SIDE, inText);
}

function useful({state, view, place}: Scene, command: Command): boolean {
	if (command === 'sort' || command === 'group') return place.screen === 'evidence' && place.tab === 'buffers';
	if (command === 'undo') return view.session.canUndo;
	return command !== 'back' || state.places.length > 1;
}

function entry({keys, label, command}: Binding, inText: boolean): Line {
	const words = command === 'enter' ? 'choose' : command === 'back' && inText ? 'leave' : label;
	return [span(keySign(keys[0] ?? ''), 'code'), span(` ${words}`, 'muted')];
}

function fitEntries(entries: readonly Line[], room: number, inText: boolean): Line {
	const gap = span('   ');
	// In a field there are no letters for help and quit to end with.
	const last = inText ? [] : entries.slice(-2);
	let kept = inText ? entries : entries.slice(0, -2);
	const length = (some: readonly Line[]): number => some.reduce((sum, one) => sum + lineWidth(one) + 3, -3);
	while (kept.length > 1 && length([...kept, ...last]) > room) kept = [...kept.slice(0, -1)];
	return line(...[...kept, ...last].flatMap((one, index) => (index === 0 ? [...one] : [gap, ...one])));
}
