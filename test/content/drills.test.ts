import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {drillLogs} from '../../scripts/drills/compose.js';
import {analyse} from '../../src/analysis/index.js';
import {createConditions} from '../../src/engine/index.js';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import type {Drill} from '../../src/model/drill.js';
import type {Fact} from '../../src/model/fact.js';
import type {Playbook} from '../../src/model/playbook.js';
import {diagnose} from '../../src/plan/index.js';
import {
	answersOf,
	drillRound,
	playRound,
	TOOL_FACTS,
	withPlanQuestion,
	type Round,
	type RoundItem,
} from '../../src/plan/practice/index.js';
import {numbersFrom} from '../../src/plan/practice/shuffle.js';
import {parseCourse} from '../../src/playbook/drills.js';
import {readText} from '../../src/readers/index.js';
import {courseFiles} from '../../src/store/course-files.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {chanceOfPassing} from '../plan/chance-of-passing.js';
import {lineOfFound, truthOf} from './tool-truth.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

const loaded = await loadPlaybook();
if (!('playbook' in loaded)) throw new Error('The playbook has complaints.');
const {playbook}: {playbook: Playbook} = loaded;
const facts = [...playbook.facts, ...TOOL_FACTS];
const pages = new Set([...playbook.pages.map(({id}) => id), ...playbook.remedies.map(({id}) => `remedies/${id}`)]);
const {course, complaints} = parseCourse(await courseFiles(ROOT), {facts, pages});
const conditions = createConditions(facts);

describe('the drills', () => {
	it('are well formed, and there are enough of each level', () => {
		expect(complaints).toEqual([]);
		expect(course.drills.length).toBeGreaterThanOrEqual(16);
		expect(new Set(course.drills.map(({level}) => level))).toEqual(new Set([1, 2, 3, 4]));
	});

	it('have logs whose figures are computed: what lies in content is what the composer makes', () => {
		const made = drillLogs();
		expect([...made.keys()].sort()).toEqual(course.drills.map(({id}) => id).sort());
		for (const [id, text] of made)
			expect(readFileSync(path.join(ROOT, 'content/drills', `${id}.log`), 'utf8')).toBe(text);
	});

	it('have questions of their own', () => {
		const ids = course.drills.flatMap(({questions}) => questions.map(({id}) => id));
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe.each(course.drills.map((drill) => ({id: drill.id, own: drill})))('the drill $id', ({own}) => {
	let solved: Solved;
	let drill: Drill;
	beforeAll(() => {
		solved = solve(own);
		drill = withPlanQuestion(own, solved.diagnosis);
	});

	it('has right answers that the program derives, and wrong ones that it does not', () => {
		const wrong: string[] = [];
		for (const question of drill.questions) {
			if (question.kind === 'line') continue;
			for (const {label, right, holds} of question.options) {
				const truth = holds === undefined ? false : conditions.evaluate(holds.source, solved.facts);
				// A wrong answer may be undecided: missing evidence does not make it right.
				if (right ? truth !== true : truth === true) wrong.push(`${question.id}: ${label} is ${String(truth)}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	it('asks what comes first in the plan, in its YAML or in a question that is made from the plan', () => {
		const [first] = solved.diagnosis?.plan.restarts[0]?.steps ?? [];
		if (first?.standing !== 'indicated') {
			expect(drill).toBe(own);
			return;
		}
		const right = drill.questions.flatMap((question) =>
			question.kind === 'line' ? [] : question.options.filter((option) => option.right),
		);
		expect(right.map(({holds}) => holds?.source).join('\n')).toMatch(new RegExp(`["'|]${first.remedy.id}["'|]`));
		const last = drill.questions.at(-1);
		if (drill === own || last?.kind !== 'choice') return;
		expect(last.options.filter((option) => option.right).map(({label}) => label)).toEqual([first.remedy.title]);
		expect(new Set(last.options.map(({label}) => label)).size).toBe(last.options.length);
	});

	it('names lines that the program found the figures on', () => {
		for (const question of drill.questions) {
			if (question.kind === 'choice') continue;
			const found = solved.lineOf(question.found);
			if (question.found === 'nothing') expect(solved.incidents).toBe(0);
			else expect(question.lines.map(({line}) => line)).toContain(found);
		}
	});

	it('prints in its right answers only figures of the log and derived ones', () => {
		const known = [drill.log.text, ...solved.facts.map(({value}) => value.text)].join('\n');
		const said = drill.questions.flatMap((question) =>
			question.kind === 'line'
				? [question.because]
				: question.options.filter(({right}) => right).map(({because}) => because),
		);
		const figures = said.flatMap((words) => words.match(/\b\d+\.\d\d?[KMG]\b/g) ?? []);
		const unknown = figures.filter((figure) => !known.includes(figure));
		expect(unknown.filter((figure) => !isArithmetic(figure, known))).toEqual([]);
	});

	it('is passed by who follows the evidence', () => {
		for (const seed of SEEDS) {
			const round = drillRound(drill, seed);
			const state = take(round, (item) => follow(item, solved));
			expect(state).toMatchObject({passed: true, points: state.of});
		}
	});

	it('is passed by answers at random with a chance below 0.2 %', () => {
		expect(chanceOfPassing(drill)).toBeLessThan(0.002);
	});

	it('is not passed by the same place every time, nor by the longest, shortest, first or last words', () => {
		const habits: ((item: RoundItem) => number)[] = [
			...[1, 2, 3, 4, 5].map((place) => () => place),
			(item) => answersOf(item),
			(item) => best(item, (label) => label.length),
			(item) => best(item, (label) => -label.length),
		];
		for (const seed of SEEDS) {
			const round = drillRound(drill, seed);
			// A habit is about answers; the line is told to it.
			for (const habit of habits) {
				const state = take(round, (item) =>
					item.options ? Math.min(habit(item), answersOf(item)) : follow(item, solved),
				);
				expect(state.passed).toBe(false);
			}
		}
	});
});

describe('learners who answer at random', () => {
	it.each(SEEDS)('pass none of the drills (%i)', (seed) => {
		const next = numbersFrom(seed * 7919);
		const passed = course.drills.filter(
			(drill) => take(drillRound(drill, seed), (item) => 1 + Math.floor(next() * answersOf(item))).passed,
		);
		expect(passed.map(({id}) => id)).toEqual([]);
	});
});

describe('the tour', () => {
	it('takes at most 60 presses of a key, with every shape looked at', () => {
		const presses = course.tour.map((stop) => 1 + (stop.kind === 'shape' ? 2 * stop.shapes.length : 0));
		expect(course.tour.length).toBeGreaterThan(8);
		expect(presses.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(60);
	});

	it('is read in ten minutes', () => {
		const words = JSON.stringify(course.tour).match(/[A-Za-z]{2,}/g) ?? [];
		expect(words.length).toBeLessThan(10 * 200);
	});
});

interface Solved {
	readonly diagnosis: Diagnosis | undefined;
	readonly facts: readonly Fact[];
	readonly incidents: number;
	readonly lineOf: (found: string) => number | undefined;
}

function solve(drill: Drill): Solved {
	const reading = readText(drill.log.name, drill.log.text, playbook.frameworks);
	const [incident] = reading.incidents;
	const said = {answers: new Map(), decisions: new Map(), notes: new Map()};
	const own = createConditions(playbook.facts);
	const diagnosis = incident && diagnose(playbook, own, analyse(incident, reading, playbook), said, reading.flags);
	return {
		diagnosis,
		facts: truthOf(reading, diagnosis),
		incidents: reading.incidents.length,
		lineOf: (found) => lineOfFound(found, reading, diagnosis),
	};
}

/** What the evidence says: the answer whose condition holds, the line that the program found. */
function follow(item: RoundItem, {facts: known, lineOf}: Solved): number {
	if (!item.options) return lineOf(item.question.found) ?? item.question.lines[0].line;
	return 1 + item.options.findIndex(({holds}) => holds && conditions.evaluate(holds.source, known) === true);
}

function take(round: Round, answer: (item: RoundItem) => number): ReturnType<typeof playRound> {
	return playRound(
		round,
		round.items.map((item) => ({type: 'answer', answer: answer(item)})),
	);
}

function best({options}: RoundItem, weight: (label: string) => number): number {
	const weights = (options ?? []).map(({label}) => weight(label));
	return 1 + weights.indexOf(Math.max(...weights));
}

/** A sum or difference of two figures of the log, to the last digit but one. */
function isArithmetic(figure: string, known: string): boolean {
	const unit = figure.at(-1) ?? '';
	const value = Number.parseFloat(figure);
	const others = [...new Set(known.match(/\b\d+\.\d\d?(?=[KMG]\b)/g) ?? [])].map(Number);
	const multiples = others.flatMap((one) => [2, 3, 4, 8].map((count) => one * count));
	const pairs = others.flatMap((a) => [...others, ...multiples].flatMap((b) => [a + b, Math.abs(a - b)]));
	return unit !== '' && [...pairs, ...multiples].some((one) => Math.abs(one - value) < 0.015);
}
