// Paths in a field: what is typed is completed with tab, the last of several paths at a time.
import {step, withDraft} from './navigate.js';
import type {State, Step} from './state.js';
import {line, span, type Line} from './text/line.js';

/** The state after a change of the text, and the paths that begin like its last word asked for. */
export function editPath(state: State, field: string, text: string): Step {
	return step(withDraft(state, field, text), {do: 'complete', prefix: lastPath(text)});
}

/** As much of the last path as all that begin like it share. */
export function completePath(state: State, field: string): Step {
	const text = state.drafts[field] ?? '';
	const common = commonStart(state.completions);
	const stem = lastPath(text);
	if (common.length <= stem.length) return step(state);
	const next = text.slice(0, text.length - stem.length) + common;
	return step({...withDraft(state, field, next), moved: state.moved + 1}, {do: 'complete', prefix: common});
}

/** The paths that begin like what is typed; lines for the screen only. */
export function completionLines(state: State): Line[] {
	return state.completions
		.slice(0, MOST)
		.map((path) => line(span(`  ${path}`, path.endsWith('/') ? 'accent' : 'muted')));
}

const MOST = 12;

/** Paths divided by blanks; quotes and backslashes keep blanks inside a path, as a shell would. */
export function splitPaths(text: string): string[] {
	const found = text.matchAll(/(?:"([^"]*)"|'([^']*)'|((?:\\.|[^\s"'])+))/g);
	return [...found].map(([, double, single, bare]) => double ?? single ?? (bare ?? '').replace(/\\(.)/g, '$1'));
}

/** Whether a text names a file rather than says something: a folder in it, or the end of a name. */
export function looksLikePath(text: string): boolean {
	const paths = splitPaths(text.trim());
	const [only = ''] = paths;
	return paths.length === 1 && (/^~|\//.test(only) || /\.[a-z]\w{0,4}$/i.test(only));
}

function lastPath(text: string): string {
	return /(?:\\.|[^\s])*$/.exec(text)?.[0] ?? '';
}

function commonStart(paths: readonly string[]): string {
	const [first = '', ...rest] = paths;
	let length = first.length;
	for (const path of rest) while (!path.startsWith(first.slice(0, length))) length -= 1;
	return first.slice(0, length);
}
