import {resolve} from '../model/fact.js';
import {atLeastZero, type Interval} from '../model/interval.js';
import {printRange} from '../model/size.js';
import type {Diagnosis, Estimate, Plan, RankedRemedy, Standing} from '../model/diagnosis.js';
import type {Decision} from '../model/session.js';
import type {Safety} from '../model/remedy.js';
import type {Visit} from '../model/walk.js';

/** A range of bytes for a person: `4.50G`, `1.20G to 2.40G`, `at most 2.40G`. */
export function bytesText(range: Interval): string {
	return printRange(atLeastZero(range));
}

/** `1 line`, `3 lines`, `2 remedies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

/** What a remedy is expected to free, in a few words. */
export function estimateText(estimate: Estimate | undefined): string {
	if (!estimate) return 'not known from this evidence';
	if (estimate.high <= 0) return 'nothing by itself';
	return bytesText(estimate);
}

/** The same as a sentence, with the formula. */
export function freesText(estimate: Estimate | undefined): string {
	return `Frees: ${estimateText(estimate)}${estimate ? ` (${estimate.basis})` : ''}.`;
}

export const SAFETY: Readonly<Record<Safety, string>> = {
	safe: 'safe: results stay the same',
	risky: 'risky: numerics or stability may suffer',
	'changes-behaviour': 'changes what the program computes',
};

export const STANDING: Readonly<Record<Standing, string>> = {
	indicated: 'indicated by the evidence',
	possible: 'possible: the evidence does not decide',
	unlikely: 'unlikely to help',
	'ruled out': 'ruled out',
};

export const ROLE: Readonly<Record<RankedRemedy['role'], string>> = {
	close: 'may close the gap',
	alongside: 'a free win to take in the same restart; it does not close the gap',
	inform: 'gets evidence and changes nothing',
};

export const DECISION: Readonly<Record<Decision, string>> = {
	accept: 'accepted',
	postpone: 'postponed',
	reject: 'rejected',
};

/** How a question was settled, with the answer in the words of the question. */
export function answerText(visit: Visit): string {
	const option = visit.node.options.find((choice) => choice.id === visit.option);
	switch (visit.by) {
		case 'evidence':
			return `${option?.label ?? ''} (from the evidence)`;
		case 'user':
			return `${option?.label ?? ''} (your answer)`;
		case 'unsure':
			return 'Not sure (your answer)';
		case 'open':
			return 'Not answered; taken as not sure';
		case 'moot':
			return 'Not asked: every answer leads to the same end';
	}
}

/** Whether the plan closes the gap, as one sentence. What comes after the steps that are to close it is for the case that they do not. */
export function closingText(plan: Plan): string {
	const left = plan.uncovered && plan.uncovered.high > 0 ? bytesText(plan.uncovered) : undefined;
	switch (plan.closes) {
		case 'yes':
			return `${closers(plan)} enough even at the low end of the estimates.`;
		case 'likely':
			return `${closers(plan)} enough in most of the estimated range, not at its low end${left ? `: then ${left} stay uncovered` : ''}.`;
		case 'no':
			return `${closers(plan)} too little on this chip${left ? `: ${left} stay uncovered` : ''}.`;
		case 'unknown':
			return 'Whether these steps free enough cannot be told from this evidence.';
	}
}

function closers({restarts}: Plan): string {
	const at = restarts.findIndex(({steps}) => steps.some(({role}) => role !== 'inform'));
	if (restarts.length < 2) return 'These steps free';
	return at === 0 ? 'The first restart frees' : `Restart ${at + 1} frees`;
}

/** `E1000 CompileTimeHbmOom`: the code with its name, when the evidence prints one; empty where neither the evidence nor the user names a code. */
export function codeText(diagnosis: Diagnosis): string {
	const facts = resolve([...diagnosis.walk.facts, ...diagnosis.analysis.incident.facts]);
	const code = facts.get('code')?.value.text ?? diagnosis.analysis.incident.code;
	const name = facts.get('error.name')?.value.text;
	if (!isSeen(diagnosis) && !facts.has('code')) return '';
	return name ? `${code} ${name}` : code;
}

/** Whether there is evidence of the incident; without any it stands for what the user described. */
export function isSeen({analysis}: Diagnosis): boolean {
	return analysis.incident.at.line > 0;
}
