import type {Estimate, KnobAdvice, KnobNames, RankedRemedy} from '../model/diagnosis.js';
import type {Stage} from '../model/flow.js';
import type {Remedy} from '../model/remedy.js';
import type {Measurement} from '../model/session.js';
import {chanceOf} from './bundle.js';
import type {Deficit} from './ledger.js';
import type {Stand} from './standing.js';

/** A remedy with all that its place in the order depends on. */
export interface Contender {
	readonly remedy: Remedy;
	readonly stand: Stand;
	readonly role: RankedRemedy['role'];
	/** Number of its stage, from 1. */
	readonly stage: number;
	/** Goes into the first restart beside the remedy that leads. */
	readonly beside?: boolean;
	readonly knob?: KnobAdvice;
	readonly names?: readonly KnobNames[];
	readonly estimate?: Estimate;
	/** What the compiler said, where it was asked. */
	readonly measured?: Measurement;
}

/**
 * The order of everything: of the list, of the first restart and of the steps after it. What the compiler has proven comes first, then
 * what may help, then what is unlikely, then what is ruled out; each of them stage by stage. Inside a stage: effect against the gap, safety, cost;
 * how strong the sign is and how often the change helped elsewhere decide between equals.
 */
export function order<T extends Contender>(
	contenders: readonly T[],
	deficit: Deficit | undefined,
	listKnown: boolean,
): readonly T[] {
	const keyed = contenders.map((one) => ({one, keys: keysOf(one, deficit, listKnown)}));
	return leadFirst(
		keyed
			.toSorted((a, b) => compareKeys(a.keys, b.keys) || (a.one.remedy.id < b.one.remedy.id ? -1 : 1))
			.map(({one}) => one),
	);
}

/** What goes alongside comes after the step that it goes alongside, as in the plan. */
function leadFirst<T extends Contender>(sorted: readonly T[]): readonly T[] {
	const lead = sorted.findIndex(({role}) => role === 'close');
	const before = sorted.slice(0, Math.max(0, lead));
	const along = before.filter(({role, remedy}) => role === 'alongside' || (role === 'inform' && remedy.anyRestart));
	return [
		...before.filter((one) => !along.includes(one)),
		...sorted.slice(before.length, lead + 1),
		...along,
		...sorted.slice(lead + 1),
	];
}

/** The best of a set of the leading stage goes with the best of the others: both sides shrink in one restart. */
export function withCompanion<T extends Contender>(ordered: readonly T[], stages: readonly Stage[]): readonly T[] {
	const at = ordered.findIndex(({role}) => role === 'close');
	const lead = ordered[at];
	const beside = lead && !isProven(lead) ? stages[lead.stage - 1]?.beside : undefined;
	if (!lead || !beside) return ordered;
	const isBeside = ({remedy}: T): boolean => beside.includes(remedy.id);
	const companion = ordered.find(
		(one) =>
			one.role === 'close' &&
			one.stage === lead.stage &&
			isBeside(one) !== isBeside(lead) &&
			['indicated', 'possible'].includes(one.stand.standing),
	);
	if (!companion) return ordered;
	const rest = ordered.filter((one) => one !== companion);
	return [...rest.slice(0, at + 1), {...companion, beside: true}, ...rest.slice(at + 1)];
}

/** Whether the compiler said that this step alone makes the program fit. */
export function isProven(one: Pick<Contender, 'measured'>): boolean {
	return one.measured?.result === 'fits';
}

const ROLE = {close: 0, alongside: 1, inform: 2} as const;

function keysOf(one: Contender, deficit: Deficit | undefined, listKnown: boolean): readonly number[] {
	const {remedy, stand, role, stage} = one;
	const effect = effectOf(one, deficit);
	const proven = isProven(one) && stand.standing !== 'ruled out';
	return [
		proven ? -1 : placeOf(one, effect, listKnown),
		// Where the program fits as it is, nothing in it has to change.
		proven && remedy.probe?.unchanged === true ? 0 : stage,
		ROLE[role],
		-effect,
		remedy.safety === 'safe' ? 0 : 1,
		remedy.lastResort ? 1 : 0,
		// Of steps that are enough alone, the one with the least work.
		effect === EFFECT.closes ? remedy.effort : 0,
		-stand.weight,
		-(remedy.prior?.weight ?? 0),
		remedy.effort,
	];
}

/**
 * Likely steps in their stages; then what may help and is asked for by nothing, although the evidence lists the buffers or its figures
 * cannot close the gap, and what changes numbers or the program and cannot close it; then what is unlikely; then what is ruled out.
 */
function placeOf({remedy, stand, role}: Contender, effect: number, listKnown: boolean): number {
	if (stand.standing === 'ruled out') return 3;
	if (stand.standing === 'unlikely') return 2;
	if (role !== 'close') return 0;
	const little = effect <= EFFECT.little;
	if (stand.standing === 'indicated') return little && remedy.safety !== 'safe' ? 1 : 0;
	return listKnown || little || !stand.open ? 1 : 0;
}

/** A figure says more than none; what the evidence asks for, without a figure, lies between what may close the gap and what cannot. */
const EFFECT = {closes: 4, may: 3, asked: 2, open: 1, little: 0} as const;

/** What nothing in the evidence asks for counts less than what it does ask for. */
const UNASKED = 1.5;

function effectOf(one: Contender, deficit: Deficit | undefined): number {
	if (isProven(one)) return EFFECT.closes;
	const {remedy, estimate, stand, measured} = one;
	const asked = stand.standing === 'indicated';
	if (measured?.result === 'oom') return EFFECT.little;
	if (!estimate || !deficit) return asked ? EFFECT.asked : EFFECT.open;
	const chance = chanceOf(estimate, deficit.over);
	// What keeps the results and brings half of a gap is worth what is asked for without a figure: steps are combined.
	const isHalf = remedy.safety === 'safe' && estimate.high >= deficit.over.low / 2;
	if (chance <= 0) return asked && isHalf ? EFFECT.asked : EFFECT.little;
	const effect = chance >= 1 ? EFFECT.closes : chance >= 0.5 ? EFFECT.may : EFFECT.open;
	return asked ? effect : Math.max(EFFECT.little + 0.1, effect - UNASKED);
}

/** Smaller comes first, position by position. */
export function compareKeys(a: readonly number[], b: readonly number[]): number {
	for (const [index, key] of a.entries()) {
		const other = b[index] ?? 0;
		if (key !== other) return key - other;
	}
	return 0;
}
