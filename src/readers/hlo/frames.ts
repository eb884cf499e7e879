import type {HloFrame} from '../../model/hlo.js';

const TABLES = ['FileNames', 'FunctionNames', 'FileLocations', 'StackFrames'] as const;
type Table = (typeof TABLES)[number];

/** Reads the four numbered tables in front of an HLO module: files, functions, locations, and stack frames. */
export class FrameTables {
	readonly #files = new Map<number, string>();
	readonly #functions = new Map<number, string>();
	readonly #locations = new Map<number, {file: number; function: number; line: number}>();
	readonly #frames = new Map<number, {location: number; parent: number}>();
	#table: Table | undefined;

	/** Takes a line; false where it belongs to no table. */
	push(line: string): boolean {
		const table = TABLES.find((name) => name === line);
		if (table) {
			this.#table = table;
			return true;
		}
		const row = this.#table && /^(\d+) (.*)$/.exec(line);
		if (!row) {
			if (line.trim() !== '') this.#table = undefined;
			return false;
		}
		this.#row(Number(row[1]), row[2] ?? '');
		return true;
	}

	/** The frames by number. The printed parent is one too high: less one, and 0 is no parent. */
	frames(): ReadonlyMap<number, HloFrame> {
		const frames = new Map<number, HloFrame>();
		for (const [number, {location, parent}] of this.#frames) {
			const at = this.#locations.get(location);
			const file = at && this.#files.get(at.file);
			if (!at || file === undefined) continue;
			frames.set(number, {file, line: at.line, function: this.#functions.get(at.function) ?? '', parent: parent - 1});
		}
		return frames;
	}

	#row(number: number, text: string): void {
		const quoted = /^"(.*)"$/.exec(text)?.[1];
		const field = (name: string): number => Number(new RegExp(`\\b${name}=(\\d+)`).exec(text)?.[1] ?? 0);
		if (this.#table === 'FileNames' && quoted !== undefined) this.#files.set(number, quoted);
		else if (this.#table === 'FunctionNames' && quoted !== undefined) this.#functions.set(number, quoted);
		else if (this.#table === 'FileLocations') {
			this.#locations.set(number, {
				file: field('file_name_id'),
				function: field('function_name_id'),
				line: field('line'),
			});
		} else if (this.#table === 'StackFrames') {
			this.#frames.set(number, {location: field('file_location_id'), parent: field('parent_frame_id')});
		}
	}
}
