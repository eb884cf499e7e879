import {offered, walk, type Conditions} from '../engine/index.js';
import {isOfAnotherLibrary, ownSentences} from '../job/advice.js';
import {inUsersWords} from '../job/users-words.js';
import type {Analysis} from '../model/analysis.js';
import type {Diagnosis} from '../model/diagnosis.js';
import type {Fact} from '../model/fact.js';
import type {QuestionNode} from '../model/flow.js';
import type {FlagInForce} from '../model/incident.js';
import type {Playbook} from '../model/playbook.js';
import type {Walk} from '../model/walk.js';
import {conclude, type State} from './conclude.js';
import {untilItMatters} from './worth-asking.js';

/**
 * Everything that is said about one incident: the verdict that facts and answers lead to, each remedy of the verdict with its standing,
 * rank and estimate, the plan, and the question to ask next. Pure: the same input gives the same diagnosis.
 */
export function diagnose(
	playbook: Playbook,
	conditions: Conditions,
	analysis: Analysis,
	state: State,
	flags: readonly FlagInForce[],
): Diagnosis {
	const ledger = {facts: analysis.facts, answers: state.answers};
	const said = conclude(playbook, conditions, analysis, state, flags);
	const asked = untilItMatters(playbook.flow, ledger, conditions, said, (answers) =>
		conclude(playbook, conditions, analysis, {...state, answers}, []),
	);
	return {...said, walk: inTheirTerms(asked)};

	/** The questions as they are put: with the answers that the figures leave, and the user's own command. */
	function inTheirTerms({trail, at, facts}: Walk): Walk {
		return {
			facts,
			trail: trail.map((visit) => ({...visit, node: put(visit.node, facts, visit.option)})),
			at: at.kind === 'question' ? put(at, facts) : at,
		};
	}

	/** What only searches a log that was read is not needed. */
	function put({command, options, how, ...node}: QuestionNode, facts: readonly Fact[], chosen?: string): QuestionNode {
		const open = offered({...node, how, options}, facts, conditions);
		const [first = options[0], ...others] = options.filter((one) => open.includes(one) || one.id === chosen);
		const isSearch = command !== undefined && /^(?:grep|tail)\b.*\btrain\.log\b/.test(command);
		const {job} = analysis;
		const isTheirs = command !== undefined && !isOfAnotherLibrary(command, job, playbook.frameworks);
		const own = isTheirs && inUsersWords(command, job, playbook.frameworks);
		return {
			...node,
			how: ownSentences(how, job, playbook.frameworks),
			options: [first, ...others],
			...(own && !(isSearch && job) && {command: own}),
		};
	}
}

/** The same for nobody to answer: it ends at the first open question, whether or not an answer would change anything. */
export function diagnoseUnasked(
	playbook: Playbook,
	conditions: Conditions,
	analysis: Analysis,
	state: State,
	flags: readonly FlagInForce[],
): Diagnosis {
	const ledger = {facts: analysis.facts, answers: state.answers};
	const said = conclude(playbook, conditions, analysis, state, flags);
	return {...said, walk: walk(playbook.flow, ledger, conditions, {open: 'stop'})};
}
