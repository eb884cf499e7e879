import {randomInt} from 'node:crypto';
import type {Course} from '../model/drill.js';
import type {Complaint} from '../model/playbook.js';
import {TOOL_FACTS, type Attempt} from '../plan/practice/index.js';
import {loadCourse} from '../store/course.js';
import {keepPractice, practiceFile, readPractice} from '../store/practice.js';
import type {Finished, Outcome, Practice} from '../ui/wizardry.js';
import type {Desk} from './desk.js';

/** Drills, and what was reached in them, over files. */
export interface PracticeRoom {
	/** What is wrong with the drills of the playbook's folder; nothing can be practised then. */
	readonly complaints: () => Promise<readonly Complaint[]>;
	/** Keeps a finished round, if one is given, and reads what was reached. */
	readonly practice: (finished?: Finished) => Promise<Outcome<Practice>>;
}

/** The drills of a playbook's folder, or the built-in ones, loaded when they are first wanted. A seed makes the order of answers repeatable. */
export function practiceRoom({playbook}: Desk, folder: string | undefined, seed?: number): PracticeRoom {
	const file = practiceFile();
	let loading: ReturnType<typeof loadCourse> | undefined;
	const load = (): ReturnType<typeof loadCourse> =>
		(loading ??= loadCourse(folder, [...playbook.facts, ...TOOL_FACTS]));
	return {
		complaints: async () => (await load()).complaints,
		async practice(finished) {
			const {course, complaints} = await load();
			const [first] = complaints;
			if (first) return {ok: false, message: `The drills have faults: ${first.message}`};
			const now = Date.now();
			const unkept = finished && keepPractice(file, {...finished, at: now} satisfies Attempt);
			const read = readPractice(file);
			const trouble = unkept ?? ('trouble' in read ? read.trouble : undefined);
			return {
				ok: true,
				value: {
					course,
					attempts: 'trouble' in read ? [] : attemptsIn(read.kept, course),
					now,
					seed: seed ?? randomInt(1_000_000_000),
					...(trouble ? {trouble: `${trouble.title}. ${trouble.cause} ${trouble.todo}`} : {}),
				},
			};
		},
	};
}

function attemptsIn(kept: readonly unknown[], {drills}: Course): readonly Attempt[] {
	const known = new Set([...drills.map(({id}) => id), 'review']);
	return kept.filter(isAttempt).filter(({round}) => known.has(round));
}

function isAttempt(kept: unknown): kept is Attempt {
	const {round, at, marks, points, of, passed} = kept as Partial<Record<keyof Attempt, unknown>>;
	const numbers = [at, points, of].every((value) => typeof value === 'number');
	return typeof round === 'string' && numbers && typeof passed === 'boolean' && Array.isArray(marks);
}
