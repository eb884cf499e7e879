import {replay} from '../../engine/index.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import type {SessionEvent} from '../../model/session.js';
import {mergeReadings} from '../../readers/index.js';
import {diagnoseReading, type Desk} from '../desk.js';

/** The diagnosis that the session looks at. */
export function inFocus(desk: Desk, events: readonly SessionEvent[]): Diagnosis | undefined {
	const state = replay(events);
	const all = diagnoseReading(desk, mergeReadings(state.readings), state);
	return all.find(({analysis}) => analysis.incident.id === state.focus) ?? all[0];
}

/** A fact of a diagnosis, as printed. */
export function factOf(diagnosis: Diagnosis | undefined, wanted: string): string | undefined {
	return diagnosis?.analysis.facts.find(({name}) => name === wanted)?.value.text;
}
