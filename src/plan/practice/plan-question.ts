import type {Diagnosis, RankedRemedy} from '../../model/diagnosis.js';
import type {Drill, DrillOption, DrillQuestion} from '../../model/drill.js';
import {linesOf} from './round.js';

/**
 * The drill with one more question at its end: which step does the plan put first, and why. Its answers come from the plan that the
 * program makes of the same log. There is no such question without a plan, where the
 * evidence does not indicate its first step, or where another question has asked for it.
 */
export function withPlanQuestion(drill: Drill, diagnosis: Diagnosis | undefined): Drill {
	const question = diagnosis && planQuestion(drill, diagnosis);
	return question ? {...drill, questions: [...drill.questions, question]} : drill;
}

function planQuestion(drill: Drill, diagnosis: Diagnosis): DrillQuestion | undefined {
	const first = diagnosis.plan.restarts[0]?.steps[0];
	if (first?.standing !== 'indicated' || isAsked(drill, first.remedy.id)) return undefined;
	const {line} = diagnosis.analysis.incident.at;
	const decides = {line, quote: linesOf(drill)[line - 1] ?? ''};
	const option = ({remedy}: RankedRemedy, right: boolean, because: string): DrillOption => ({
		id: remedy.id,
		label: remedy.title,
		right,
		holds: {source: `tool.step == "${remedy.id}"`, place: drill.place},
		because,
		decides,
	});
	const wrong = [
		...laterSteps(diagnosis, first).map(({ranked, restart}) =>
			option(ranked, false, `It is in the plan, but later: in restart ${restart}. ${ranked.because[0]}`),
		),
		...against(diagnosis).map((ranked) => option(ranked, false, ranked.because[0])),
	].slice(0, 3);
	const [second, third, ...others] = wrong;
	if (!second || !third) return undefined;
	return {
		kind: 'choice',
		id: `${drill.id}/plan`,
		topic: 'remedies',
		ask: 'Which step does the plan for this log put first?',
		hints: [`Its sign: ${first.remedy.telltale}`],
		options: [option(first, true, first.because[0]), second, third, ...others],
		place: drill.place,
	};
}

/** Whether the right answer of a question names the remedy already. */
function isAsked(drill: Drill, remedy: string): boolean {
	return drill.questions.some(
		(question) =>
			question.kind === 'choice' &&
			question.options.some(({right, holds}) => right && new RegExp(`["'|]${remedy}["'|]`).test(holds?.source ?? '')),
	);
}

/** The first step of a later stage: what comes before it in the plan is a rule, not a matter of taste. */
function laterSteps({plan}: Diagnosis, first: RankedRemedy): {ranked: RankedRemedy; restart: number}[] {
	const later = plan.restarts.flatMap(({steps}, at) =>
		at === 0 ? [] : steps.map((ranked) => ({ranked, restart: at + 1})),
	);
	return later.filter(({ranked}) => ranked.role === 'close' && ranked.stage > first.stage).slice(0, 1);
}

/** What the evidence speaks against, one remedy of each kind. */
function against({remedies}: Diagnosis): RankedRemedy[] {
	const weak = remedies.filter(
		({standing, role}) => role === 'close' && (standing === 'unlikely' || standing === 'ruled out'),
	);
	return weak.filter(({remedy}, at) => weak.findIndex((one) => one.remedy.kind === remedy.kind) === at);
}
