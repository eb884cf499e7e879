// A small world for the screens: the playbook and the crash beside this file, and no disk.
import {createConditions} from '../../src/engine/index.js';
import type {SessionEvent} from '../../src/model/session.js';
import type {Finished, LogWindow, Outcome, Saved, SaveRequest, Wizardry} from '../../src/ui/wizardry.js';
import {PRACTICE} from './course.js';
import {HEADLINE, LOG, NOTHING, READING, ROUTED} from './crash.js';
import {PLAYBOOK} from './playbook.js';

/** What a test can see of what the wizard did outside. */
export interface World extends Wizardry {
	readonly appended: SessionEvent[];
	readonly saved: SaveRequest[];
	readonly files: Set<string>;
	/** Rounds of practice that were kept. */
	readonly rounds: Finished[];
}

/** A world without a disk. */
export function world(more: Partial<Wizardry> = {}): World {
	const appended: SessionEvent[] = [];
	const saved: SaveRequest[] = [];
	const rounds: Finished[] = [];
	const files = new Set<string>(['taken.md']);
	const ok = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ok: true, value});
	return {
		playbook: PLAYBOOK,
		conditions: createConditions(PLAYBOOK.facts),
		merge: (readings) => ({
			...(readings[0] ?? NOTHING),
			evidence: readings.flatMap((one) => one.evidence),
			incidents: readings
				.flatMap((one) => one.incidents)
				.map((incident, index) => ({...incident, id: String(index + 1)})),
		}),
		readLog: (_, text) => (text.includes('RESOURCE_EXHAUSTED') ? READING : NOTHING),
		practice: (finished) => {
			if (finished) rounds.push(finished);
			return ok({...PRACTICE, attempts: rounds.map((round) => ({...round, at: PRACTICE.now}))});
		},
		samples: [
			{id: 'logits', title: 'logits that do not fit', summary: 'A language model whose loss needs 23G.'},
			{id: 'gpu', title: 'another machine', summary: 'A failure that is none of ours.'},
		],
		events: [],
		append: (event) => {
			appended.push(event);
			return ok(undefined);
		},
		readFiles: (paths) =>
			paths[0] === 'missing.log'
				? Promise.resolve({ok: false, message: 'missing.log cannot be read: there is no such file.'})
				: ok(READING),
		readText: (_, text) => ok(text.includes('RESOURCE_EXHAUSTED') ? READING : NOTHING),
		readRerun: (path) =>
			Promise.resolve(
				path === 'missing.log'
					? {ok: false, message: 'missing.log cannot be read: there is no such file.'}
					: {ok: true, value: {reading: path.includes('fits') ? NOTHING : READING, refused: [], timings: {}}},
			),
		readSample: (id) => ok(id === 'gpu' ? ROUTED : READING),
		complete: (prefix) =>
			Promise.resolve(['logs/', 'train.log', 'train-2.log'].filter((path) => path.startsWith(prefix))),
		logWindow: (evidence, from, count): Promise<LogWindow | undefined> =>
			Promise.resolve(
				evidence === LOG
					? {
							from,
							total: 250,
							lines: Array.from({length: Math.min(count, 251 - from)}, (_, index) =>
								from + index === 20 ? HEADLINE : `line ${from + index} of the log \u001B[31mred\u001B[0m`,
							),
						}
					: undefined,
			),
		sessions: () => Promise.resolve([{id: '7f3a', title: 'train.log, E1000', when: 'yesterday 17:20'}]),
		resume: () =>
			ok([
				{type: 'evidence', reading: READING},
				{type: 'answer', question: 'start/large', option: 'expected'},
			]),
		save: (request): Promise<Saved> => {
			if (files.has(request.path) && !request.overwrite) return Promise.resolve({kind: 'exists', path: request.path});
			if (request.path.startsWith('/root/'))
				return Promise.resolve({kind: 'failed', message: `${request.path} cannot be written.`});
			files.add(request.path);
			saved.push(request);
			return Promise.resolve({kind: 'saved', path: request.path});
		},
		suggest: (format) => (format === 'json' ? 'train.plan.json' : 'train.plan.md'),
		...more,
		appended,
		saved,
		files,
		rounds,
	};
}
