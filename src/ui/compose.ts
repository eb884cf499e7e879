// How a screen shares out the rows of the terminal: header, text, menu or field, text about the cursor's line, notice,
// footer. Never more than rows − 1. Pure: the view draws what stands here.
import type {Knowledge, View} from './derive.js';
import {footer} from './footer.js';
import {header} from './header.js';
import {screenOf} from './screens/index.js';
import type {Field, MenuItem, Scene} from './screens/screen.js';
import {here, type State} from './state.js';
import {fit, MEASURE, span, type Line} from './text/line.js';
import {counted} from '../report/phrases.js';

export interface Composition {
	readonly header: Line;
	/** All of the text; `place.scroll` says where the window begins. */
	readonly body: readonly Line[];
	readonly bodyRows: number;
	/** Index of the first row of it that is shown. */
	readonly top: number;
	/** Whether a line is between text and menu. */
	readonly gap: boolean;
	/** `↑ 12 lines above · ↓ 30 lines below (space)` when there is more than fits. */
	readonly more: Line;
	readonly menu: readonly MenuItem[];
	readonly menuRows: number;
	/** `3 of 24 (↑↓ for more)` where the menu has more lines than rows. */
	readonly menuMore: Line;
	/** What is in the right half, if the screen is split, and its columns. */
	readonly split?: {readonly holds: 'panel' | 'menu'; readonly columns: number; readonly head: Line};
	readonly panel?: ShownPanel;
	readonly field?: Field;
	readonly below: readonly Line[];
	/** The same beside the menu, where there is room; then `below` is empty. */
	readonly beside: readonly Line[];
	readonly notice: Line;
	readonly footer: Line;
}

/** The part of a panel that is seen, and how far it can be scrolled from there. */
export interface ShownPanel {
	readonly lines: readonly Line[];
	/** Rows that it takes, the heading counted. */
	readonly rows: number;
	/** Least and greatest `scroll`. */
	readonly reach: readonly [number, number];
}

const SIDE = 2;
const WIDEST = 156;
/** From this width a list and its detail are side by side. */
const BESIDE = 110;
/** The part of the width that the list takes. */
const LIST = 0.68;
/** Columns between them. */
const GUTTER = 3;

/** Columns that a screen takes: on a very wide terminal the rest stays free, which reads better and draws faster. */
export function widthOf(state: State): number {
	return Math.min(state.size.columns, WIDEST + SIDE);
}

export function sceneOf(knowledge: Knowledge, view: View, state: State, twin = false): Scene {
	const room = Math.max(20, widthOf(state) - SIDE);
	const scene = {knowledge, view, state, place: here(state), columns: Math.min(room, MEASURE), wide: room, twin};
	if (splitOf(scene)) return {...scene, columns: leftOf(room), wide: leftOf(room)};
	return isBeside(scene) ? {...scene, wide: Math.floor(room * LIST)} : scene;
}

function splitOf(scene: Scene): 'panel' | 'menu' | undefined {
	return scene.twin || widthOf(scene.state) < BESIDE ? undefined : screenOf(scene).split?.(scene);
}

/** Columns of the left half of a split screen: the log is what is wide. */
function leftOf(room: number): number {
	return Math.floor(room * 0.45);
}

function isBeside(scene: Scene): boolean {
	return !scene.twin && widthOf(scene.state) >= BESIDE && screenOf(scene).side?.(scene) === true;
}

export function compose(scene: Scene): Composition {
	const screen = screenOf(scene);
	const body = screen.body(scene);
	const choices = screen.menu?.(scene) ?? [];
	const field = screen.field?.(scene);
	const beside = isBeside(scene);
	const split = splitOf(scene);
	const right = widthOf(scene.state) - SIDE - scene.wide - GUTTER;
	const below = screen.below?.(beside ? {...scene, columns: right} : scene) ?? [];
	const whole = split === 'menu' ? 0 : height(choices);
	const gap = body.length > 0 && (whole > 0 || field) && screen.table !== true ? 1 : 0;
	const isTight = screen.menuRows !== undefined && body.length + gap + whole > scene.state.size.rows - 1 - FRAME;
	const inHalf = isTight ? Math.min(whole, screen.menuRows ?? whole) : whole;
	const room = scene.state.size.rows - 1 - FRAME;
	const panelBelow = screen.panel !== undefined && !scene.twin && screen.split?.(scene) === 'panel' && !split;
	const rows = share(
		room - gap,
		body.length,
		field ? 1 : beside ? Math.max(inHalf, below.length) : inHalf,
		beside ? 0 : panelBelow ? LEAST_PANEL : (screen.belowRows ?? Math.min(below.length, 5)),
	);
	const menu =
		split === 'menu' || rows.menu >= whole
			? choices
			: choices.map(({id, label, short}) => ({id, label: short ?? label}));
	const menuRows =
		split === 'menu' ? Math.min(room - 1, choices.length) : Math.min(rows.menu, Math.max(1, height(menu)));
	const isCut = menu.length > menuRows && (menuRows > 2 || (isTight && menuRows > 1));
	const top = Math.min(Math.max(0, scene.place.scroll), Math.max(0, body.length - rows.body));
	const panel =
		split === 'panel'
			? panelOf(scene, right - EDGE, room, rows.body >= body.length)
			: panelBelow && rows.below >= LEAST_PANEL
				? panelOf(scene, scene.wide, rows.below, rows.body >= body.length)
				: undefined;
	const composition = {
		body,
		bodyRows: rows.body,
		top,
		gap: gap === 1,
		more: more(top, rows.body, body.length),
		menu,
		menuRows: isCut ? menuRows - 1 : menuRows,
		menuMore: isCut ? position(scene.place.cursor, menu.length) : [],
		...(field ? {field} : {}),
		...(split ? {split: {holds: split, columns: right, head: screen.menuHead?.(scene) ?? []}} : {}),
		...(panel ? {panel} : {}),
		below: beside || panelBelow ? [] : cut(below, Math.max(0, rows.below), scene.columns),
		beside: beside ? cut(below, rows.menu, right) : [],
	};
	// A menu of one line needs no arrows: they scroll the text, or the log.
	const [least, most] = reach(composition);
	const scrolls = least < most || (scene.place.screen === 'evidence' && scene.place.tab === 'log');
	const moves = menu.length > 1 ? 'choices' : scrolls ? 'text' : 'nothing';
	return {
		...composition,
		header: header(scene, widthOf(scene.state) - SIDE),
		notice: notice(scene.state),
		footer: footer(scene, moves, widthOf(scene.state) - SIDE),
	};
}

/** Least and greatest `scroll`: of the text where it does not fit, else of the panel. */
export function reach({
	body,
	bodyRows,
	panel,
}: Pick<Composition, 'body' | 'bodyRows' | 'panel'>): readonly [number, number] {
	return panel && body.length <= bodyRows ? panel.reach : [0, Math.max(0, body.length - bodyRows)];
}

/** Rows of a panel that says something: its heading and two more. */
const LEAST_PANEL = 3;

/** Columns of the line between the halves. */
export const EDGE = 2;

/** A panel at its place; `scrolls`: whether scrolling is about it, and not about the text. */
function panelOf(scene: Scene, columns: number, rows: number, scrolls: boolean): ShownPanel | undefined {
	const panel = screenOf(scene).panel?.(scene, columns);
	if (!panel) return undefined;
	const room = rows - 1;
	const last = Math.max(0, panel.rows.length - room);
	const clamp = (row: number): number => Math.min(last, Math.max(0, row));
	// The row that matters has some of those before it above it.
	const start = clamp(panel.focus - Math.floor(room / 3));
	const from = clamp(start + (scrolls ? scene.place.scroll : 0));
	const lines = panel.rows.slice(from, from + room);
	return {lines: [panel.heading([from + 1, from + lines.length]), ...lines], rows, reach: [-start, last - start]};
}

/** Rows of a menu. */
function height(menu: readonly MenuItem[]): number {
	return menu.reduce((sum, {more: rest = []}) => sum + 1 + rest.length, 0);
}

/** So many lines at most; where some are left out, the last one says so. */
function cut(lines: readonly Line[], most: number, columns: number): readonly Line[] {
	// One line of many says nothing: it is a heading or half a sentence.
	if (most === 1 && lines.length > 2) return [];
	const last = lines[most - 1];
	if (lines.length <= most || !last) return lines.slice(0, most);
	return [...lines.slice(0, most - 1), fit([...last, span(' …', 'muted')], columns)];
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
	const parts = [
		top > 0 ? `↑ ${counted(top, 'line')} above` : '',
		under > 0 ? `↓ ${counted(under, 'line')} below (space)` : '(pgup)',
	].filter((text) => text !== '');
	return [span(parts.join(under > 0 ? ' · ' : ' '), 'muted')];
}

/** Where the cursor is in a menu that is seen in part. */
function position(cursor: number, count: number): Line {
	const keys = cursor === 0 ? '↓' : cursor >= count - 1 ? '↑' : '↑↓';
	return [span(`  ${Math.min(cursor, count - 1) + 1} of ${count} (${keys} for more)`, 'muted')];
}

function notice(state: State): Line {
	if (state.notice) return [span(state.notice.text, state.notice.tone)];
	if (state.inMemory) return [span('This session is in memory only.', 'warn')];
	const told = ['intake', 'open-file', 'paste'].includes(here(state).screen);
	return state.job && !told ? [span(`Reading ${state.job.name} …`, 'muted')] : [];
}
