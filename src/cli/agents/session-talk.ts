import path from 'node:path';
import {fill, replay} from '../../engine/index.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import {jobOfIncident} from '../../model/jobs-of.js';
import type {SessionEvent} from '../../model/session.js';
import {nextTrial, tunable} from '../../plan/tuning/index.js';
import {mergeReadings} from '../../readers/index.js';
import {fingerprintOf} from '../../report/fleet/fingerprint.js';
import {printBlocks} from '../../report/index.js';
import {readEvidence} from '../../store/evidence.js';
import type {Sessions} from '../../store/sessions.js';
import type {Trouble} from '../../store/trouble.js';
import {trialBlocks} from '../../ui/trials.js';
import {diagnoseReading, type Desk} from '../desk.js';
import {exportDiagnoses} from '../export.js';
import {TuningPath} from '../tune/tuning-path.js';

/** What is told to an agent. */
export interface Told {
	readonly text: string;
	/** The request could not be fulfilled; the text says why and what to do. */
	readonly failed?: boolean;
}

/** Sessions of the user, as an agent works with them: the same files that `xla-triage resume` opens. */
export class SessionTalk {
	readonly #desk: Desk;
	readonly #sessions: Sessions;

	constructor(desk: Desk, sessions: Sessions) {
		this.#desk = desk;
		this.#sessions = sessions;
	}

	/** Reads logs of one job into a new session, and returns the diagnosis in brief. */
	async diagnose(logs: readonly string[], full: boolean): Promise<Told> {
		const {reading, troubles} = await readEvidence(
			logs.map((log) => ({kind: 'file', path: log})),
			{frameworks: this.#desk.playbook.frameworks},
		);
		const [trouble] = troubles;
		if (trouble && troubles.length === logs.length) return failed(trouble);
		const aside = troubles.map((one) => `${one.title}. ${one.cause}`);
		if (reading.incidents.length === 0) return {text: [...aside, this.#report([], reading, full)].join('\n')};
		const session = this.#sessions.create(path.basename(logs[0] ?? 'evidence'));
		const lost = session.append({type: 'evidence', reading});
		session.close();
		const kept = session.trouble ?? lost;
		if (kept) {
			const diagnoses = diagnoseReading(this.#desk, reading);
			const told = [...aside, this.#report(diagnoses, reading, full), `No session could be kept: ${kept.cause}`];
			return {text: told.join('\n')};
		}
		const {text} = this.show(session.id, full);
		return {text: [...aside, text].join('\n')};
	}

	/** Answers a question of a session; an answer that does not exist is refused with those that do. */
	answer(id: string, question: string, option: string): Told {
		const node = this.#desk.playbook.flow.nodes[question];
		if (node?.kind !== 'question') {
			return failed({title: `There is no question ${question}`, cause: 'No flow has it.', todo: this.#openText(id)});
		}
		const options = [...node.options.map((one) => one.id), 'unsure'];
		if (!options.includes(option)) {
			return failed({
				title: `${question} has no answer ${option}`,
				cause: 'An answer is one of its options.',
				todo: `Give one of ${options.join(', ')}.`,
			});
		}
		return this.#append(id, {type: 'answer', question, option}) ?? this.show(id, false);
	}

	/** The diagnosis of a session with all that was answered, and what is open. */
	show(id: string, full: boolean): Told {
		const looked = this.#sessions.look(id);
		if ('trouble' in looked) return failed(looked.trouble);
		const state = replay(looked.events);
		const reading = mergeReadings(state.readings);
		const diagnoses = diagnoseReading(this.#desk, reading, state);
		const questions = diagnoses.flatMap((diagnosis) => openText(diagnosis));
		return {
			text: [
				this.#report(diagnoses, reading, full),
				`Session: ${looked.id} (the user can open it: xla-triage resume ${looked.id})`,
				...diagnoses.map(
					(one) =>
						`Fingerprint of ${one.analysis.incident.code}: ${fingerprintOf(one, jobOfIncident(reading, one.analysis.incident))}`,
				),
				...(questions.length > 0 ? questions : ['No question is open: the plan is complete.']),
			].join('\n'),
		};
	}

	/** The next flag trial of a session, or why there is none. */
	nextTrial(id: string): Told {
		const looked = this.#sessions.look(id);
		if ('trouble' in looked) return failed(looked.trouble);
		const {tuning} = this.#desk.playbook;
		const reading = mergeReadings(replay(looked.events).readings);
		if (!tuning || !tunable(reading))
			return {text: 'Flags cannot help here: no failure of this session is a lack of HBM at compile time.'};
		const log = {...looked, append: () => undefined, rename: () => undefined, close: () => undefined};
		const trials = new TuningPath(this.#desk, tuning, log);
		const next = nextTrial(trials.ground, trials.progress);
		if (next.kind === 'stop') return {text: next.because};
		const blocks = trialBlocks(next.rung, next.trial, trials.ground, trials.progress);
		return {text: `${printBlocks(blocks, PLAIN)}\nRecord its result: xla-triage tune ${looked.id} --log NEW.log`};
	}

	#append(id: string, event: SessionEvent): Told | undefined {
		const opened = this.#sessions.open(id);
		if ('trouble' in opened) return failed(opened.trouble);
		const trouble = opened.log.append(event);
		opened.log.close();
		return trouble ? failed(trouble) : undefined;
	}

	#openText(id: string): string {
		const looked = this.#sessions.look(id);
		if ('trouble' in looked) return looked.trouble.todo;
		const state = replay(looked.events);
		const diagnoses = diagnoseReading(this.#desk, mergeReadings(state.readings), state);
		const open = diagnoses.flatMap(({walk}) => (walk.at.kind === 'question' ? [walk.at.id] : []));
		return open.length > 0 ? `Open is ${open.join(', ')}.` : 'No question of this session is open.';
	}

	#report(diagnoses: readonly Diagnosis[], reading: Parameters<typeof exportDiagnoses>[1], full: boolean): string {
		return exportDiagnoses(this.#desk, reading, diagnoses, {format: 'text', full, secrets: undefined, plain: PLAIN})
			.text;
	}
}

const PLAIN = {width: 100, colour: false};

/** The question that is open, with what it can be answered with. */
function openText({walk}: Diagnosis): readonly string[] {
	const {at} = walk;
	if (at.kind !== 'question') return [];
	return [
		`Open question ${at.id}: ${fill(at.ask, walk.facts)}`,
		`  Why: ${fill(at.why, walk.facts)}`,
		`  How to find out: ${fill(at.how, walk.facts)}`,
		...at.options.map((option) => `  - ${option.id}: ${option.label}`),
		'  - unsure: not known',
	];
}

function failed({title, cause, todo}: Trouble): Told {
	return {text: `${title}. ${cause} ${todo}`, failed: true};
}
