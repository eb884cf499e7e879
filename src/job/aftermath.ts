import type {JobSigns, LineSign} from '../model/job.js';

/** Lines of progress that show that a job went on. */
const ENOUGH = 2;
const SAMPLES = 3;
/** Growth below this share is noise. */
const NOISE = 0.01;

/** Whether the job went on after its last failure: lines of progress follow, or one after words of a retry. */
export function recoveredFrom({
	failures,
	progress,
	retries,
}: Pick<JobSigns, 'failures' | 'progress' | 'retries'>): LineSign | undefined {
	const last = failures.at(-1);
	if (last === undefined) return undefined;
	const after = progress.filter(({line}) => line > last);
	const again = retries.find(({line}) => line >= last);
	return after.length >= (again ? 1 : ENOUGH) ? (again ?? after[0]) : undefined;
}

/** How memory in use moved from step to step: its first and last value where it grew; `false` where it stayed. */
export function growthOf(samples: JobSigns['inUse']): LineSign | undefined {
	// Several devices print at one moment: one figure for each.
	const moments = samples.filter(({after}, index) => after > 0 && samples[index - 1]?.after !== after);
	const [first] = moments;
	const last = moments.at(-1);
	if (!first || !last || moments.length < SAMPLES) return undefined;
	const falls = moments.filter(({bytes}, index) => bytes < (moments[index - 1]?.bytes ?? 0)).length;
	const grew = (last.bytes - first.bytes) / first.bytes;
	if (grew > NOISE && falls <= moments.length / 5) return {text: `${first.text} → ${last.text}`, line: last.line};
	return Math.abs(grew) <= NOISE && falls <= moments.length / 2 ? {text: 'false', line: last.line} : undefined;
}
