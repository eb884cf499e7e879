/** Measurements take the place of estimates: what the compiler said of a change is surer than any formula. */
import type {Effect} from '../model/change.js';
import type {Estimate} from '../model/diagnosis.js';
import {middle, point, subtract, type Interval} from '../model/interval.js';
import type {Remedy} from '../model/remedy.js';
import type {Measurement} from '../model/session.js';
import {parseSize} from '../model/size.js';
import type {Saving} from './saving.js';
import type {Stand} from './standing.js';

const RESULTS: Readonly<Record<Measurement['result'], string>> = {
	fits: 'fits',
	oom: 'does not fit alone',
	error: 'not compiled, for another reason',
	timeout: 'not compiled within the time limit',
};

/** Name of the program without a change. */
export const AS_IT_IS = 'as-it-is';

const ORDER = Object.keys(RESULTS);

/**
 * What counts of all variants of one remedy: of those that fit the first tried, since milder changes are tried before stronger ones; of
 * those that do not, the one that needs least.
 */
export function measurementOf(remedy: string, measured: readonly Measurement[] = []): Measurement | undefined {
	const all = measured.filter((one) => one.remedy === remedy);
	return (
		all.find(({result}) => result === 'fits') ??
		all.toSorted(
			(a, b) =>
				ORDER.indexOf(a.result) - ORDER.indexOf(b.result) ||
				bytesUsed(a) - bytesUsed(b) ||
				(a.change < b.change ? -1 : 1),
		)[0]
	);
}

/** Bytes that the change freed, rounding included; undefined where one of the two figures is missing. */
export function freedBy({used, before}: Measurement): Interval | undefined {
	const [was, is] = [before, used].map((text) => (text === undefined ? undefined : parseSize(text)?.bytes));
	return was && is && subtract(was, is);
}

/** `Measured with the compiler: 34.90G → 28.10G, fits (micro-batches-4).` */
export function measuredText(measurement: Measurement): string {
	const {result, used, before, change} = measurement;
	const figures = used === undefined ? '' : before === undefined ? `${used}, ` : `${before} → ${used}, `;
	const how = result === 'fits' || result === 'oom' ? 'Measured' : 'Tried';
	const same = result === 'oom' && used !== undefined && used === before;
	const which = change === AS_IT_IS ? 'as it is' : `(${change})`;
	return `${how} with ${compilerText(measurement)}: ${figures}${same ? 'no change' : RESULTS[result]} ${which}.`;
}

/** `libtpu 0.0.42.1 on 2026-11-30 (your job ran 0.0.39)`: what a measured figure holds for. */
export function compilerText({libtpu, jobLibtpu, date}: Measurement): string {
	if (libtpu === undefined) return 'the compiler';
	const other = jobLibtpu === undefined || jobLibtpu === libtpu ? '' : ` (your job ran ${jobLibtpu})`;
	return `libtpu ${libtpu}${date === undefined ? '' : ` on ${date}`}${other}`;
}

/** `Also measured: micro-batches-4 6.40G, fits; micro-batches-8 3.10G, fits.`; empty where there was one variant only. */
export function othersText({remedy, change}: Measurement, measured: readonly Measurement[]): readonly string[] {
	const others = measured
		.filter((one) => one.remedy === remedy && one.change !== change && one.used !== undefined)
		.map((one) => `${one.change} ${one.used ?? ''}, ${one.result === 'fits' ? 'fits' : 'does not fit'}`);
	return others.length > 0 ? [`Also measured: ${others.join('; ')}.`] : [];
}

/** The measured gain as an estimate. */
export function measuredEstimate(measurement: Measurement): Estimate | undefined {
	const freed = freedBy(measurement);
	return freed && {...freed, basis: `measured with the compiler, ${measurement.change}`};
}

/** A saving that brings what was measured. */
export function calibrated(
	{id, overlaps}: Pick<Remedy, 'id' | 'overlaps'>,
	saving: Saving | undefined,
	measurement: Measurement,
): Saving | undefined {
	const estimate = measuredEstimate(measurement);
	if (!estimate) return saving;
	const {change} = saving ?? {};
	return {id, overlaps, freed: point(Math.round(middle(estimate))), basis: estimate.basis, ...(change && {change})};
}

/**
 * How a remedy stands once it was measured: what fits is indicated, and what frees nothing is unlikely, also where the evidence had
 * suggested. `gain` is the measurement where it shows how much the remedy frees.
 */
export function measuredStand(
	stand: Stand,
	measurement: Measurement,
	gain: Measurement | undefined,
	all: readonly Measurement[],
): Stand {
	const because = [measuredText(measurement), ...othersText(measurement, all), ...stand.because] as const;
	if (measurement.result === 'fits') return {...stand, standing: 'indicated', because};
	const freed = gain?.result === 'oom' ? freedBy(gain) : undefined;
	const idle = freed !== undefined && freed.low <= 0 && stand.standing !== 'ruled out';
	return {...stand, ...(idle ? {standing: 'unlikely'} : {}), because};
}

/** The need after a change, as the compiler gave it. */
export function measuredEffect(measurement: Measurement): Effect {
	const need = parseSize(measurement.used ?? '')?.bytes;
	return {...(need && {need}), basis: `compiled with ${compilerText(measurement)}: ${measurement.change}`};
}

/** Bytes that were needed with the change; infinite where that is not known. */
export function bytesUsed({used}: Measurement): number {
	return parseSize(used ?? '')?.bytes.low ?? Number.POSITIVE_INFINITY;
}
