import {randomInt} from 'node:crypto';
import type {Course, Drill} from '../../model/drill.js';
import {
	drillRound,
	dueQuestions,
	reviewRound,
	TOOL_FACTS,
	type Attempt,
	type Round,
	type RoundState,
} from '../../plan/practice/index.js';
import {bullets, heading, paragraph, printPlain, strong} from '../../report/index.js';
import {loadCourse} from '../../store/course.js';
import {keepPractice, practiceFile, readPractice} from '../../store/practice.js';
import {openDesk, type Desk} from '../desk.js';
import {distance} from '../distance.js';
import {EXIT, type Exit} from '../exit.js';
import {drillsInOrder, practiceDocument} from '../practice/menu.js';
import {solve, talkRound} from '../practice/round-talk.js';
import {talkOf, type Talk} from '../practice/talk.js';
import {talkTour} from '../practice/tour-talk.js';
import {sayComplaints, sayTrouble} from '../say.js';
import {screenText} from '../export.js';
import type {World} from '../world.js';

export interface PracticeOptions {
	readonly playbook?: string;
	/** Print the drills and what was reached, and ask nothing. */
	readonly list?: boolean;
	/** Makes the order of answers repeatable. */
	readonly seed?: string;
}

interface Room {
	readonly world: World;
	readonly desk: Desk;
	readonly course: Course;
	readonly file: string;
	readonly seed: () => number;
}

/** Drills, the review of weak spots, and the tour; without a name, a menu of all. */
export async function practiceCommand(world: World, name: string | undefined, options: PracticeOptions): Promise<Exit> {
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	const {course, complaints} = await loadCourse(options.playbook, [...desk.playbook.facts, ...TOOL_FACTS]);
	sayComplaints(world, complaints);
	if (complaints.length > 0) return EXIT.usage;
	const {seed} = options;
	if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
		return refuse(world, `${seed} is no seed`, 'A seed is a whole number of at most nine digits.');
	}
	const room = {world, desk, course, file: practiceFile(), seed: () => Number(seed ?? randomInt(1_000_000_000))};
	if (options.list === true) {
		world.stdout.write(printPlain(practiceDocument(course, attemptsOf(room), Date.now()), world));
		return EXIT.done;
	}
	const wanted = name === undefined ? undefined : meant(course, name);
	if (name !== undefined && wanted === undefined) return unknown(world, course, name);
	const talk = talkOf(world);
	try {
		if (wanted === undefined) await menu(room, talk);
		else await go(room, wanted, talk);
	} finally {
		talk.close();
	}
	return EXIT.done;
}

type Wanted = Drill | 'tour' | 'review';

async function menu(room: Room, talk: Talk): Promise<void> {
	for (;;) {
		const attempts = attemptsOf(room);
		room.world.stdout.write(`${printPlain(practiceDocument(room.course, attempts, Date.now()), room.world)}\n`);
		const typed = await talk.ask('Number of a drill; r review; t tour; q leave: ');
		if (typed === undefined || typed === 'q') return;
		const drill = drillsInOrder(room.course, attempts)[Number(typed) - 1];
		const wanted = typed === 't' ? 'tour' : typed === 'r' ? 'review' : (drill ?? meant(room.course, typed));
		if (wanted === undefined) talk.lines(`There is no drill ${typed}.`, '');
		else if (!(await go(room, wanted, talk))) return;
	}
}

/** False when the input has ended, or the learner has left. */
async function go(room: Room, wanted: Wanted, talk: Talk): Promise<boolean> {
	if (wanted === 'tour') {
		const walked = await talkTour(room.course.tour, talk);
		if (walked) talk.lines('That was the tour. Now a drill: xla-triage practice first-code', '');
		return walked;
	}
	const seed = room.seed();
	if (wanted === 'review') {
		const due = dueQuestions(room.course.drills, attemptsOf(room), Date.now());
		if (due.length === 0) {
			talk.lines('Nothing is due: no weak spot is known, or it is too early to ask again.', '');
			return true;
		}
		return finish(room, reviewRound(due, seed), talk);
	}
	return finish(room, drillRound(wanted, seed), talk, wanted);
}

async function finish(room: Room, round: Round, talk: Talk, drill?: Drill): Promise<boolean> {
	const state = await talkRound(room.desk, round, talk);
	if (!state) {
		talk.lines('Left before the end: this round is not counted.', '');
		return false;
	}
	tellResult(round, state, talk);
	const {marks, points, of, passed} = state;
	const attempt: Attempt = {round: round.id, seed: round.seed, at: Date.now(), marks, points, of, passed};
	const trouble = keepPractice(room.file, attempt);
	if (trouble) sayTrouble(room.world, trouble);
	if (drill) tellDiagnosis(room, drill, talk);
	return true;
}

function tellResult(round: Round, {points, of, passed, marks}: RoundState, talk: Talk): void {
	const needed = Math.ceil((round.pass * of) / 100);
	const weak = [...new Set(marks.filter(({right, hints}) => !right || hints > 0).map(({topic}) => topic))];
	talk.show(
		heading(1, passed ? 'Passed' : 'Not passed yet'),
		paragraph(strong(`${points} of ${of} points`), `; ${needed} pass.`),
		...(weak.length > 0 ? [paragraph(`These topics come back in a review: ${weak.join(', ')}.`)] : []),
	);
}

/** Now, and not before, what the program makes of the log. */
function tellDiagnosis({desk, world}: Room, drill: Drill, talk: Talk): void {
	const {reading, diagnoses} = solve(desk, drill);
	talk.show(heading(1, 'What the program says'));
	world.stdout.write(`${screenText(desk, reading, diagnoses, world)}\n`);
	talk.show(
		heading(1, 'To take away'),
		paragraph(drill.lesson),
		bullets([`xla-triage explain ${drill.page.slice(drill.page.indexOf('/') + 1)}`]),
	);
}

function attemptsOf({world, file, course}: Room): readonly Attempt[] {
	const read = readPractice(file);
	if ('trouble' in read) {
		sayTrouble(world, read.trouble);
		return [];
	}
	const known = new Set([...course.drills.map(({id}) => id), 'review']);
	return read.kept.filter(isAttempt).filter(({round}) => known.has(round));
}

function isAttempt(kept: unknown): kept is Attempt {
	const {round, at, marks, points, of, passed} = kept as Partial<Record<keyof Attempt, unknown>>;
	const numbers = [at, points, of].every((value) => typeof value === 'number');
	return typeof round === 'string' && numbers && typeof passed === 'boolean' && Array.isArray(marks);
}

function meant(course: Course, name: string): Wanted | undefined {
	if (name === 'tour' || name === 'review') return name;
	return course.drills.find(({id}) => id === name) ?? one(course.drills.filter(({id}) => id.startsWith(name)));
}

function one<T>(found: readonly T[]): T | undefined {
	return found.length === 1 ? found[0] : undefined;
}

function unknown(world: World, course: Course, name: string): Exit {
	const near = [...course.drills.map(({id}) => id), 'tour', 'review']
		.map((id) => ({id, steps: distance(name, id)}))
		.sort((a, b) => a.steps - b.steps)
		.slice(0, 3)
		.map(({id}) => id);
	return refuse(world, `There is no drill ${name}`, `Near it: ${near.join(', ')}.`);
}

function refuse(world: World, title: string, cause: string): Exit {
	sayTrouble(world, {title, cause, todo: 'xla-triage practice --list shows all drills.'});
	return EXIT.usage;
}
