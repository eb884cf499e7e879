export {withPlanQuestion} from './plan-question.js';
export {
	drillStandings,
	dueQuestions,
	nextDrill,
	topicStandings,
	type Attempt,
	type DrillStanding,
	type TopicStanding,
} from './progress.js';
export {
	answersOf,
	drillRound,
	linesOf,
	nextHintCost,
	playRound,
	POINTS,
	reviewRound,
	rightAnswers,
	type Mark,
	type Round,
	type RoundEvent,
	type RoundItem,
	type RoundState,
} from './round.js';
export {TOOL_FACTS} from './tool-facts.js';
