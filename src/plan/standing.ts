import {fill, type Conditions} from '../engine/index.js';
import type {KnobSaid} from '../job/knob.js';
import type {Standing} from '../model/diagnosis.js';
import type {Fact} from '../model/fact.js';
import type {Remedy, Sign} from '../model/remedy.js';

/** How a remedy stands, with the reasons in the user's figures and the weight of all signs that hold. */
export interface Stand {
	readonly standing: Standing;
	readonly because: readonly [string, ...string[]];
	/** The strongest sign that indicates, less the strongest that speaks against: a strong sign implies the weaker ones. */
	readonly weight: number;
	/** False when every sign of indication is known not to hold: merely possible, with nothing that speaks for it. */
	readonly open: boolean;
}

/**
 * Holds the signs of a remedy against the facts. A sign counts only when it is true: what rules out comes first, then what makes
 * unlikely, then what indicates; unknown signs leave the remedy possible.
 */
export function standOf(remedy: Remedy, conditions: Conditions, facts: readonly Fact[]): Stand {
	const truth = (sign: Sign) => conditions.evaluate(sign.when.source, facts);
	const holding = (signs: readonly Sign[]) => signs.filter((sign) => truth(sign) === true);
	const reasons = (signs: readonly Sign[]) => withoutEchoes(signs.map((sign) => signText(remedy, sign, facts)));

	const out = holding(remedy.ruledOut);
	const unlikely = holding(remedy.unlikely);
	const indicated = holding(remedy.indicated);
	const weight = strongest(indicated) - strongest(unlikely);
	const open = remedy.indicated.length === 0 || remedy.indicated.some((sign) => truth(sign) !== false);

	if (out[0]) return {standing: 'ruled out', because: some(reasons(out)), weight: 0, open};
	if (unlikely[0])
		return {standing: 'unlikely', because: some([...reasons(unlikely), ...inFavour(reasons(indicated))]), weight, open};
	if (indicated[0]) return {standing: 'indicated', because: some(reasons(indicated)), weight, open};
	return {standing: 'possible', because: [signlessBecause(remedy) ?? possibleBecause(remedy, open)], weight, open};
}

/** What the user's framework adds: what has no setting there is ruled out, what is set already unlikely. */
export function standIn(stand: Stand, said: KnobSaid | undefined): Stand {
	if (said === undefined || said.is === 'knob' || stand.standing === 'ruled out') return stand;
	return {...stand, standing: said.is === 'none' ? 'ruled out' : 'unlikely', because: [said.because], weight: 0};
}

/** What a sign says in the user's figures; what to look for in general, where a fact that it names is not known. */
export function signText({telltale}: Pick<Remedy, 'telltale'>, {because}: Sign, facts: readonly Fact[]): string {
	return fill(because, facts) || `Sign: ${telltale}`;
}

/** A strong sign often says what a weaker one says, and more: what stands in another reason is said once. */
function withoutEchoes(reasons: readonly string[]): readonly string[] {
	const bare = reasons.map((reason) => reason.replace(/\.$/, ''));
	return reasons.filter((_, index) =>
		bare.every((other, at) => {
			const own = bare[index] ?? '';
			const echoed = at !== index && other.includes(own);
			return !echoed || (other === own && index < at);
		}),
	);
}

/** After reasons against it, what speaks for it is announced, so that the two do not read as one argument. */
function inFavour([first, ...rest]: readonly string[]): readonly string[] {
	return first === undefined ? [] : [`In its favour: ${first}`, ...rest];
}

function strongest(signs: readonly Sign[]): number {
	return Math.max(0, ...signs.map((sign) => sign.weight));
}

/** Why a remedy that needs no sign is there: it goes along with the first restart, or only shows more. */
function signlessBecause({role, telltale}: Remedy): string | undefined {
	if (role === 'win') return 'A free win: it costs little and keeps the results. Do it in the same restart.';
	if (role === 'evidence') return 'Optional: it changes nothing and shows more.';
	if (role === 'check')
		return `A free check while you make the first change. Look for: ${telltale.replace(/\.$/, '')}.`;
	return undefined;
}

function possibleBecause(remedy: Remedy, open: boolean): string {
	const sign = remedy.telltale.replace(/\.$/, '');
	return open
		? `Not confirmed by your log. Sign to look for: ${sign}.`
		: `Nothing in your log points to it. Sign to look for: ${sign}.`;
}

function some(reasons: readonly string[]): readonly [string, ...string[]] {
	const [first, ...rest] = reasons;
	if (first === undefined) throw new Error('A standing without a reason.');
	return [first, ...rest];
}
