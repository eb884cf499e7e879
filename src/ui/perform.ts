// One running wizard: its state, and the doing of effects. Screens and the plain twin both watch it.
import type {Action, Effect, Size, State} from './state.js';
import {enter} from './place.js';
import {initialState} from './state.js';
import {createRules, type Rules} from './update.js';
import type {Outcome, ReadOptions, Wizardry} from './wizardry.js';
import type {Reading} from '../model/incident.js';
import {resumed, takenUp} from './resume.js';

export interface Session {
	readonly rules: Rules;
	readonly state: () => State;
	readonly dispatch: (action: Action) => void;
	/** Told after every change; the returned function ends it. */
	readonly watch: (listener: () => void) => () => void;
	/** Resolves when nothing is being done outside. */
	readonly idle: () => Promise<void>;
}

/** Starts a wizard. `copy` puts a text on the clipboard. */
export function startSession(wizardry: Wizardry, size: Size, copy: (text: string) => void): Session {
	const rules = createRules(wizardry);
	const listeners = new Set<() => void>();
	const running = new Set<Promise<unknown>>();
	let appending: Promise<unknown> = Promise.resolve();
	let reading: AbortController | undefined;
	let state = initialState(wizardry.events, size);
	// Answers given beforehand are no place to be while the log that they are about is read.
	const begun = wizardry.events.some(({type}) => type === 'evidence');
	if (wizardry.events.length > 0 && (begun || !wizardry.incoming))
		state = wizardry.resumed === true ? resumed(state, rules.view) : takenUp(state, rules.view);

	const session: Session = {
		rules,
		state: () => state,
		dispatch: (action) => {
			const next = rules.update(state, action);
			const changed = next.state !== state;
			state = next.state;
			for (const effect of next.effects) perform(effect);
			if (changed) for (const listener of listeners) listener();
		},
		watch: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		idle: async () => {
			while (running.size > 0) await Promise.all(running);
		},
	};

	/** Waits for something outside and says what came of it. A fault of ours must not end the wizard silently: it is rethrown. */
	function later<T>(work: Promise<T>, then: (value: T) => Action): void {
		const job = work.then((value) => session.dispatch(then(value)));
		running.add(job);
		job
			.finally(() => running.delete(job))
			.catch((error: unknown) => {
				queueMicrotask(() => {
					throw error;
				});
			});
	}

	function read(name: string, work: (options: ReadOptions) => Promise<Outcome<Reading>>): void {
		reading?.abort();
		const controller = (reading = new AbortController());
		session.dispatch({type: 'reading', job: {name, done: 0}});
		const progress: ReadOptions['progress'] = (done, total) => {
			if (!controller.signal.aborted && reading === controller)
				session.dispatch({type: 'reading', job: {name, done, ...(total === undefined ? {} : {total})}});
		};
		later(work({signal: controller.signal, progress}), (outcome) => {
			if (reading === controller) reading = undefined;
			return {
				type: 'read',
				outcome: controller.signal.aborted ? {ok: false, message: `Reading ${name} was stopped.`} : outcome,
			};
		});
	}

	function perform(effect: Effect): void {
		switch (effect.do) {
			case 'append':
				// One after the other: the file must hold the events in the order in which they happened.
				appending = appending.then(() => wizardry.append(effect.event));
				later(appending as ReturnType<Wizardry['append']>, (outcome) => ({type: 'appended', outcome}));
				break;
			case 'read-files':
				read(effect.paths.join(' '), (options) => wizardry.readFiles(effect.paths, options));
				break;
			case 'read-text':
				later(wizardry.readText(effect.name, effect.text), (outcome) => ({type: 'read', outcome}));
				break;
			case 'read-sample':
				later(wizardry.readSample(effect.sample), (outcome) => ({type: 'read', outcome}));
				break;
			case 'read-rerun': {
				const {path, trial} = effect;
				later(wizardry.readRerun(path), (outcome) => ({type: 'reran', trial, path, outcome}));
				break;
			}
			case 'cancel-reading':
				reading?.abort();
				break;
			case 'complete':
				later(wizardry.complete(effect.prefix), (paths) => ({type: 'completed', paths}));
				break;
			case 'log':
				later(wizardry.logWindow(effect.evidence, effect.from, effect.count), (window) => ({
					type: 'log',
					evidence: effect.evidence,
					window,
				}));
				break;
			case 'sessions':
				later(wizardry.sessions(), (sessions) => ({type: 'sessions', sessions}));
				break;
			case 'resume':
				later(wizardry.resume(effect.session), (outcome) => ({type: 'resumed', outcome}));
				break;
			case 'practice':
				later(wizardry.practice(effect.finished), (outcome) => ({type: 'practice', outcome}));
				break;
			case 'save': {
				const {path, format, overwrite, reading: evidence, diagnoses} = effect;
				later(wizardry.save({path, format, overwrite, reading: evidence, diagnoses}), (saved) => ({
					type: 'saved',
					saved,
					format,
				}));
				break;
			}
			case 'copy':
				copy(effect.text);
				break;
		}
	}

	const {incoming, opening} = wizardry;
	if (opening) {
		state = {...state, places: [enter({screen: 'intake'}), enter({screen: 'practice'})]};
		session.dispatch({type: 'practice', outcome: {ok: true, value: opening.practice}});
		if (opening.item !== undefined) session.dispatch({type: 'choose', item: opening.item});
	}
	if (incoming) read(incoming.name, incoming.read);
	return session;
}
