import type {Drill, DrillQuestion, Topic} from '../../model/drill.js';
import {TOPICS} from '../../model/drill.js';
import type {Mark} from './round.js';

/** A round that was finished: what is kept of practice. */
export interface Attempt {
	/** Id of the drill, or `review`. */
	readonly round: string;
	readonly seed: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly marks: readonly Mark[];
	readonly points: number;
	readonly of: number;
	readonly passed: boolean;
}

/** How one drill stands. */
export interface DrillStanding {
	readonly drill: Drill;
	readonly tries: number;
	readonly passed: boolean;
	/** Best share of the points, in per cent. */
	readonly best?: number;
}

/** How one topic stands. */
export interface TopicStanding {
	readonly topic: Topic;
	readonly right: number;
	readonly asked: number;
	/** Answers in a row that were right and needed no hint. */
	readonly streak: number;
	/** When it should come back; absent for what was never weak, or is strong again. */
	readonly due?: number;
}

const DAY = 86_400_000;
/** Days until a weak topic comes back, by how often in a row it was right since. After the last it is strong. */
const INTERVALS = [0, 1, 3, 7, 16] as const;
const MOST_REVIEWED = 8;
const MOST_OF_A_TOPIC = 3;

/** Every drill, by level, with what was reached. */
export function drillStandings(drills: readonly Drill[], attempts: readonly Attempt[]): readonly DrillStanding[] {
	return drills
		.map((drill): DrillStanding => {
			const own = attempts.filter(({round}) => round === drill.id);
			const shares = own.map(({points, of}) => (of === 0 ? 0 : Math.floor((100 * points) / of)));
			return {
				drill,
				tries: own.length,
				passed: own.some(({passed}) => passed),
				...(shares.length > 0 ? {best: Math.max(...shares)} : {}),
			};
		})
		.sort(({drill: a}, {drill: b}) => a.level - b.level || a.order - b.order || (a.id < b.id ? -1 : 1));
}

/** The drill to do next: the first that is not passed, easier ones before; undefined when all are. */
export function nextDrill(drills: readonly Drill[], attempts: readonly Attempt[]): Drill | undefined {
	return drillStandings(drills, attempts).find(({passed}) => !passed)?.drill;
}

/** Every topic that was asked about. */
export function topicStandings(attempts: readonly Attempt[]): readonly TopicStanding[] {
	const marks = marksInOrder(attempts);
	return TOPICS.flatMap((topic): TopicStanding[] => {
		const own = marks.filter((mark) => mark.topic === topic);
		const last = own.at(-1);
		if (!last) return [];
		const miss = own.findLastIndex((mark) => !isClean(mark));
		const rounds = new Set(own.slice(miss + 1).map(({at}) => at));
		// Several right answers in one sitting count once: what is spaced is the sitting.
		if (miss >= 0) rounds.delete(own[miss]?.at ?? -1);
		const streak = miss < 0 ? INTERVALS.length : rounds.size;
		const interval = INTERVALS[streak];
		return [
			{
				topic,
				right: own.filter(({right}) => right).length,
				asked: own.length,
				streak,
				...(interval === undefined ? {} : {due: last.at + interval * DAY}),
			},
		];
	});
}

/** Questions to bring back now: of each topic that is due, the ones missed last and then ones not asked lately. */
export function dueQuestions(
	drills: readonly Drill[],
	attempts: readonly Attempt[],
	now: number,
): readonly {readonly drill: Drill; readonly question: DrillQuestion}[] {
	const marks = marksInOrder(attempts);
	const due = topicStandings(attempts)
		.filter((topic) => topic.due !== undefined && topic.due <= now)
		.sort((a, b) => a.streak - b.streak || (a.due ?? 0) - (b.due ?? 0));
	const all = drills.flatMap((drill) => drill.questions.map((question) => ({drill, question})));
	const picked = due.flatMap(({topic}) =>
		all
			.filter(({question}) => question.topic === topic)
			.map((asked, place) => ({asked, urgency: urgencyOf(asked.question, marks), place}))
			.sort((a, b) => a.urgency.missed - b.urgency.missed || a.urgency.at - b.urgency.at || a.place - b.place)
			.slice(0, MOST_OF_A_TOPIC)
			.map(({asked}) => asked),
	);
	return picked.slice(0, MOST_REVIEWED);
}

/** Missed last time comes first, then what was asked longest ago or never. */
function urgencyOf(question: DrillQuestion, marks: readonly Dated[]): {missed: number; at: number} {
	const last = marks.findLast((mark) => mark.question === question.id);
	return {missed: last && !isClean(last) ? 0 : 1, at: last?.at ?? 0};
}

type Dated = Mark & {readonly at: number};

function marksInOrder(attempts: readonly Attempt[]): readonly Dated[] {
	return attempts.toSorted((a, b) => a.at - b.at).flatMap(({at, marks}) => marks.map((mark): Dated => ({...mark, at})));
}

function isClean(mark: Mark): boolean {
	return mark.right && mark.hints === 0;
}
