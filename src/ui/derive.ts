// Everything the screens show follows from the session's events. Derived each time, kept as long as the events are the same
// list: nothing here is ever stored.
import {analyse} from '../analysis/index.js';
import {replay} from '../engine/index.js';
import type {Analysis} from '../model/analysis.js';
import type {Diagnosis} from '../model/diagnosis.js';
import type {Incident, Reading} from '../model/incident.js';
import type {SessionEvent, SessionState} from '../model/session.js';
import type {Walk} from '../model/walk.js';
import {diagnose} from '../plan/index.js';
import type {Wizardry} from './wizardry.js';

/** The part of the world that does not change and cannot fail. */
export type Knowledge = Pick<
	Wizardry,
	'playbook' | 'conditions' | 'merge' | 'readLog' | 'samples' | 'suggest' | 'folder' | 'overlay'
>;

/** One incident with all that is said about it. */
export interface Case {
	readonly incident: Incident;
	readonly analysis: Analysis;
	readonly diagnosis: Diagnosis;
	/** Stops at the first open question. */
	readonly walk: Walk;
}

export interface View {
	readonly session: SessionState;
	/** All evidence taken together; without any, an empty reading. */
	readonly reading: Reading;
	/** False when the evidence shows no failure: then the code and the figures are those of the user's answers. */
	readonly seen: boolean;
	/** The incident that is looked at; a blank one where the evidence shows none. */
	readonly focus: Case;
	/** Every incident, in order of appearance; the blank one where there is none. */
	readonly all: () => readonly Case[];
}

const EMPTY: Reading = {evidence: [], incidents: [], routed: [], flags: [], profile: [], facts: []};

const derivers = new WeakMap<Knowledge, (events: readonly SessionEvent[]) => View>();

/** The views of one knowledge, the same for everyone who asks. */
export function deriverOf(knowledge: Knowledge): (events: readonly SessionEvent[]) => View {
	const known = derivers.get(knowledge) ?? createDeriver(knowledge);
	derivers.set(knowledge, known);
	return known;
}

function createDeriver(knowledge: Knowledge): (events: readonly SessionEvent[]) => View {
	const views = new WeakMap<readonly SessionEvent[], View>();
	const analyses = new WeakMap<Reading, Map<string, Analysis>>();
	let last: Reading[] = [];
	let merged = EMPTY;

	/** Readings are merged anew only when one was added. */
	function merge(arrived: readonly Reading[]): Reading {
		if (arrived.length === last.length && arrived.every((reading, at) => reading === last[at])) return merged;
		last = [...arrived];
		const [first = EMPTY] = arrived;
		merged = arrived.length > 1 ? knowledge.merge(arrived) : first;
		return merged;
	}

	function analysisOf(incident: Incident, reading: Reading): Analysis {
		const known = analyses.get(reading) ?? new Map<string, Analysis>();
		analyses.set(reading, known);
		const found = known.get(incident.id) ?? analyse(incident, reading, knowledge.playbook);
		known.set(incident.id, found);
		return found;
	}

	function caseOf(incident: Incident, reading: Reading, session: SessionState): Case {
		const {playbook, conditions} = knowledge;
		const analysis = analysisOf(incident, reading);
		const diagnosis = diagnose(playbook, conditions, analysis, session, reading.flags);
		return {incident, analysis, diagnosis, walk: diagnosis.walk};
	}

	return (events) => {
		const known = views.get(events);
		if (known) return known;
		const session = replay(events);
		const reading = merge(session.readings);
		const incidents = reading.incidents.length > 0 ? reading.incidents : [undescribed(reading)];
		const chosen = incidents.find((incident) => incident.id === session.focus) ?? incidents[0] ?? undescribed(reading);
		// Made when it is first looked at: while a log is read nothing is said about the incident that is not there yet.
		let focus: Case | undefined;
		let all: readonly Case[] | undefined;
		const view: View = {
			session,
			reading,
			seen: reading.incidents.length > 0,
			get focus() {
				return (focus ??= caseOf(chosen, reading, session));
			},
			all: () => (all ??= incidents.map((one) => (one === chosen ? view.focus : caseOf(one, reading, session)))),
		};
		views.set(events, view);
		return view;
	};
}

/** What stands in for an incident when there is no log of one: it states nothing, so every question is open. */
function undescribed(reading: Reading): Incident {
	const [info] = reading.evidence;
	return {
		id: 'described',
		code: 'E0',
		form: 'described',
		at: {evidence: info?.name ?? '', line: 0, quote: ''},
		occurrences: 0,
		hosts: [],
		facts: [],
		allocations: [],
		arguments: [],
		slots: [],
		live: [],
		hints: [],
	};
}
