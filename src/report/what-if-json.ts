import type {WhatIf} from '../model/change.js';
import type {Interval} from '../model/interval.js';
import type {Measurement} from '../model/session.js';
import type {Frame, Program, TermDimension} from '../model/program.js';

/** The JSON of `what-if`; `what-if.schema.json` beside this file is its published schema. */
export interface WhatIfJson {
	readonly schema: 'xla-triage.what-if/1';
	/** Bytes that the program needs on one device, by the compiler. */
	readonly base: number;
	readonly capacity: number | null;
	readonly program: ReturnType<typeof programJson>;
	readonly changes: readonly {
		readonly change: string;
		readonly need: readonly [number, number] | null;
		readonly basis: string;
		/** What the compiler said, where it was asked. */
		readonly measured?: Measurement;
	}[];
	readonly together: readonly [number, number] | null;
}

/** Everything that was found, for programs. The same evidence gives the same bytes. */
export function whatIfJson({program, capacity, changes, together}: WhatIf): WhatIfJson {
	return {
		schema: 'xla-triage.what-if/1',
		base: program.total.high,
		capacity: capacity?.high ?? null,
		program: programJson(program),
		changes: changes.map(({change, effect, measured}) => ({
			change,
			need: pair(effect.need),
			basis: effect.basis,
			...(measured && {measured}),
		})),
		together: pair(together),
	};
}

/** A program as it is published: arguments, dimensions, and the pieces of memory, largest first. */
export function programJson(program: Program, most = Infinity) {
	const meanings = new Map(program.symbols.map(({id, meaning}) => [id, meaning ?? id]));
	const own = program.terms.filter(({inside}) => inside === undefined).toSorted((a, b) => b.bytes.high - a.bytes.high);
	return {
		from: program.from,
		...(program.name !== undefined && {name: program.name}),
		...(program.devices !== undefined && {devices: program.devices}),
		...(program.chip !== undefined && {chip: program.chip}),
		arguments: program.arguments.map(({index, name, use, sharding, replicated, offered, donated, bytes}) => ({
			index,
			name,
			use,
			...(sharding !== undefined && {sharding}),
			replicated,
			offered,
			donated,
			bytes,
		})),
		symbols: program.symbols.map(({id, meaning, extent, global, belief, why}) => ({
			id,
			...(meaning && {meaning}),
			extent,
			...(global !== undefined && {global}),
			belief,
			why,
		})),
		terms: own
			.slice(0, most)
			.map(({bytes, count, type, shape, dims, place, use, name, frame, sharding, aliasOf, life}) => ({
				bytes: bytes.high,
				...(count !== 1 && {count}),
				type,
				shape,
				dims: dims.map((dim) => dimensionText(dim, meanings)),
				place,
				use,
				...(name !== undefined && {name}),
				...(frame && {frame: lineOf(frame), ...(frame.function !== undefined && {function: frame.function})}),
				...(sharding !== undefined && {sharding}),
				...(aliasOf !== undefined && {aliasOf}),
				...(life && {life}),
			})),
	};
}

/** `batch × sequence`, `width / 128` for the heads of a projection, and the extent where nothing is known. */
function dimensionText({symbols, extent, constant}: TermDimension, meanings: ReadonlyMap<string, string>): string {
	if (symbols.length === 0) return String(extent);
	const product = symbols.map((id) => meanings.get(id) ?? id).join(' × ');
	const part = Math.round(1 / constant);
	return constant < 1 && Math.abs(part * constant - 1) < 1e-9 ? `${product} / ${part}` : product;
}

/** `train.py:18`: the file without its folders. */
export function lineOf({file, line}: Frame): string {
	return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}

function pair(range: Interval | undefined): readonly [number, number] | null {
	return range ? [range.low, range.high] : null;
}
