import type {Incident, Reading} from '../../model/incident.js';
import type {TrialResult} from '../../model/tuning.js';
import {figuresOf} from './figures.js';
import {isLater} from './stages.js';

/** What is known of a run. */
export interface RunSays {
	readonly reading: Reading;
	/** Names of flags that were refused. */
	readonly refused: readonly string[];
	readonly timings: {readonly compileSeconds?: number; readonly stepSeconds?: number};
	/** Exit code of the command; undefined for a log, which does not tell. */
	readonly exit?: number;
}

/** The codes whose need flags can move. */
const OF_MEMORY = /^E(?:1000|0101)$/;

/**
 * What a run or its log says about a trial. A failure of memory counts before all else, then a good end, then a refused flag. `code` is
 * the failure that is being cured: another one of a later stage in its place says that it is gone, one of the same or an earlier stage says nothing.
 */
export function readResult({reading, refused, timings, exit}: RunSays, code: string | undefined): TrialResult {
	const common = {...timings, by: exit === undefined ? ('log' as const) : ('run' as const), refused: [] as string[]};
	const incident = reading.incidents.find((one) => isSame(one, code)) ?? reading.incidents[0];
	if (incident && !isSame(incident, code)) {
		const quote = `${incident.code}: ${incident.at.quote}`.slice(0, 300);
		if (code !== undefined && isLater(incident.code, code))
			return {...common, outcome: 'fits', next: incident.code, quote};
		return {...common, outcome: 'failed', next: incident.code, quote};
	}
	if (incident) {
		const figures = figuresOf(incident.facts);
		return {...common, ...(figures ?? {}), outcome: 'oom', quote: incident.at.quote.slice(0, 300)};
	}
	if (exit === 0) return {...common, outcome: 'fits'};
	if (refused.length > 0) return {...common, outcome: 'refused', refused: [...refused]};
	if (exit === undefined && reading.routed.length === 0) {
		return {...common, outcome: 'fits', quote: 'The log shows no failure.'};
	}
	const [routed] = reading.routed;
	const quote = routed ? routed.at.quote.slice(0, 300) : `It ended with exit code ${exit ?? 'unknown'}.`;
	return {...common, outcome: 'failed', quote};
}

/** The failure that a path of trials is about: the first one of memory. */
export function tunable(reading: Reading): Incident | undefined {
	return reading.incidents.find(({code}) => OF_MEMORY.test(code));
}

/** Whether a failure of this code is one of memory that flags can move. */
export function isTunable(code: string): boolean {
	return OF_MEMORY.test(code);
}

function isSame(incident: Incident, code: string | undefined): boolean {
	return code === undefined ? OF_MEMORY.test(incident.code) : incident.code === code;
}
