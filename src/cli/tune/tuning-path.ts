import {analyse} from '../../analysis/index.js';
import {replay} from '../../engine/index.js';
import type {Analysis} from '../../model/analysis.js';
import type {FlagInForce, Incident, Reading} from '../../model/incident.js';
import type {Measurement, SessionEvent} from '../../model/session.js';
import type {Trial, TrialResult, TrialStart, Tuning} from '../../model/tuning.js';
import {
	figuresOf,
	flagsInText,
	progressOf,
	tunable,
	type Ground,
	type Progress,
	type Variables,
} from '../../plan/tuning/index.js';
import {mergeReadings} from '../../readers/index.js';
import type {SessionLog} from '../../store/session-log.js';
import type {Trouble} from '../../store/trouble.js';
import type {Desk} from '../desk.js';

/** A path of flag trials over a session. Everything but the events is derived; each event is with the system before the next step is taken. */
export class TuningPath {
	readonly log: SessionLog;
	readonly #desk: Desk;
	readonly #tuning: Tuning;
	readonly #env: Variables | undefined;
	readonly #events: SessionEvent[];

	/** `env` where the command is run from here: its variables are what is in force then. */
	/** What each framework prints, for reading a log. */
	get frameworks(): Desk['playbook']['frameworks'] {
		return this.#desk.playbook.frameworks;
	}

	constructor(desk: Desk, tuning: Tuning, log: SessionLog, env?: Variables) {
		this.log = log;
		this.#desk = desk;
		this.#tuning = tuning;
		this.#env = env;
		this.#events = [...log.events];
	}

	/** What was read of the failure before any change. */
	get reading(): Reading {
		return mergeReadings(this.#state().readings);
	}

	/** The failure that is being cured. */
	get incident(): Incident | undefined {
		const {focus} = this.#state();
		const {reading} = this;
		const focused = reading.incidents.filter(({id}) => id === focus);
		return tunable({...reading, incidents: focused}) ?? tunable(reading);
	}

	get trials(): readonly Trial[] {
		return this.#state().trials ?? [];
	}

	get ground(): Ground {
		const {reading} = this;
		const [headline] = this.#analysis()?.story ?? [];
		const libtpu = reading.facts.find(({name}) => name === 'libtpu.version')?.value.text;
		return {
			tuning: this.#tuning,
			flags: this.#desk.playbook.flags,
			conditions: this.#desk.conditions,
			facts: this.#analysis()?.facts ?? [],
			...(headline === undefined ? {} : {headline}),
			inForce: this.#inForce(reading),
			...(libtpu === undefined ? {} : {libtpu}),
		};
	}

	get progress(): Progress {
		return progressOf(this.trials, figuresOf(this.#analysis()?.facts ?? []));
	}

	addEvidence(reading: Reading): Trouble | undefined {
		return this.#append({type: 'evidence', reading});
	}

	/** Before a trial is run. */
	begin(trial: TrialStart): Trouble | undefined {
		return this.#append({type: 'trial', trial});
	}

	/** After it. */
	record(trial: number, result: TrialResult): Trouble | undefined {
		return this.#append({type: 'trialResult', trial, result});
	}

	/** What the compiler said of a remedy. */
	measured(measurement: Measurement): Trouble | undefined {
		return this.#append({type: 'measured', ...measurement});
	}

	#append(event: SessionEvent): Trouble | undefined {
		this.#events.push(event);
		return this.log.append(event);
	}

	#state(): ReturnType<typeof replay> {
		return replay(this.#events);
	}

	#analysis(): Analysis | undefined {
		const {incident} = this;
		return incident && analyse(incident, this.reading, this.#desk.playbook);
	}

	#inForce(reading: Reading): readonly FlagInForce[] {
		const env = this.#env;
		if (!env) return reading.flags;
		const inVariables = (['LIBTPU_INIT_ARGS', 'XLA_FLAGS'] as const).flatMap((name) =>
			flagsInText(env[name] ?? '', name),
		);
		const ofJax = this.#desk.playbook.flags.flatMap(({name, channels}): FlagInForce[] => {
			const variable = name.toUpperCase();
			const value = channels[0] === 'jax_config' ? env[variable] : undefined;
			if (value === undefined) return [];
			return [{name, value, channel: 'environment', place: {evidence: variable, line: 1, quote: value}}];
		});
		// Compiler options are in the code, not in the environment.
		return [...inVariables, ...ofJax, ...reading.flags.filter(({channel}) => channel === 'unknown')];
	}
}
