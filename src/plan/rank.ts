import type {Estimate, RankedRemedy, Standing} from '../model/diagnosis.js';
import type {Remedy} from '../model/remedy.js';
import type {Measurement} from '../model/session.js';
import {chanceOf} from './bundle.js';
import type {Deficit} from './ledger.js';
import {stepPrice} from './price.js';
import type {Stand} from './standing.js';

/** A remedy with all that its rank depends on. */
export interface Contender {
	readonly remedy: Remedy;
	readonly stand: Stand;
	readonly role: RankedRemedy['role'];
	readonly estimate?: Estimate;
	/** What the compiler said, where it was asked. */
	readonly measured?: Measurement;
}

/** Points of a standing. Signs of a page move a remedy by their weight, within and, where strong, across standings. */
const STANDING: Readonly<Record<Standing, number>> = {indicated: 40, possible: 0, unlikely: -80, 'ruled out': -1000};

/** Points of a remedy that surely closes the gap by itself. */
const CLOSING = 60;

/** Chance that is assumed where neither an estimate nor a prior says more. */
const NO_IDEA = 0.3;

/** What nothing in the evidence speaks for, though it could, comes after what the evidence leaves open. */
const NOTHING_FOR_IT = -15;

/** What was proven comes before all that is estimated; what was tried alone and did not fit comes after what may. */
const MEASURED: Readonly<Partial<Record<Measurement['result'], number>>> = {fits: 300, oom: -60};

/** Points for a step of price one more: among equals the cheaper comes first. */
const PRICE = -10;

/**
 * Points by which remedies are ordered: standing, weights of the signs that hold, chance that this remedy alone closes the gap, and price.
 * See README.md for the formula and its reasons.
 */
export function pointsOf(one: Contender, deficit: Deficit | undefined): number {
	const {remedy, stand} = one;
	const nothing = stand.standing === 'possible' && !stand.open ? NOTHING_FOR_IT : 0;
	const proof = one.measured ? (MEASURED[one.measured.result] ?? 0) : 0;
	return (
		proof +
		STANDING[stand.standing] +
		stand.weight +
		nothing +
		CLOSING * closingChance(one, deficit) +
		PRICE * (stepPrice(remedy) - 1)
	);
}

/** Chance that a remedy alone closes the gap: from what was measured, from the estimate, or from how often it helped. */
export function closingChance(
	one: Pick<Contender, 'remedy' | 'estimate' | 'measured'>,
	deficit: Deficit | undefined,
): number {
	if (one.measured?.result === 'fits') return 1;
	if (one.measured?.result === 'oom') return 0;
	if (one.estimate && deficit) return chanceOf(one.estimate, deficit.over);
	return one.remedy.prior ? one.remedy.prior.weight / 100 : NO_IDEA;
}

/**
 * Order of the list: evidence first where there is no list of buffers, then what may close the gap, then free wins, then what
 * informs, then what is ruled out. The best remedies of three different kinds lead, so that the first three are real alternatives.
 */
export function order<T extends Contender>(
	contenders: readonly T[],
	deficit: Deficit | undefined,
	listKnown: boolean,
): readonly T[] {
	const sorted = contenders.toSorted(
		(a, b) => pointsOf(b, deficit) - pointsOf(a, deficit) || (a.remedy.id < b.remedy.id ? -1 : 1),
	);
	const alive = sorted.filter((one) => one.stand.standing !== 'ruled out');
	const informing = alive.filter((one) => one.role === 'inform');
	const getsList = listKnown
		? []
		: informing.filter((one) => one.remedy.kind === 'profile' && one.stand.standing !== 'unlikely');
	return [
		...getsList,
		...spread(alive.filter((one) => one.role === 'close')),
		...alive.filter((one) => one.role === 'alongside'),
		...informing.filter((one) => !getsList.includes(one)),
		...sorted.filter((one) => one.stand.standing === 'ruled out'),
	];
}

/** The best of each of the first three kinds leads, unless it is unlikely; the rest follow in their order. */
function spread<T extends Contender>(sorted: readonly T[]): readonly T[] {
	const leaders: T[] = [];
	for (const one of sorted) {
		if (one.stand.standing === 'unlikely') break;
		if (leaders.length < 3 && leaders.every((leader) => leader.remedy.kind !== one.remedy.kind)) leaders.push(one);
	}
	return [...leaders, ...sorted.filter((one) => !leaders.includes(one))];
}
