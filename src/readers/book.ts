// Which drafts are one incident. The same failure is printed again by every host, by retries, in lists of root errors, and in
// other words by the layers it passes: equal figures show it. A compile that is told to go on reports several times with
// slightly different figures: the last complete report counts.
import type {Fact} from '../model/fact.js';
import type {Incident} from '../model/incident.js';
import {draftAgain, incidentOf, type Draft} from './draft.js';

/** Figures that two drafts of one incident cannot differ in. */
const IDENTITY = [
	'hbm.used',
	'tc.used',
	'sc.used',
	'vmem.used',
	'smem.used',
	'request.size',
	'program.name',
	'parameter.index',
	'expected.bytes',
	'got.bytes',
	'expected.property',
	'got.property',
] as const;

/** Figures that show by being equal that two drafts are one. */
const SHARED = [...IDENTITY, 'hbm.requirement', 'hbm.temp', 'hbm.total', 'hbm.over'] as const;

/** Reports of one suppressed failure differ by the code and overlays that are added as compilation goes on. */
const CHAIN = 0.1;
/** The same figure, rounded by two printers. */
const ROUNDED = 0.001;
/** A report counts as complete if its lists are about as long as those before. */
const COMPLETE = 0.8;
/** So many different failures of one log are kept; each costs a third of a MB until it is printed. */
const MOST_INCIDENTS = 128;

/** Of the others only this is kept, to count them: no more than so many are told apart. */
const MOST_COUNTED = 1 << 16;

/** Lines that are remembered of one incident. */
const MOST_AGAIN = 4096;

/** Joins drafts into incidents. */
export class Book {
	readonly #drafts: Draft[] = [];
	readonly #others = new Map<string, Set<string>>();

	/** Adds a draft, in the order of appearance. */
	add(draft: Draft): void {
		const same = this.#drafts.findLast((known) => isSame(known, draft));
		if (same) join(same, draft);
		else if (this.#drafts.length < MOST_INCIDENTS) this.#drafts.push(draft);
		else this.#count(draft);
	}

	/** How many different failures of a piece of evidence are not kept. */
	unshown(evidence: string): number {
		return this.#others.get(evidence)?.size ?? 0;
	}

	#count(draft: Draft): void {
		const {evidence} = draft.at;
		const known = this.#others.get(evidence) ?? new Set();
		const figures = IDENTITY.map((name) => draft.facts.get(name)?.value.text ?? '');
		if (known.size < MOST_COUNTED) known.add([draft.code, ...figures].join('|'));
		this.#others.set(evidence, known);
	}

	/** Adds an incident of other evidence. */
	addIncident(incident: Incident): void {
		this.add(draftAgain(incident));
	}

	/** The incidents, the first cause first; `repeats` are lines that were left out. `order` puts drafts of interleaved hosts in the order of the log. */
	incidents(order: 'line' | 'added', repeats: ReadonlyMap<number, number> = new Map()): readonly Incident[] {
		const drafts = order === 'line' ? [...this.#drafts].sort((a, b) => a.at.line - b.at.line) : this.#drafts;
		return drafts.map((draft, index) => {
			const more = [draft.at.line, ...draft.again].reduce((sum, line) => sum + (repeats.get(line) ?? 0), 0);
			const incident = incidentOf(draft, String(index + 1));
			return more > 0 ? {...incident, occurrences: incident.occurrences + more} : incident;
		});
	}
}

function isSame(known: Draft, draft: Draft): boolean {
	if (known.code !== draft.code) return false;
	if (known.space !== undefined && draft.space !== undefined && known.space !== draft.space) return false;
	// A compile that was told to go on logs what VMEM lacks as often as it finds it.
	if (known.suppressed && draft.suppressed && draft.code === 'E1001') return true;
	if (isChain(known, draft) || isOtherWording(known, draft)) return true;
	const conflict = IDENTITY.some(
		(name) => known.facts.has(name) && draft.facts.has(name) && differ(known, draft, name),
	);
	if (conflict) return false;
	const shared = SHARED.some((name) => known.facts.has(name) && !differ(known, draft, name));
	return shared || isBare(known) || isBare(draft) || (isReport(known) !== isReport(draft) && areNear(known, draft));
}

function differ(a: Draft, b: Draft, name: string): boolean {
	return a.facts.get(name)?.value.text !== b.facts.get(name)?.value.text;
}

/** No figure at all: a code alone, a sentence cut short. */
function isBare(draft: Draft): boolean {
	return !SHARED.some((name) => draft.facts.has(name));
}

function isReport(draft: Draft): boolean {
	return draft.form === 'memory_report';
}

function areNear(a: Draft, b: Draft): boolean {
	return a.at.evidence === b.at.evidence && Math.abs(a.at.line - b.at.line) < 200;
}

/** The layers of one compile word the failure differently and round its figure apart. */
function isOtherWording(known: Draft, draft: Draft): boolean {
	if (known.code !== 'E1000' || known.forms.has(draft.form) || differ(known, draft, 'hbm.capacity')) return false;
	return apart(known, draft) <= ROUNDED;
}

function apart(known: Figures, draft: Figures): number {
	const [a, b] = [known.facts.get('hbm.used')?.value, draft.facts.get('hbm.used')?.value];
	if (a?.kind !== 'size' || b?.kind !== 'size') return Infinity;
	return Math.abs(a.bytes.low - b.bytes.low) / a.bytes.low;
}

interface Figures {
	readonly facts: ReadonlyMap<string, Fact>;
}

function isChain(known: Draft, draft: Draft): boolean {
	if (!draft.suppressed || known.code !== 'E1000') return false;
	return !differ(known, draft, 'hbm.capacity') && apart(known, draft) <= CHAIN;
}

function join(known: Draft, draft: Draft): void {
	const chained = draft.suppressed && draft.code === 'E1000';
	if (!chained) {
		for (const [form, count] of draft.forms) known.forms.set(form, (known.forms.get(form) ?? 0) + count);
	}
	for (const host of draft.hosts) known.hosts.add(host);
	if (draft.at.line !== known.at.line && known.again.size < MOST_AGAIN) known.again.add(draft.at.line);
	const entries = (of: Draft): number => of.allocations.length + of.arguments.length;
	const replaces = chained && entries(draft) >= COMPLETE * entries(known);
	// The order stays that of the first report. It is also what is quoted, unless the one whose figures are shown says more.
	if (replaces && draft.facts.has('hbm.used')) {
		known.first ??= new Map(known.facts);
		known.quoted = isQuotable(known.first, draft.facts) ? undefined : (draft.quoted ?? draft.at);
	}
	if (known.codeAt === undefined && draft.codeAt !== undefined) known.codeAt = draft.codeAt;
	for (const [name, fact] of draft.facts) if (replaces || !known.facts.has(name)) known.facts.set(name, fact);
	if ((replaces && entries(draft) > 0) || entries(draft) > entries(known)) {
		known.allocations = draft.allocations;
		known.arguments = draft.arguments;
	}
	if (draft.slots.length > known.slots.length) known.slots = draft.slots;
	if (draft.live.length > known.live.length) known.live = draft.live;
	if (draft.program && !known.program) known.program = draft.program;
	known.hints.push(...draft.hints.filter((hint) => !known.hints.some(({kind}) => kind === hint.kind)));
	if (isLesser(known, draft)) known.form = draft.form;
	known.space ??= draft.space;
	known.undecided &&= draft.undecided;
}

/** What people look for in a quoted headline. */
const HEADLINE = ['hbm.used', 'hbm.capacity', 'hbm.over'] as const;

/** Whether the first report has all headline figures of a later one, in the same words. */
function isQuotable(first: ReadonlyMap<string, Fact>, shown: ReadonlyMap<string, Fact>): boolean {
	return HEADLINE.every((name) => !shown.has(name) || first.get(name)?.value.text === shown.get(name)?.value.text);
}

/** A form that says less than another one of the same incident. */
function isLesser(known: Draft, draft: Draft): boolean {
	const rank = (form: string): number => (form === 'code_only' ? 0 : form === 'memory_report' ? 1 : 2);
	return (
		rank(known.form) < rank(draft.form) || (isBare(known) && !isBare(draft) && rank(known.form) <= rank(draft.form))
	);
}
