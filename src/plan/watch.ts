import type {RankedRemedy, Restart} from '../model/diagnosis.js';
import type {Interval} from '../model/interval.js';
import {printRange} from '../model/size.js';
import type {Framework} from '../model/framework.js';
import type {Known} from '../model/known.js';
import type {Deficit} from './ledger.js';

/** Steps to take in one restart, and what they bring together. */
export interface Steps {
	readonly steps: readonly RankedRemedy[];
	readonly brings?: Interval;
}

/** What success looks like: a smaller program, or only that the failure stays away. */
export interface Aim {
	/** Whether the next log prints a total that can be compared. */
	readonly total: boolean;
	/** What that total must get below. */
	readonly capacity?: Interval;
	/** What the program needs above it. */
	readonly over?: Interval;
	readonly mismatch: boolean;
	/** What the log should show next once the failure is gone. */
	readonly next: string;
}

/** Only failures at compile time print a total: at run time and for a mismatch the failure itself is what to watch. */
export function aimOf(known: Known, deficit: Deficit | undefined, frameworks: readonly Framework[] = []): Aim {
	const code = known.text('code');
	const total = code === undefined || code === 'E1000';
	return {
		...(total && deficit?.capacity ? {capacity: deficit.capacity, over: deficit.over} : {}),
		total,
		mismatch: code === 'E0102',
		next: nextOf(known, frameworks),
	};
}

/** The line to look for in the next log: the end of the phase that failed, or a later step. */
function nextOf(known: Known, frameworks: readonly Framework[]): string {
	const step = known.text('job.step');
	const own = [known.text('job.framework'), 'any'].map((name) => frameworks.find(({id}) => id === name));
	const phases = own.flatMap((framework) => framework?.phases ?? []);
	// A step that is not the first ends with the next.
	const end = phases.find(({is, ends}) => ends !== undefined && is === known.text('job.phase'))?.ends;
	if (end !== undefined) return `${end}.`;
	if (step !== undefined) return `The log passes step ${step}.`;
	if (known.text('code') === 'E0102') return 'The two sizes agree, and the call succeeds.';
	return 'The line that failed runs, and the log goes on after it.';
}

/** One restart in words: what to watch after it, and how to go on if it is not enough. `before` and `next` are the restarts around it. */
export function restartOf(now: Steps, before: readonly Steps[], next: Steps | undefined, aim: Aim): Restart {
	if (!changes(now)) {
		const fallback = 'If it does not come, go on with the next step.';
		return {...now, watch: now.steps[0]?.remedy.verify ?? '', fallback};
	}
	const compare = 'compare the new log with this one';
	const titles = next?.steps.map((one) => one.remedy.title).join('; ');
	const fallback = titles
		? `If it comes back, ${compare}, keep what helped, and go on with: ${titles}.`
		: `If it comes back, ${compare}: ${aim.mismatch ? 'the sizes show whether the difference moved' : 'what did not move shows where the memory is'}.`;
	return {...now, watch: watchOf(now, before, aim), fallback};
}

function changes({steps}: Steps): boolean {
	return steps.some((one) => one.role !== 'inform');
}

function watchOf(now: Steps, before: readonly Steps[], aim: Aim): string {
	const chip = now.steps.find(isChip);
	if (chip?.measured?.result === 'fits' && chip.measured.used !== undefined && now.steps.length === 1)
		return `The usable HBM in messages is that of the larger chip, and used is about ${chip.measured.used}.`;
	if (chip?.estimate && now.steps.length === 1) {
		const [offer = ''] = chip.estimate.basis.split(';');
		return `The usable HBM in messages is that of the larger chip: ${offer}. Used may grow with it, and has to stay below.`;
	}
	const moved = [...before, now].some(({steps}) => steps.some(isChip));
	const limit = moved
		? ' below the usable HBM of the larger chip'
		: aim.capacity
			? ` below ${printRange(aim.capacity)}`
			: '';
	const {brings} = now;
	// A range that may not close the gap promises no total below the limit.
	const isSure = brings !== undefined && (!aim.over || brings.low >= aim.over.high);
	const inAll = now.steps.filter(({estimate}) => estimate !== undefined).length > 1 ? ' in all' : '';
	const by =
		brings && brings.high > 0 ? `, by ${printRange({low: Math.max(0, brings.low), high: brings.high})}${inAll}` : '';
	if (!aim.total || (!limit && !by)) return aim.next;
	const beside = by && before.some(changes) ? ' on top of what the earlier restarts freed' : '';
	if (isSure || moved || !limit) return `Used should fall${limit}${by}${beside}.`;
	return `Used should fall${by.replace(/^,/, '')}${beside}. The program fits once Used is${limit}.`;
}

function isChip(one: RankedRemedy): boolean {
	return one.remedy.room && one.estimate !== undefined;
}
