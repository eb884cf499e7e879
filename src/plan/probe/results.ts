/** Reads what the script printed. */
import type {Remedy} from '../../model/remedy.js';
import type {Measurement} from '../../model/session.js';
import {printSize} from '../../model/size.js';
import {AS_IT_IS} from '../measured.js';

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
	/** Whether the compiler is newer than that of the dump, by the numbers of their builds, where both are known. */
	readonly newer?: boolean;
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
 * That the program fits as it is with a newer compiler, as a measurement of the remedy that upgrades; undefined where that was not shown.
 * `needed` is what it needed when it failed, `jobLibtpu` the version that failed.
 */
export function provenUpgrade(
	line: ProbeLine | undefined,
	remedies: readonly Pick<Remedy, 'id' | 'probe'>[],
	needed: string | undefined,
	jobLibtpu: string | undefined,
): Measurement | undefined {
	const remedy = remedies.find(({probe}) => probe?.unchanged)?.id;
	if (line?.result !== 'fits' || line.libtpu === undefined || remedy === undefined || needed === undefined)
		return undefined;
	const {used, libtpu, date} = line;
	if (!(line.newer ?? (jobLibtpu === undefined || isLater(libtpu, jobLibtpu)))) return undefined;
	const known = Object.entries({used, date, jobLibtpu}).filter(([, value]) => value !== undefined);
	return {remedy, change: AS_IT_IS, result: 'fits', before: needed, libtpu, ...Object.fromEntries(known)};
}

function isLater(version: string, than: string): boolean {
	const [a, b] = [version, than].map((text) => text.split('.').map(Number));
	const differs = a?.findIndex((part, at) => part !== (b?.[at] ?? 0)) ?? -1;
	return differs >= 0 && (a?.[differs] ?? 0) > (b?.[differs] ?? 0);
}

/**
 * What a result means, in words: whether it frees anything, was refused by the compiler, or was not finished. `before` is what the program
 * needed as it is.
 */
export function resultText({result, used, text, variant}: ProbeLine, before: string | undefined): string {
	switch (result) {
		case 'fits':
			return 'fits';
		case 'oom':
			return used !== undefined && used === before && variant !== AS_IT_IS ? 'no change' : 'does not fit';
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
	const job = /"module":"[^"]*\.cl_(\d+)/.exec(JSON.stringify(value['program'] ?? ''))?.[1];
	const {build} = value;
	return {
		remedy: remedy ?? '',
		variant,
		result,
		...(told ? {used: printSize(used)} : {}),
		text: typeof text === 'string' ? text : '',
		...(typeof value['libtpu'] === 'string' ? {libtpu: value['libtpu']} : {}),
		...(typeof value['date'] === 'string' ? {date: value['date']} : {}),
		...(typeof build === 'number' && job !== undefined ? {newer: build > Number(job)} : {}),
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
