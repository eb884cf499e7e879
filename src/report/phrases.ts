import {resolve, type Fact} from '../model/fact.js';
import {atLeastZero, point, subtract, type Interval} from '../model/interval.js';
import {printRange, printSize} from '../model/size.js';
import type {Diagnosis, Estimate, Plan, RankedRemedy, Standing} from '../model/diagnosis.js';
import type {Decision} from '../model/session.js';
import type {Safety} from '../model/remedy.js';
import type {Visit} from '../model/walk.js';

/** A range of bytes for a person: `4.50G`, `1.2–2.4G`, `at most 2.40G`. */
export function bytesText(range: Interval): string {
	return printRange(atLeastZero(range));
}

/** `1 line`, `3 lines`, `2 remedies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

/** What a remedy is expected to free, in a few words. */
export function estimateText(estimate: Estimate | undefined): string {
	if (!estimate) return 'unknown';
	if (estimate.high <= 0) return 'nothing alone';
	return bytesText(estimate);
}

/** What a step is expected to free: `nothing` for one that only collects evidence, `unknown` for a change without a figure. */
export function freedText({role, estimate}: Pick<RankedRemedy, 'role' | 'estimate'>): string {
	return role === 'inform' ? 'nothing' : estimateText(estimate);
}

/** `frees`, or `adds` for one that gives more room; `Frees` where a sentence begins. */
export function freesWord({room}: RankedRemedy['remedy'], begins = false): string {
	const word = room ? 'adds' : 'frees';
	return begins ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** The same as a sentence, with the formula. */
export function freesText(step: Pick<RankedRemedy, 'role' | 'estimate' | 'remedy'>): string {
	return `${freesWord(step.remedy, true)}: ${freedText(step)}${step.estimate ? ` (${step.estimate.basis})` : ''}.`;
}

export const SAFETY: Readonly<Record<Safety, string>> = {
	safe: 'results stay the same',
	risky: 'numerics or stability may suffer',
	'changes-behaviour': 'changes what the program computes',
};

export const STANDING: Readonly<Record<Standing, string>> = {
	indicated: 'indicated by your log',
	possible: 'possible, not confirmed by your log',
	unlikely: 'unlikely to help',
	'ruled out': 'ruled out',
};

/** What a remedy is worth in this plan: whether it closes the gap alone, as far as its figures show. */
export function roleText({role, standing, estimate, measured}: RankedRemedy, {toFree}: Plan): string {
	if (role === 'inform') return 'collects evidence, changes nothing';
	if (role === 'alongside') return 'free: do it in the same restart';
	if (measured?.result === 'fits') return 'enough alone, as measured';
	if (toFree && estimate && estimate.low >= toFree.high) return 'enough alone, even by the lowest estimate';
	if (toFree && estimate && estimate.high < toFree.low) return 'not enough alone';
	return standing === 'unlikely' ? 'probably not enough' : 'may be enough';
}

export const DECISION: Readonly<Record<Decision, string>> = {
	accept: 'accepted',
	postpone: 'postponed',
	reject: 'rejected',
};

/** How a question was settled, with the answer in the words of the question. */
export function answerText(visit: Visit, facts: readonly Fact[] = []): string {
	const option = visit.node.options.find((choice) => choice.id === visit.option);
	switch (visit.by) {
		case 'evidence':
			return `${option?.label ?? ''} (${isByAnswer(visit, facts) ? 'follows from your answers' : 'from your log'})`;
		case 'user':
			return `${option?.label ?? ''} (your answer)`;
		case 'unsure':
			return 'Not sure (your answer)';
		case 'open':
			return 'Not answered';
		case 'moot':
			return 'Not asked, because no answer changes the result';
	}
}

/** Whether a question was settled by what a person said elsewhere. */
export function isByAnswer(visit: Visit, facts: readonly Fact[]): boolean {
	const known = resolve(facts);
	return visit.by === 'evidence' && visit.facts.some((name) => known.get(name)?.origin.by === 'user');
}

/** Whether the first steps that free memory are enough, as one sentence. Later restarts are for the case that they are not. */
export function closingText(plan: Plan): string {
	const left = stillMissing(plan);
	switch (plan.closes) {
		case 'yes':
			return `${closers(plan)} is enough, even by the lowest estimate.`;
		case 'likely':
			return `${closers(plan)} ${isProbablyEnough(plan) ? 'is probably' : 'may be'} enough.${worstText(plan)}`;
		case 'no':
			if (left?.high === 0) return `${closers(plan)} may be enough, with less than the headroom to spare.`;
			return `${closers(plan)} is not enough on this chip${left ? `: ${bytesText(left)} is still missing` : ''}.`;
		case 'unknown':
			return `Your log does not show whether ${lowered(closers(plan))} is enough.`;
	}
}

function lowered(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

function closers({restarts}: Plan): string {
	const at = closingAt(restarts);
	if (restarts.length < 2) return 'This restart';
	return at === 0 ? 'The first restart' : `Restart ${at + 1}`;
}

/** Which restart is the first that changes something. */
function closingAt(restarts: Plan['restarts']): number {
	return restarts.findIndex(({steps}) => steps.some(({role}) => role !== 'inform'));
}

/** Whether the middle of the estimate reaches the middle of what must be freed, and its low end a good part of it. */
export function isProbablyEnough({restarts, toFree}: Plan): boolean {
	const brings = restarts[closingAt(restarts)]?.brings;
	if (!brings || !toFree || brings.low < toFree.low * SURE_PART) return false;
	return brings.low + brings.high >= toFree.low + toFree.high;
}

/** A range that begins lower than this share of the gap promises nothing. */
const SURE_PART = 0.25;

/** What is missing before any step, without the headroom. */
export function gapOf({toFree, headroom}: Plan): Interval | undefined {
	return toFree && subtract(toFree, point(headroom));
}

/** What is missing after the steps, without the headroom: the log says what is missing without it too. */
export function stillMissing({uncovered, headroom}: Plan): Interval | undefined {
	return uncovered && atLeastZero(subtract(uncovered, point(headroom)));
}

function worstText(plan: Plan): string {
	const {uncovered, headroom} = plan;
	const [gap, left] = [gapOf(plan), stillMissing(plan)?.high];
	if (!gap || !uncovered || left === undefined || uncovered.high <= 0) return '';
	if (left === 0) return ` In the worst case it fits with ${printSize(headroom - uncovered.high)} to spare.`;
	return left >= gap.high * 0.99
		? ' In the worst case it frees almost nothing.'
		: ` In the worst case ${printSize(left)} is still missing.`;
}

/** `E1000 CompileTimeHbmOom`: the code, with its name if the evidence prints it. Empty if neither the evidence nor the user names a code. */
export function codeText(diagnosis: Diagnosis): string {
	const facts = resolve([...diagnosis.walk.facts, ...diagnosis.analysis.incident.facts]);
	const code = facts.get('code')?.value.text ?? diagnosis.analysis.incident.code;
	const name = facts.get('error.name')?.value.text;
	if (!isSeen(diagnosis) && !facts.has('code')) return '';
	return name ? `${code} ${name}` : code;
}

/** Whether the incident comes from evidence, not only from the user's answers. */
export function isSeen({analysis}: Diagnosis): boolean {
	return analysis.incident.at.line > 0;
}
