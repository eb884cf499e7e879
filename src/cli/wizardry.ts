import {homedir} from 'node:os';
import path from 'node:path';
import {neutraliseLine} from '../model/neutral.js';
import type {Reading} from '../model/incident.js';
import type {SessionEvent} from '../model/session.js';
import {mergeReadings, readText} from '../readers/index.js';
import {completePath, expandHome} from '../store/complete.js';
import {readEvidence, type Evidence, type Source} from '../store/evidence.js';
import {isInstallation} from '../store/installation.js';
import {LogWindows, windowOf, type LogWindow} from '../store/log-window.js';
import type {KnownSecrets} from '../report/index.js';
import type {Sample} from '../store/samples.js';
import {freeName, saveFile} from '../store/save.js';
import type {SessionLog} from '../store/session-log.js';
import type {Sessions} from '../store/sessions.js';
import type {Trouble} from '../store/trouble.js';
import type {Outcome, ReadOptions, Wizardry} from '../ui/wizardry.js';
import type {Desk} from './desk.js';
import {readOutcome} from './tune/read-outcome.js';
import {exportDiagnoses} from './export.js';
import {keepText} from './keep-text.js';
import {passedOver} from './say.js';
import {whenText} from './when.js';

export interface WizardInput {
	readonly desk: Desk;
	readonly samples: readonly Sample[];
	readonly sessions: Sessions;
	/** The session that is resumed, already open. */
	readonly session?: SessionLog;
	/** Evidence named on the command line or piped in. */
	readonly sources: readonly Source[];
	/** Answers given beforehand, by question id. */
	readonly answers?: ReadonlyMap<string, string>;
	/** Covered in what is saved; undefined covers nothing. */
	readonly secrets?: KnownSecrets | undefined;
	readonly practice: Wizardry['practice'];
	readonly opening?: Wizardry['opening'];
}

/** The wizard's world, and how it is left. */
export interface HeldWizardry extends Wizardry {
	/** Closes the session, if there is one. */
	readonly leave: () => SessionLog | undefined;
	/** Files saved since it was opened, in order, and what each holds. */
	readonly saved: () => readonly {readonly file: string; readonly what: 'plan' | 'diagnosis'}[];
	/** What to say about files that were given and are not evidence. */
	readonly remarks: () => readonly string[];
}

/** How the names of saved files end, after the name of the log. */
const ENDING = {markdown: 'plan.md', json: 'diagnosis.json', shell: 'plan.sh'} as const;

/** What the wizard needs of the world, over files and sessions. */
export function createWizardry(input: WizardInput): HeldWizardry {
	const {desk, samples, sessions, sources} = input;
	const windows = new LogWindows();
	/** Evidence that is not in a file, by name, to be looked at again. */
	const texts = new Map<string, () => string>(samples.map((sample) => [sample.name, () => sample.text]));
	let session = input.session;
	let title: string | undefined;
	let name: string | undefined;
	/** Where the log lies: a plan is not wanted among the files of the program, when it was started there. */
	let logFolder: string | undefined;
	const saved = new Map<string, 'plan' | 'diagnosis'>();
	const remarks = new Set<string>();
	/** Answered before the wizard began, and not yet in the session's file. */
	const given = [...(input.answers ?? [])].map(([question, option]) => ({type: 'answer', question, option}) as const);
	let unwritten: readonly SessionEvent[] = given;

	async function read(given: readonly Source[], options: ReadOptions): Promise<Outcome<Reading>> {
		const kept = given.map((source) => {
			if (source.kind === 'text') texts.set(source.name, () => source.text);
			if (source.kind !== 'stream') return source;
			const {stream, text} = keepText(source.stream);
			texts.set(source.name, text);
			return {...source, stream};
		});
		try {
			const evidence = await readEvidence(kept, {
				signal: options.signal,
				frameworks: desk.playbook.frameworks,
				progress: ({bytes, of}) => options.progress(bytes, of),
			});
			for (const remark of passedOver(evidence.reading)) remarks.add(remark);
			const outcome = outcomeOf(evidence);
			// Only what could be read gives the session its name.
			if (outcome.ok) {
				title ??= titleOf(given);
				const [first] = given;
				if (first?.kind === 'file') logFolder ??= path.dirname(path.resolve(first.path));
			}
			return outcome;
		} catch (error) {
			if (options.signal.aborted) return {ok: false, message: 'Reading was stopped.'};
			throw error;
		}
	}

	return {
		playbook: desk.playbook,
		conditions: desk.conditions,
		merge: mergeReadings,
		readLog(log, text) {
			texts.set(log, () => text);
			return readText(log, text, desk.playbook.frameworks);
		},
		practice: input.practice,
		...(input.opening ? {opening: input.opening} : {}),
		samples: samples.map(({id, title: name, summary}) => ({id, title: name, summary})),
		events: [...(input.session?.events ?? []), ...given],
		resumed: input.session !== undefined,
		...(desk.overlay ? {overlay: desk.overlay} : {}),
		...(sources.length > 0
			? {incoming: {name: titleOf(sources) ?? 'evidence', read: (options: ReadOptions) => read(sources, options)}}
			: {}),

		append(event) {
			// An empty pipe is nothing to come back to: a session begins with the first thing that is said or read.
			if (!session && isEmpty(event)) {
				unwritten = [...unwritten, event];
				title = undefined;
				return Promise.resolve(done(undefined));
			}
			session ??= sessions.create(title ?? NAMELESS);
			let trouble = session.trouble;
			// Without a log it is called by the code that the user named, and by the log when one comes.
			const better = named(session.name) ? undefined : (title ?? codeNamed(desk, event));
			if (better !== undefined && better !== name) {
				trouble = session.rename(better) ?? trouble;
				name = better;
			}
			for (const one of [...unwritten, event]) trouble = session.append(one) ?? trouble;
			unwritten = [];
			return Promise.resolve(done(trouble));
		},
		readFiles: (paths, options) =>
			read(
				paths.map((file) => ({kind: 'file', path: expandHome(file)})),
				options,
			),
		readText: (name, text) => read([{kind: 'text', name, text}], QUIET),
		async readSample(id) {
			const sample = samples.find((one) => one.id === id);
			if (!sample) return {ok: false, message: `There is no sample ${id}.`};
			return read([{kind: 'text', name: sample.name, text: sample.text}], QUIET);
		},
		async readRerun(file) {
			const says = await readOutcome({kind: 'file', path: expandHome(file)}, desk.playbook.frameworks);
			return 'trouble' in says ? {ok: false, message: sentence(says.trouble)} : {ok: true, value: says};
		},
		complete: completePath,
		logWindow: (name, from, count): Promise<LogWindow | undefined> => {
			const text = texts.get(name);
			return text ? Promise.resolve(windowOf(text(), from, count)) : windows.read(name, from, count);
		},
		sessions: () =>
			Promise.resolve(
				sessions.list().map(({id, name, changed, codes}) => ({
					id,
					title: neutraliseLine(codes.length > 0 ? `${name} (${[...new Set(codes)].join(', ')})` : name),
					when: whenText(changed, new Date()),
				})),
			),
		resume(id) {
			const opened = sessions.open(id);
			if ('trouble' in opened) return Promise.resolve({ok: false, message: sentence(opened.trouble)});
			session?.close();
			session = opened.log;
			title = opened.log.name;
			return Promise.resolve({ok: true, value: opened.log.events});
		},
		save({path: file, format, overwrite, reading, diagnoses}) {
			const plain = {width: 100, colour: false};
			const {text, redaction} = exportDiagnoses(desk, reading, diagnoses, {
				format,
				full: false,
				secrets: input.secrets,
				plain,
			});
			const result = saveFile(expandHome(file), text, {overwrite});
			if ('saved' in result) {
				if (redaction !== undefined) remarks.add(redaction);
				saved.set(result.saved, format === 'json' ? 'diagnosis' : 'plan');
				return Promise.resolve({kind: 'saved', path: result.saved});
			}
			if ('exists' in result) return Promise.resolve({kind: 'exists', path: result.exists});
			return Promise.resolve({kind: 'failed', message: sentence(result.trouble)});
		},
		suggest(format) {
			const stem = path.parse(title ?? 'xla-triage').name.replace(/[^\w.-]+/g, '-') || 'xla-triage';
			const file = `${stem}.${ENDING[format]}`;
			return freeName(path.join(isInstallation(process.cwd()) ? (logFolder ?? homedir()) : '', file));
		},
		folder: process.cwd(),
		saved: () => [...saved].map(([file, what]) => ({file, what})),
		remarks: () => [...remarks],
		leave() {
			session?.close();
			return session;
		},
	};
}

/** Evidence without a single byte. */
function isEmpty(event: SessionEvent): boolean {
	return event.type === 'evidence' && event.reading.evidence.every(({bytes}) => bytes === 0);
}

/** Name of a session that was begun without evidence. */
const NAMELESS = 'without a log';

function named(name: string): boolean {
	return !name.endsWith(NAMELESS);
}

/** `E1000, without a log`, where an answer says so. */
function codeNamed({playbook}: Desk, event: SessionEvent): string | undefined {
	if (event.type !== 'answer') return undefined;
	const node = playbook.flow.nodes[event.question];
	const option = node?.kind === 'question' ? node.options.find(({id}) => id === event.option) : undefined;
	const code = option?.states['code'];
	return typeof code === 'string' ? `${code}, ${NAMELESS}` : undefined;
}

const QUIET: ReadOptions = {signal: new AbortController().signal, progress: () => undefined};

function titleOf(sources: readonly Source[]): string | undefined {
	const [first] = sources;
	if (!first) return undefined;
	const name = first.kind === 'file' ? path.basename(first.path) : first.name;
	return sources.length > 1 ? `${name} and ${sources.length - 1} more` : name;
}

/** What could be read counts; a source that could not is told only if nothing else is there to show. */
function outcomeOf({reading, troubles}: Evidence): Outcome<Reading> {
	const [first] = troubles;
	if (first && reading.evidence.length === 0) return {ok: false, message: troubles.map(sentence).join(' ')};
	return {ok: true, value: reading};
}

function done(trouble: Trouble | undefined): Outcome<undefined> {
	return trouble ? {ok: false, message: sentence(trouble)} : {ok: true, value: undefined};
}

function sentence({title, cause, todo}: Trouble): string {
	return `${title}. ${cause} ${todo}`;
}
