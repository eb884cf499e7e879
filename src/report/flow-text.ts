import type {Flow} from '../model/flow.js';
import {caption, inOrder, marksOf, nameOf, waysFrom, type Marks, type Trail, type Way} from './flow-part.js';
import {hue, type Theme} from './themes.js';
import {wrap} from './width.js';

/** How a flow is drawn for a terminal. */
export interface FlowTextOptions {
	readonly width: number;
	readonly colour: boolean;
	readonly theme?: Theme;
	readonly trail?: Trail;
}

/**
 * A flow as a tree for a terminal. A node that only one answer leads to is under it; one where ways meet is drawn once, in a
 * part of its own, and arrows name it. ◆ marks what the evidence can choose; ● and thick lines mark the way that was taken.
 */
export function flowText(flow: Flow, options: FlowTextOptions): string {
	const marks = marksOf(options.trail);
	const drawing = new Drawing(flow, marks, options);
	for (const id of inOrder(flow)) if (!drawing.isNested(id)) drawing.part(id);
	const legend = `◆ the evidence can choose it   ┄ not sure${options.trail ? '   ● ━ the way that was taken' : ''}`;
	return `${drawing.lines.join('\n').trimEnd()}\n\n${legend}\n`;
}

class Drawing {
	readonly lines: string[] = [];
	readonly #flow: Flow;
	readonly #marks: Marks;
	readonly #options: FlowTextOptions;
	readonly #nested: ReadonlySet<string>;

	constructor(flow: Flow, marks: Marks, options: FlowTextOptions) {
		this.#flow = flow;
		this.#marks = marks;
		this.#options = options;
		this.#nested = nestedIn(flow);
	}

	get #loud(): string {
		const {theme} = this.#options;
		if (!theme) return '\u001B[1;33m';
		return `\u001B[1m${theme.inReports ? hue(theme, 'warn') : ''}`;
	}

	isNested(id: string): boolean {
		return this.#nested.has(id);
	}

	part(id: string): void {
		this.#node(id, '');
		this.lines.push('');
	}

	#node(id: string, indent: string): void {
		const node = this.#flow.nodes[id];
		if (!node) return;
		const isPassed = this.#marks.has(id);
		const sign = isPassed ? '● ' : node.kind === 'verdict' ? '■ ' : '';
		const name = this.#short(id);
		const kind = node.kind === 'verdict' ? `${node.verdict}: ` : '';
		this.#say(indent, `${sign}${name}  `, `${kind}${caption(node)}`, isPassed);
		const ways = waysFrom(this.#flow, id);
		for (const [index, way] of ways.entries()) this.#way(way, ways[index + 1], indent);
	}

	#way(way: Way, next: Way | undefined, indent: string): void {
		const isTaken = this.#marks.took(way);
		const corner = next ? (isTaken ? '┣' : '├') : isTaken ? '┗' : '╰';
		const line = way.unsure ? '┄' : isTaken ? '━' : '─';
		const isInside = this.#nested.has(way.to);
		// Several answers may lead to a node that is under the last of them.
		const isDrawnHere = isInside && next?.to !== way.to;
		const arrow = isInside ? '' : `  ${line}▶ ${this.#short(way.to)}`;
		this.#say(indent, `${corner}${line}${way.inferred ? '◆ ' : ' '}`, `${way.label}${arrow}`, isTaken);
		if (isDrawnHere) this.#node(way.to, `${indent}${next ? '│' : ' '}  `);
	}

	#say(indent: string, lead: string, text: string, isLoud: boolean): void {
		const words = text.split(' ').map((word) => ({text: word, look: '', glue: false}));
		const room = Math.max(20, this.#options.width - indent.length - lead.length);
		for (const [index, line] of wrap(words, room).entries()) {
			const said = line.map((word) => word.text).join(' ');
			const whole = `${index === 0 ? lead : ' '.repeat(lead.length)}${said}`;
			this.lines.push(
				`${indent}${isLoud && this.#options.colour ? `${this.#loud}${whole}\u001B[22;39m` : whole}`.trimEnd(),
			);
		}
	}

	#short(id: string): string {
		const name = nameOf(id);
		return name === nameOf(this.#flow.start) ? id.slice(name.length + 1) : id;
	}
}

// Nodes that are under the answer that leads to them: all ways to them are neighbours in one question that has other ways too.
function nestedIn(flow: Flow): ReadonlySet<string> {
	const parents = new Map<string, Set<string>>();
	const scattered = new Set<string>();
	for (const id of Object.keys(flow.nodes)) {
		const ways = waysFrom(flow, id);
		for (const [index, {to}] of ways.entries()) {
			parents.set(to, (parents.get(to) ?? new Set()).add(id));
			const isFollowed = ways.slice(index + 1).some((later) => later.to === to);
			if (isFollowed && ways[index + 1]?.to !== to) scattered.add(to);
		}
		if (ways.every(({to}) => to === ways[0]?.to) && ways[0] && flow.nodes[ways[0].to]?.kind === 'question')
			scattered.add(ways[0].to);
	}
	const nested = new Set<string>();
	const depths = new Map<string, number>();
	for (const id of inOrder(flow)) {
		const from = parents.get(id);
		const [parent] = from ?? [];
		if (from?.size !== 1 || parent === undefined || scattered.has(id) || id === flow.start) continue;
		const depth = (depths.get(parent) ?? 0) + 1;
		if (depth > DEEPEST) continue;
		depths.set(id, depth);
		nested.add(id);
	}
	return nested;
}

// What stands deeper begins at the left again: there would be no room for its words.
const DEEPEST = 8;
