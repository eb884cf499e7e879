/** Reads what the script printed. */
import type {Measurement} from '../../model/session.js';
import {printSize} from '../../model/size.js';

/** One line of results, read. */
export interface ProbeLine {
	/** Id of the remedy; empty for the program as it is, and for a variant of the user's own that stands for none. */
	readonly remedy: string;
	readonly variant: string;
	/** skipped: the variant made no difference to the program, so nothing was measured. */
	readonly result: Measurement['result'] | 'skipped';
	readonly used?: string;
	/** In the words of the compiler or of the script. */
	readonly text: string;
	/** Version of libtpu and day, where the script told them: it does for the program of a dump. */
	readonly libtpu?: string;
	readonly date?: string;
}

export interface ProbeResults {
	/** One of each variant, the last that was printed, in the order of the first. */
	readonly lines: readonly ProbeLine[];
	/** What counts for remedies. */
	readonly measurements: readonly Measurement[];
	/** The program as it is, where it was tried. */
	readonly baseline?: ProbeLine;
	/** Lines (1-based) that are not results. */
	readonly refused: readonly number[];
}

const SCHEMA = 'xla-triage.probe/1';
const AS_IT_IS = 'as-it-is';
const RESULTS: ReadonlySet<string> = new Set<ProbeLine['result']>(['fits', 'oom', 'error', 'timeout', 'skipped']);

/**
 * Takes one JSON document a line; blank lines are passed over, and so is what the script's process printed beside them. Where the program
 * as it is was not tried again, `before` is what it needed the last time. `jobLibtpu` is the version that the job ran.
 */
export function readProbeResults(text: string, before?: string, jobLibtpu?: string): ProbeResults {
	const refused: number[] = [];
	const found = new Map<string, ProbeLine>();
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const read = readLine(line);
		if (read) found.set(read.variant, read);
		else refused.push(index + 1);
	}
	const lines = [...found.values()];
	const baseline = lines.find(({variant}) => variant === AS_IT_IS);
	const was = baseline?.used ?? before;
	return {
		lines,
		measurements: lines.flatMap((line) => measurementOf(line, was, jobLibtpu)),
		...(baseline ? {baseline} : {}),
		refused,
	};
}

function measurementOf(line: ProbeLine, before: string | undefined, jobLibtpu: string | undefined): Measurement[] {
	const {remedy, variant, result, used, libtpu, date} = line;
	if (remedy === '' || variant === AS_IT_IS || result === 'skipped') return [];
	const told = Object.entries({used, before, libtpu, date, ...(libtpu === undefined ? {} : {jobLibtpu})});
	return [{remedy, change: variant, result, ...Object.fromEntries(told.filter(([, value]) => value !== undefined))}];
}

/**
 * What a result means, in words: whether it frees anything, was refused by the compiler, or was not finished. `before` is what the program
 * needed as it is.
 */
export function resultText({result, used, text}: ProbeLine, before: string | undefined): string {
	switch (result) {
		case 'fits':
			return 'fits';
		case 'oom':
			return used !== undefined && used === before ? 'no change' : 'does not fit';
		case 'timeout':
			return 'timed out';
		case 'skipped':
			return 'skipped';
		case 'error':
			return REFUSED.test(text) ? 'refused' : 'failed';
	}
}

/** What the compiler says of an option or value that it does not take. */
const REFUSED = /No such compile option|Unknown command line flag|Failed to parse|Illegal value|UNIMPLEMENTED/;

function readLine(line: string): ProbeLine | undefined {
	const value = parse(line);
	if (value?.['schema'] !== SCHEMA) return undefined;
	const {variant, remedy, result, used_bytes: used, text} = value;
	const named = typeof variant === 'string' && (typeof remedy === 'string' || remedy === null);
	if (!named || !isResult(result)) return undefined;
	const told = typeof used === 'number' && Number.isFinite(used) && used > 0;
	return {
		remedy: remedy ?? '',
		variant,
		result,
		...(told ? {used: printSize(used)} : {}),
		text: typeof text === 'string' ? text : '',
		...(typeof value['libtpu'] === 'string' ? {libtpu: value['libtpu']} : {}),
		...(typeof value['date'] === 'string' ? {date: value['date']} : {}),
	};
}

function isResult(value: unknown): value is ProbeLine['result'] {
	return typeof value === 'string' && RESULTS.has(value);
}

function parse(line: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined; // not JSON: the caller says which line
	}
}
