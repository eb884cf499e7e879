/** Reads what the script printed. */
import type {Measurement} from '../../model/session.js';
import {printSize} from '../../model/size.js';

/** Measurements of a results file, and the lines (1-based) that are none. */
export interface ProbeResults {
	readonly measurements: readonly Measurement[];
	/** The program as it is, where it was tried. */
	readonly baseline?: Measurement;
	readonly refused: readonly number[];
}

const SCHEMA = 'xla-triage.probe/1';
const RESULTS: ReadonlySet<string> = new Set<Measurement['result']>(['fits', 'oom', 'error', 'timeout']);

/** Takes one JSON document a line; blank lines are passed over, and so is what the script's process printed beside them. */
export function readProbeResults(text: string): ProbeResults {
	const refused: number[] = [];
	const found: Measurement[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const measurement = readLine(line);
		if (measurement) found.push(measurement);
		else refused.push(index + 1);
	}
	const baseline = found.filter(({remedy}) => remedy === '').at(-1);
	const before = baseline?.used === undefined ? {} : {before: baseline.used};
	return {
		measurements: found.filter(({remedy}) => remedy !== '').map((one) => ({...one, ...before})),
		...(baseline ? {baseline} : {}),
		refused,
	};
}

function readLine(line: string): Measurement | undefined {
	const value = parse(line);
	if (value?.['schema'] !== SCHEMA) return undefined;
	const {variant, remedy, result, used_bytes: used} = value;
	const named = typeof variant === 'string' && (typeof remedy === 'string' || remedy === null);
	if (!named || !isResult(result)) return undefined;
	const told = typeof used === 'number' && Number.isFinite(used) && used > 0;
	return {remedy: remedy ?? '', change: variant, result, ...(told ? {used: printSize(used)} : {})};
}

function isResult(value: unknown): value is Measurement['result'] {
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
