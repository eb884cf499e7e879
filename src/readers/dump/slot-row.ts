import type {Slot} from '../../model/incident.js';

const ROW = /^\s*[\d.]+(?:[KMGTPE]iB|B)\(\s*\d+%\);\s*([\d.]+(?:[KMGTPE]iB|B));\s*(\d+);\s*(\d+);\s*(.*)$/;

/** One row of a slot table: `7.53GiB( 19%); 7.53GiB; 851968; 15; bf16[2,4], 2×f32[8]`; undefined for any other line. */
export function slotRow(text: string, table: number, line: number): Slot | undefined {
	const match = ROW.exec(text);
	if (!match) return undefined;
	const [, size = '', offset = '', values = '', shapes = ''] = match;
	return {size, offset: Number(offset), values: Number(values), shapes: shapeList(shapes), table, line};
}

/** `f32[75776], f32[], 2×f32[8,8]` with counts; tuples stay whole, index comments inside them are dropped. */
export function shapeList(text: string): Slot['shapes'] {
	const found: {count: number; shape: string}[] = [];
	for (const part of splitOutside(text.replace(/\/\*[^*]*\*\//g, ''))) {
		const times = /^(\d+)[×x]\s*(.+)$/.exec(part);
		const shape = times?.[2] ?? part;
		if (shape !== '') found.push({count: Number(times?.[1] ?? 1), shape});
	}
	return found;
}

/** Splits at commas that stand outside all brackets. */
function splitOutside(text: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let from = 0;
	for (let at = 0; at < text.length; at += 1) {
		const sign = text.charAt(at);
		if (sign === '(' || sign === '[' || sign === '{') depth += 1;
		else if (sign === ')' || sign === ']' || sign === '}') depth -= 1;
		else if (sign === ',' && depth === 0) {
			parts.push(text.slice(from, at).trim());
			from = at + 1;
		}
	}
	parts.push(text.slice(from).trim());
	return parts;
}
