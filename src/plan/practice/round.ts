import type {ChoiceQuestion, Drill, DrillOption, DrillQuestion, LineQuestion, Topic} from '../../model/drill.js';
import {numbersFrom, shuffled, spreadPlaces} from './shuffle.js';

/** One question of a round, with its answers in the order shown. */
export type RoundItem =
	| {readonly drill: Drill; readonly question: ChoiceQuestion; readonly options: readonly DrillOption[]}
	| {readonly drill: Drill; readonly question: LineQuestion; readonly options?: never};

/** Questions in order, and what passes. The same seed gives the same order of answers. */
export interface Round {
	readonly id: string;
	readonly seed: number;
	readonly items: readonly RoundItem[];
	/** Share of the points that passes, in per cent. */
	readonly pass: number;
}

/** What a learner does: `answer` is the 1-based place of an answer, or the number of a line. */
export type RoundEvent = {readonly type: 'answer'; readonly answer: number} | {readonly type: 'hint'};

/** How one question went. */
export interface Mark {
	/** Qualified id of the question. */
	readonly question: string;
	readonly topic: Topic;
	readonly right: boolean;
	readonly hints: number;
	readonly points: number;
}

export interface RoundState {
	/** Index of the question that is open; the number of items when all are answered. */
	readonly at: number;
	/** Hints shown for the open question. */
	readonly hints: readonly string[];
	readonly marks: readonly Mark[];
	readonly points: number;
	readonly of: number;
	readonly over: boolean;
	/** Whether the points pass; decided when it is over. */
	readonly passed: boolean;
}

/** Points for a right answer without hints. */
export const POINTS = 10;
/** What the first, the second and each further hint costs. */
const HINT_COSTS = [2, 3, 4] as const;

/** The round of one drill. */
export function drillRound(drill: Drill, seed: number): Round {
	return {
		id: drill.id,
		seed,
		pass: drill.pass,
		items: placed(
			drill.questions.map((question) => ({drill, question})),
			seed,
		),
	};
}

/** A round of single questions out of several drills: what was weak, brought back. */
export function reviewRound(
	asked: readonly {readonly drill: Drill; readonly question: DrillQuestion}[],
	seed: number,
): Round {
	return {id: 'review', seed, pass: 80, items: placed(asked, seed)};
}

/** The state that the events add up to. An answer that is none of the choices, or a hint that is not there, changes nothing. */
export function playRound(round: Round, events: readonly RoundEvent[]): RoundState {
	const marks: Mark[] = [];
	let shown = 0;
	for (const event of events) {
		const item = round.items[marks.length];
		if (!item) break;
		if (event.type === 'hint') shown = Math.min(shown + 1, item.question.hints.length);
		else if (isAnswer(item, event.answer)) {
			marks.push(mark(item, event.answer, shown));
			shown = 0;
		}
	}
	const points = marks.reduce((sum, {points: some}) => sum + some, 0);
	const of = round.items.length * POINTS;
	const over = marks.length === round.items.length;
	return {
		at: marks.length,
		hints: round.items[marks.length]?.question.hints.slice(0, shown) ?? [],
		marks,
		points,
		of,
		over,
		passed: over && points * 100 >= round.pass * of,
	};
}

/** What the next hint of the open question costs; undefined when there is none. */
export function nextHintCost(round: Round, state: RoundState): number | undefined {
	const hints = round.items[state.at]?.question.hints.length ?? 0;
	return state.hints.length < hints ? costOf(state.hints.length) : undefined;
}

/** The places or lines that are right for a question. */
export function rightAnswers(item: RoundItem): readonly number[] {
	return item.options
		? item.options.flatMap((option, place) => (option.right ? [place + 1] : []))
		: item.question.lines.map(({line}) => line);
}

/** How many answers there are to choose from. */
export function answersOf(item: RoundItem): number {
	return item.options ? item.options.length : linesOf(item.drill).length;
}

/** The lines of a drill's log. */
export function linesOf(drill: Drill): readonly string[] {
	return drill.log.text.replace(/\n$/, '').split('\n');
}

function placed(
	asked: readonly {readonly drill: Drill; readonly question: DrillQuestion}[],
	seed: number,
): RoundItem[] {
	const next = numbersFrom(seed);
	const sizes = asked.map(({question}) => (question.kind === 'choice' ? question.options.length : 1));
	// The questions with the fewest answers choose their places first, else these would all have to share the first ones.
	const order = sizes.map((_, index) => index).sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0) || a - b);
	const choices = order.filter((index) => asked[index]?.question.kind === 'choice');
	const places = spreadPlaces(
		choices.map((index) => sizes[index] ?? 1),
		next,
	);
	const placeOf = new Map(choices.map((index, turn) => [index, places[turn] ?? 0]));
	return asked.map(({drill, question}, index): RoundItem => {
		if (question.kind === 'line') return {drill, question};
		const others = shuffled(
			question.options.filter(({right}) => !right),
			next,
		);
		const right = question.options.filter((option) => option.right);
		return {drill, question, options: others.toSpliced(placeOf.get(index) ?? 0, 0, ...right)};
	});
}

function isAnswer(item: RoundItem, answer: number): boolean {
	return Number.isInteger(answer) && answer >= 1 && answer <= answersOf(item);
}

function mark(item: RoundItem, answer: number, hints: number): Mark {
	const right = rightAnswers(item).includes(answer);
	const cost = Array.from({length: hints}, (_, index) => costOf(index)).reduce((sum, one) => sum + one, 0);
	const {id, topic} = item.question;
	return {question: id, topic, right, hints, points: right ? Math.max(0, POINTS - cost) : 0};
}

function costOf(index: number): number {
	return HINT_COSTS[Math.min(index, HINT_COSTS.length - 1)] ?? 0;
}
