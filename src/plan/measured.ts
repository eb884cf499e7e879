/** Measurements take the place of estimates: what the compiler said of a change is surer than any formula. */
import type {Estimate} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import type {Measurement} from '../model/session.js';
import {parseSize} from '../model/size.js';
import type {Memory} from './memory.js';
import {bytesOf, type Saving} from './saving.js';
import type {Stand} from './standing.js';

const RESULTS: Readonly<Record<Measurement['result'], string>> = {
	fits: 'fits',
	oom: 'does not fit alone',
	error: 'could not be compiled for another reason',
	timeout: 'was not compiled within the time limit',
};

const ORDER = ['fits', 'oom', 'error', 'timeout'] as const;

/** What counts of all variants of one remedy: one that fits before one that does not, then the one that needs least. */
export function measurementOf(remedy: string, measured: readonly Measurement[] = []): Measurement | undefined {
	return measured
		.filter((one) => one.remedy === remedy)
		.toSorted(
			(a, b) =>
				ORDER.indexOf(a.result) - ORDER.indexOf(b.result) ||
				bytes(a.used) - bytes(b.used) ||
				(a.change < b.change ? -1 : 1),
		)[0];
}

/** Bytes that the change freed, rounding included; undefined where one of the two figures is missing. */
export function freedBy({used, before}: Measurement): Interval | undefined {
	const [was, is] = [before, used].map((text) => (text === undefined ? undefined : parseSize(text)?.bytes));
	return was && is && {low: was.low - is.high, high: was.high - is.low};
}

/** `Measured with the compiler: 34.90G → 28.10G, fits (micro-batches-4).` */
export function measuredText({result, used, before, change}: Measurement): string {
	const figures = used === undefined ? '' : before === undefined ? `${used}, ` : `${before} → ${used}, `;
	return `Measured with the compiler: ${figures}${RESULTS[result]} (${change}).`;
}

/** The measured gain as an estimate. */
export function measuredEstimate(measurement: Measurement): Estimate | undefined {
	const freed = freedBy(measurement);
	return freed && {...freed, basis: `measured with the compiler, ${measurement.change}`};
}

/** A saving that brings what was measured: its shares are scaled, or spread evenly where it had none. */
export function calibrated(memory: Memory, saving: Saving | undefined, measurement: Measurement): Saving | undefined {
	const freed = freedBy(measurement);
	if (!freed) return saving;
	const basis = measuredEstimate(measurement)?.basis ?? '';
	const target = (freed.low + freed.high) / 2;
	const expected = saving && bytesOf(memory, {cuts: saving.cuts, basis: ''});
	const middle = expected ? (expected.low + expected.high) / 2 : 0;
	const scale = middle > 0 ? target / middle : 0;
	const scaled = (saving?.cuts ?? []).map(({region, share}) => even(region, (scale * (share.low + share.high)) / 2));
	if (scale !== 0 && scaled.every(({share}) => share.high < 1)) return {cuts: scaled, basis};
	const all = memory.regions.reduce((sum, region) => sum + (region.bytes.low + region.bytes.high) / 2, 0);
	return all > 0 ? {cuts: memory.regions.map(({id}) => even(id, Math.min(1, target / all))), basis} : saving;
}

/** How a remedy stands once it was measured: what fits is indicated, whatever the evidence had suggested. */
export function measuredStand(stand: Stand, measurement: Measurement): Stand {
	const because = [measuredText(measurement), ...stand.because] as const;
	return measurement.result === 'fits' ? {...stand, standing: 'indicated', because} : {...stand, because};
}

function even(region: string, share: number) {
	return {region, share: {low: share, high: share}};
}

function bytes(text: string | undefined): number {
	const size = text === undefined ? undefined : parseSize(text);
	return size ? size.bytes.low : Number.POSITIVE_INFINITY;
}
