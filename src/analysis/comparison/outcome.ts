/** What the accepted steps of a plan brought, against what was estimated. */
import {middle} from '../../model/interval.js';
import type {StepOutcome} from '../../model/comparison.js';
import type {Analysis} from '../../model/analysis.js';
import {printRange, printSize} from '../../model/size.js';
import {Known} from '../../model/known.js';

/** A step as it was accepted. */
export interface AcceptedStep {
	readonly id: string;
	readonly title: string;
	readonly estimate?: {readonly low: number; readonly high: number};
}

/** Undefined where no step was accepted. Estimates of several steps are added: an upper bound where they overlap. */
export function outcomeOf(steps: readonly AcceptedStep[], before: Analysis, after: Analysis): StepOutcome | undefined {
	if (steps.length === 0) return undefined;
	const told = steps.flatMap(({estimate}) => estimate ?? []);
	const [single] = told;
	const estimate =
		single && told.length === 1
			? single
			: single && {
					low: Math.max(...told.map(({low}) => low)),
					high: told.reduce((sum, {high}) => sum + high, 0),
				};
	const [a, b] = [before, after].map((analysis) => new Known(analysis.facts).range('hbm.used'));
	const measured = a && b ? middle(a) - middle(b) : undefined;
	return {
		remedies: steps.map(({id}) => id),
		...(estimate ? {estimate: {low: estimate.low, high: estimate.high}} : {}),
		...(measured === undefined ? {} : {measured}),
		verdict: verdictOf(steps, estimate, measured),
	};
}

/** A difference below this share of the estimate's ends is taken as meeting it. */
const TOLERANCE = 0.05;

function verdictOf(
	steps: readonly AcceptedStep[],
	estimate: StepOutcome['estimate'],
	measured: number | undefined,
): string {
	const names = steps.map(({title}) => title).join('; ');
	const estimated = estimate ? `estimated to free ${printRange(estimate)}` : 'without an estimate';
	if (measured === undefined) return `Accepted: ${names} (${estimated}). The figures do not say what was freed.`;
	const freed =
		Math.abs(measured) < 1
			? 'The need did not change'
			: measured > 0
				? `The need fell by ${printSize(measured)}`
				: `The need rose by ${printSize(-measured)}`;
	if (!estimate) return `Accepted: ${names} (${estimated}). ${freed}.`;
	const against =
		measured < estimate.low * (1 - TOLERANCE)
			? 'less than estimated: the step may not have taken effect everywhere, or something else grew'
			: measured > estimate.high * (1 + TOLERANCE)
				? 'more than estimated'
				: 'as estimated';
	return `Accepted: ${names} (${estimated}). ${freed}, ${against}.`;
}
