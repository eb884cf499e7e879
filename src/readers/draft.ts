import type {Fact, Place} from '../model/fact.js';
import type {Allocation, Code, Hint, Incident, LiveBuffer, Slot, Space} from '../model/incident.js';
import type {Program} from '../model/program.js';
import type {Failure, Part} from './messages/piece.js';
import type {Passage} from './text/passage.js';

/** An incident while it is being put together. */
export interface Draft {
	code: Code;
	form: string;
	space: Space | undefined;
	at: Place;
	/** The report whose figures are shown, where that is a later one. */
	quoted?: Place | undefined;
	/** What the first report said, where a later one took its place. */
	first?: ReadonlyMap<string, Fact>;
	/** Where the code before it begins in its passage. */
	labelled?: number;
	/** Where its code is printed, if that is elsewhere than the words of the failure. */
	codeAt?: Place;
	/** Where it begins in its passage. */
	start: number;
	/** How often each form was printed: the pieces of one failure come in several forms, its repetitions in the same. */
	forms: Map<string, number>;
	hosts: Set<string>;
	/** Where it was printed again. */
	again: Set<number>;
	facts: Map<string, Fact>;
	allocations: Allocation[];
	arguments: Allocation[];
	slots: Slot[];
	live: readonly LiveBuffer[];
	hints: Hint[];
	/** Of a dump that was joined to it before. */
	program?: Program;
	/** The words fit two codes, and none was printed. */
	undecided: boolean;
	/** Printed by a compile that was told to go on: the last complete report counts. */
	suppressed: boolean;
	/** Not an incident after all. */
	dropped: boolean;
}

/** A draft that begins with the words of a failure. */
export function draftOf(passage: Passage, failure: Failure, code: Code, host: string | undefined): Draft {
	return {
		code,
		form: failure.form,
		space: failure.space,
		at: passage.place(failure.start, failure.end),
		start: failure.start,
		forms: new Map([[failure.form, 1]]),
		hosts: new Set(host === undefined ? [] : [host]),
		again: new Set(),
		facts: new Map(failure.facts.map((fact) => [fact.name, fact])),
		allocations: [...(failure.allocations ?? [])],
		arguments: [],
		slots: [],
		live: [],
		hints: [...(failure.hints ?? [])],
		undecided: failure.open === true,
		suppressed: false,
		dropped: false,
	};
}

/** Adds what belongs to it; the first of equal names stays. */
export function addPart(draft: Draft, part: Part): void {
	for (const fact of part.facts) if (!draft.facts.has(fact.name)) draft.facts.set(fact.name, fact);
	draft.allocations.push(...(part.allocations ?? []));
	draft.arguments.push(...(part.arguments ?? []));
	draft.slots.push(...(part.slots ?? []));
	draft.hints.push(...(part.hints ?? []));
}

/** The incident of a draft. */
export function incidentOf(draft: Draft, id: string): Incident {
	const {code, form, space, allocations, slots, hints} = draft;
	const at = draft.quoted ?? draft.at;
	const said = (name: string, text: string, place = at): Fact => ({
		name,
		value: {kind: 'text', text},
		origin: {by: 'reader', reader: form, place},
	});
	const facts = [
		said('code', code, draft.codeAt),
		said('incident.form', form),
		...(space === undefined ? [] : [said('space', space)]),
		...draft.facts.values(),
	];
	return {
		id,
		code,
		form,
		...(space !== undefined && {space}),
		at,
		occurrences: Math.max(1, ...draft.forms.values()),
		hosts: [...draft.hosts].sort(byNumber),
		facts,
		allocations,
		arguments: draft.arguments,
		slots,
		live: draft.live,
		hints,
		...(draft.program && {program: draft.program}),
	};
}

/** The draft of an incident, so that incidents of several pieces of evidence can be joined. */
export function draftAgain(incident: Incident): Draft {
	const {code, form, space, at} = incident;
	const said = incident.facts.find(({name}) => name === 'code')?.origin;
	return {
		code,
		form,
		space,
		at,
		...(said?.by === 'reader' && {codeAt: said.place}),
		start: 0,
		forms: new Map([[form, incident.occurrences]]),
		hosts: new Set(incident.hosts),
		again: new Set(),
		facts: new Map(incident.facts.filter(({name}) => !OWN.has(name)).map((fact) => [fact.name, fact])),
		allocations: [...incident.allocations],
		arguments: [...incident.arguments],
		slots: [...incident.slots],
		live: incident.live,
		hints: [...incident.hints],
		...(incident.program && {program: incident.program}),
		undecided: false,
		suppressed: false,
		dropped: false,
	};
}

/** Facts that follow from the draft itself. */
const OWN: ReadonlySet<string> = new Set(['code', 'incident.form', 'space']);

const COLLATOR = /(\d+)/;

/** `rank 2` before `rank 10`. */
function byNumber(a: string, b: string): number {
	const left = a.split(COLLATOR);
	const right = b.split(COLLATOR);
	for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
		const [x = '', y = ''] = [left[index], right[index]];
		const order = index % 2 === 1 ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
		if (order !== 0) return order;
	}
	return left.length - right.length;
}
