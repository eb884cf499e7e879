import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ChoiceQuestion, Drill, DrillQuestion, Topic} from '../../src/model/drill.js';
import {
	drillRound,
	drillStandings,
	dueQuestions,
	nextDrill,
	playRound,
	POINTS,
	rightAnswers,
	topicStandings,
	type Attempt,
	type RoundEvent,
} from '../../src/plan/practice/index.js';
import {chanceOfPassing} from './chance-of-passing.js';

const PLACE = {file: 'content/drills/made.yaml', line: 1, column: 1};
const DAY = 86_400_000;

describe('a round', () => {
	it('is the same for the same seed, and keeps every answer', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 1e9}), sizes(), (seed, counts) => {
				const drill = drillOf(counts);
				const round = drillRound(drill, seed);
				expect(drillRound(drill, seed)).toEqual(round);
				for (const item of round.items) {
					if (item.question.kind === 'line') continue;
					expect(item.options?.map(({id}) => id).toSorted()).toEqual(item.question.options.map(({id}) => id));
				}
			}),
		);
	});

	it('spreads right answers over the places, for any seed', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 1e9}), sizes(), (seed, counts) => {
				const items = drillRound(drillOf(counts), seed).items.filter(({options}) => options);
				for (const place of [1, 2, 3, 4, 5, 6]) {
					const here = items.filter((item) => rightAnswers(item).includes(place)).length;
					expect(here).toBeLessThanOrEqual(Math.ceil(items.length / 3));
				}
			}),
		);
	});

	it('gives no points for a wrong answer and none back for a hint', () => {
		fc.assert(
			fc.property(sizes(), fc.array(event(), {maxLength: 30}), (counts, events) => {
				const round = drillRound(drillOf(counts), 7);
				const plain = playRound(
					round,
					events.filter(({type}) => type === 'answer'),
				);
				const hinted = playRound(round, events);
				expect(hinted.points).toBeLessThanOrEqual(plain.points);
				expect(hinted.marks.map(({right}) => right)).toEqual(plain.marks.map(({right}) => right));
				for (const mark of hinted.marks) if (!mark.right) expect(mark.points).toBe(0);
			}),
		);
	});

	it('knows the chance of passing at random', () => {
		const drill = {...drillOf([4, 4]), pass: 100};
		expect(chanceOfPassing(drill)).toBeCloseTo(1 / 16 / 10, 10);
		expect(chanceOfPassing({...drill, pass: 60})).toBeCloseTo(1 / 160 + (9 / 160 + 2 * (3 / 160)), 10);
	});

	it('is left as it is by what is no answer', () => {
		const round = drillRound(drillOf([3]), 1);
		const none = [0, -1, 4, 1.5, Number.NaN].map((answer): RoundEvent => ({type: 'answer', answer}));
		expect(playRound(round, none).at).toBe(0);
	});
});

describe('progress', () => {
	const drills = [drillOf([3], 'a', 1), drillOf([3], 'b', 1), drillOf([3], 'c', 2)];

	it('leads from easier to harder drills', () => {
		expect(nextDrill(drills, [])?.id).toBe('a');
		expect(nextDrill(drills, [attempt('a', 0, true)])?.id).toBe('b');
		expect(nextDrill(drills, [attempt('c', 0, true), attempt('b', 1, true)])?.id).toBe('a');
		expect(
			nextDrill(
				drills,
				['a', 'b', 'c'].map((id) => attempt(id, 0, true)),
			),
		).toBeUndefined();
	});

	it('keeps the best of several tries', () => {
		const [first] = drillStandings(drills, [attempt('a', 0, true), attempt('a', 1, false)]);
		expect(first).toMatchObject({tries: 2, passed: true, best: 100});
	});

	it('brings a topic back when it was missed, at growing intervals, until it is strong', () => {
		const attempts = [attempt('a', 0, false)];
		expect(dueQuestions(drills, attempts, 0).map(({question}) => question.id)).toContain('a/0');
		let now = 0;
		const gaps: number[] = [];
		for (;;) {
			const [topic] = topicStandings(attempts);
			if (topic?.due === undefined) break;
			gaps.push(Math.round((topic.due - now) / DAY));
			now = topic.due + DAY / 100;
			attempts.push(attempt('review', now, true));
		}
		expect(gaps).toEqual([0, 1, 3, 7, 16]);
		expect(dueQuestions(drills, attempts, now + 1000 * DAY)).toEqual([]);
	});

	it('counts several right answers of one sitting once', () => {
		const mark = attempt('a', 5, true).marks;
		const twice = {...attempt('a', 5, true), marks: [...mark, ...mark]};
		expect(topicStandings([attempt('a', 0, false), twice])[0]?.streak).toBe(1);
	});

	it('asks nothing again that was never missed', () => {
		expect(dueQuestions(drills, [attempt('a', 0, true)], 1000 * DAY)).toEqual([]);
	});
});

function attempt(round: string, at: number, right: boolean): Attempt {
	const points = right ? POINTS : 0;
	const question = round === 'review' ? 'a/0' : `${round}/0`;
	const topic: Topic = 'memory';
	return {round, seed: 1, at, marks: [{question, topic, right, hints: 0, points}], points, of: POINTS, passed: right};
}

function drillOf(counts: readonly number[], id = 'made', level: Drill['level'] = 1): Drill {
	const choices = counts.map((count, index): DrillQuestion => choice(`${id}/${index}`, count));
	const line: DrillQuestion = {
		kind: 'line',
		id: `${id}/line`,
		topic: 'reading',
		ask: 'Which line?',
		hints: ['The third.'],
		lines: [{line: 3, quote: '3'}],
		found: 'incident',
		because: 'It decides.',
		place: PLACE,
	};
	const text = Array.from({length: 10}, (_, index) => `line ${index + 1}\n`).join('');
	const [first, ...others]: readonly DrillQuestion[] = [...choices, line];
	const log = {name: 'made.log', text};
	return {
		id,
		title: id,
		level,
		order: 1,
		story: '',
		log,
		questions: [first ?? line, ...others],
		lesson: '',
		page: '',
		pass: 85,
		place: PLACE,
	};
}

function choice(id: string, count: number): ChoiceQuestion {
	const option = (place: number): ChoiceQuestion['options'][number] => ({
		id: String(place),
		label: `answer ${place}`,
		right: place === 0,
		because: '',
		decides: {line: 1, quote: ''},
	});
	const others = Array.from({length: count - 3}, (_, place) => option(place + 3));
	const options: ChoiceQuestion['options'] = [option(0), option(1), option(2), ...others];
	return {kind: 'choice', id, topic: 'memory', ask: '?', hints: ['one', 'two'], options, place: PLACE};
}

function sizes(): fc.Arbitrary<number[]> {
	return fc.array(fc.integer({min: 3, max: 6}), {minLength: 1, maxLength: 6});
}

function event(): fc.Arbitrary<RoundEvent> {
	return fc.oneof(
		fc.constant({type: 'hint'} as const),
		fc.integer({min: 1, max: 3}).map((answer) => ({type: 'answer', answer}) as const),
	);
}
