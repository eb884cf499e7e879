/** Memory-usage reports as libtpu prints them, composed from shapes: sizes follow from layout arithmetic, nothing is copied from a log. */
import {layoutOf} from '../../src/model/layout.js';
import {parseShape} from '../../src/model/shape.js';
import {printSize} from '../../src/model/size.js';

/** What a program holds: temporaries lie one after another in the heap, arguments and outputs have a table each. */
export interface Program {
	readonly capacity: string;
	readonly heap: readonly string[];
	readonly outside: readonly string[];
}

const HEAD = '  cumulative_size;       size;       offset; used_by_n_values; shapes_list\n  ------------------------\n';

/** The line that fails the compile, and its tables, largest first. */
export function usageReport({capacity, heap, outside}: Program): string {
	const all = [...heap, ...outside].reduce((sum, shape) => sum + bytesOf(shape), 0);
	const limit = gib(capacity);
	let offset = 0;
	const rows = heap.map((shape) => {
		const row = rowOf(shape, offset);
		offset += bytesOf(shape);
		return row;
	});
	const tables = [...(rows.length > 0 ? [rows] : []), ...outside.map((shape) => [rowOf(shape, 0)])];
	return [
		`E1120 19:18:18.054569   22661 compiler.cc:3781] XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used ${printSize(all)} of ${capacity} hbm. Exceeded hbm capacity by ${printSize(all - limit)}. Memory usage report: `,
		'',
		'Memory Space: default (color=0)',
		`Total bytes: ${all} (${inIec(all)})`,
		...tables.map((table) => HEAD + table.join('\n') + '\n'),
		'',
	].join('\n');
}

/** Bytes of a shape, with its layout where it prints one, else dense; `2×` says that two values take turns in it. */
export function bytesOf(text: string): number {
	const shape = parseShape(text.replace(/^\d+×/, ''));
	const bytes = shape && layoutOf(shape)?.bytes;
	if (bytes === undefined) throw new Error(`${text} is no array.`);
	return bytes;
}

function rowOf(shape: string, offset: number): string {
	const size = inIec(bytesOf(shape));
	const values = /^(\d+)×/.exec(shape)?.[1] ?? '1';
	return `  ${size}( 10%);  ${size};  ${offset};  ${values}; ${shape.replace(/\{.*/, '')}`;
}

/** `7.53GiB`, as the tables print sizes. */
function inIec(bytes: number): string {
	return printSize(bytes).replace(/([KMG])$/, '$1iB');
}

function gib(text: string): number {
	return Number.parseFloat(text) * 2 ** 30;
}
