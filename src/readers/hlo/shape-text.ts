import type {HloArray, HloShape} from '../../model/hlo.js';

const NOTHING: HloShape = {leaves: []};

/** Reads printed shapes, tuples too. Equal texts give the same object, which keeps large modules small. */
export class ShapeTexts {
	readonly #shapes = new Map<string, HloShape>();

	/** The shape of a text; without arrays where it is none. */
	read(text: string): HloShape {
		const known = this.#shapes.get(text);
		if (known) return known;
		const shape = text.startsWith('(') ? this.#tuple(text) : arrayShape(text);
		// Tuples are rarely equal, and long.
		if (!text.startsWith('(')) this.#shapes.set(ownText(text), shape);
		return shape;
	}

	#tuple(text: string): HloShape {
		const parts = splitTopLevel(text.slice(1, text.endsWith(')') ? -1 : undefined)).map((part) => this.read(part));
		return {leaves: parts.flatMap((part) => part.leaves), parts};
	}
}

/**
 * A copy that does not keep the line alive that it was cut from: engines represent a long slice as a reference to the whole, so that
 * a module's names would hold the whole file in memory.
 */
export function ownText(text: string): string {
	if (text.length < 13) return text;
	let copy = '';
	for (let at = 0; at < text.length; at += 4096) {
		const codes: number[] = [];
		const end = Math.min(text.length, at + 4096);
		for (let i = at; i < end; i += 1) codes.push(text.charCodeAt(i));
		copy += String.fromCharCode(...codes);
	}
	return copy;
}

/** Splits at commas outside all brackets; comments between them are dropped. */
export function splitTopLevel(text: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let from = 0;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === 40 || code === 91 || code === 123) depth += 1;
		else if (code === 41 || code === 93 || code === 125) depth -= 1;
		else if (code === 34) {
			const end = text.indexOf('"', at + 1);
			at = end < 0 ? text.length : end;
		} else if (code === 44 && depth === 0) {
			parts.push(text.slice(from, at));
			from = at + 1;
		}
	}
	parts.push(text.slice(from));
	return parts.map((part) => part.replace(/\/\*[^*]*\*\//g, '').trim()).filter((part) => part !== '');
}

function arrayShape(text: string): HloShape {
	const match = /^([a-z][a-z0-9]*)\[([\d,<=?]*)\](\{.*\})?$/.exec(text);
	if (!match) return NOTHING;
	const [, type = '', extents = '', layout = ''] = match;
	if (type === 'token' || type === 'opaque') return NOTHING;
	const dims = extents === '' ? [] : extents.split(',').map((extent) => Number(extent.replace('<=', '')) || 0);
	const order = /^\{([\d,]*)/.exec(layout)?.[1];
	const minorToMajor = order === undefined || order === '' ? undefined : order.split(',').map(Number);
	const array: HloArray = {
		type: ownText(type),
		dims,
		text: ownText(text),
		...(minorToMajor?.length === dims.length && {minorToMajor}),
		tiled: layout.includes('T('),
	};
	return {leaves: [array]};
}
