import type {KnobAdvice} from '../model/diagnosis.js';
import type {Known} from '../model/known.js';
import {hasDeficitOfProgram, type Deficit} from './ledger.js';
import type {AskedChange} from '../program/change/asked.js';
import type {RemedyKind} from '../model/remedy.js';
import type {Saving} from './saving.js';

/** Half of a batch: what its page changes, and what one step takes where no figure says otherwise. */
const HALF = 0.5;
/** What is not known to shrink with the batch is taken to be half of the need. */
const UNKNOWN_PART = 2;

/**
 * Share of a batch to take away so that the gap is closed, where less than half of it is enough: by the low end of what half of it would
 * free, else by the share of the need that is missing. Where more than half has to go, if all that has the batch shrinks with it: that share.
 * Micro-batches divide by whole numbers, so less than half is half. Undefined where half of it is to go, or all of it would not do.
 */
export function smallestCut(
	kind: RemedyKind,
	half: Saving | undefined,
	known: Known,
	deficit: Deficit | undefined,
): number | undefined {
	const isBatch = kind === 'reduce_batch' || kind === 'microbatch';
	if (!isBatch || !deficit || !hasDeficitOfProgram(known)) return undefined;
	const need = known.range('hbm.used') ?? known.range('request.size');
	const part = deficit.toFree.high / (known.range('batch.bytes')?.low ?? need?.low ?? deficit.toFree.high);
	const cut = half
		? (HALF * deficit.toFree.high) / half.freed.low
		: (UNKNOWN_PART * deficit.toFree.high) / (need?.low ?? deficit.toFree.high);
	if (cut < HALF) return kind === 'reduce_batch' && cut > 0 ? cut : undefined;
	const least = half ? cut : part;
	return least > HALF && least < 1 ? least : undefined;
}

/** What another cut frees, by what half of the batch would. */
export function ofCut(half: Saving, {from, assumed, to}: Partial<KnobAdvice>): Saving {
	const [old, next] = [Number(from ?? assumed), Number(to)];
	if (!(old > next) || next === Math.floor(old * HALF)) return half;
	const part = (1 - next / old) / HALF;
	return {
		...half,
		freed: {low: Math.round(half.freed.low * part), high: Math.round(half.freed.high * part)},
		basis: half.basis.replace(/^half the batch/, `a batch of ${next} instead of ${old}`),
		...(half.change && {change: {...half.change, asked: scaledBy(next / old, half.change.asked)}}),
	};
}

/** A change of half the batch, with another share of it. */
function scaledBy(factor: number, {steps, ...asked}: AskedChange): AskedChange {
	const scaled = steps.map(({changes, regime}) => ({
		regime,
		changes: changes.map((one) => (one.kind === 'substitute' ? {...one, factor} : one)),
	}));
	return {...asked, steps: scaled};
}
