import type {Fact, Place} from '../../model/fact.js';
import type {DumpedModule} from '../../model/hlo.js';
import type {Dump, Incident, LiveBuffer, Reading, Slot} from '../../model/incident.js';
import {overlaps} from '../../model/interval.js';
import type {Program} from '../../model/program.js';

/**
 * Joins the dumps of a reading, module by module, and gives them to the incident that they belong to: the E1000 whose
 * `hbm.used` the dump's total agrees with, or the only E1000 when the dump names no total. A dump without any log is an
 * incident of its own; a dump of a module that fits adds nothing.
 */
export function joinDumps(reading: Reading): Reading {
	const dumps = reading.dumps ?? [];
	if (dumps.length === 0) return reading;
	let incidents = reading.incidents;
	for (const listing of listings(dumps)) {
		if (listing.outcome === 'fits') continue;
		const owner = ownerOf(listing, incidents);
		if (owner) incidents = incidents.map((incident) => (incident === owner ? enriched(incident, listing) : incident));
		else if (listing.total || listing.live.length > 0)
			incidents = [...incidents, incidentOf(listing, incidents.length + 1)];
	}
	// A program is kept once: with its incident, or with the dump of a module that fits.
	const owned = new Set(incidents.flatMap(({program}) => program ?? []));
	const rest = dumps.map((dump): Dump => {
		if (!dump.program || !owned.has(dump.program)) return dump;
		const {program: _, ...own} = dump;
		return own;
	});
	return {...reading, incidents, dumps: rest};
}

/** All that the files of one module say together. */
interface Listing {
	readonly outcome: Dump['outcome'];
	readonly total?: Fact;
	readonly slots: readonly Slot[];
	readonly live: readonly LiveBuffer[];
	/** `chip.id`, where the dump names it. */
	readonly chip?: Fact;
	readonly program?: Program;
	/** The first line that says something. */
	readonly place: Place;
}

function listings(dumps: readonly Dump[]): Listing[] {
	const modules = new Map<string, Dump[]>();
	for (const dump of dumps) {
		const key = moduleOf(dump);
		modules.set(key, [...(modules.get(key) ?? []), dump]);
	}
	return [...modules.keys()].sort().map((key) => listing(modules.get(key) ?? []));
}

/** What the files of one module say about its program, put together. Of two texts of one kind, the first. */
export function partsOf(dumps: readonly Dump[]): DumpedModule {
	const chip = dumps.find((dump) => dump.chip !== undefined)?.chip;
	const total = dumps.find((dump) => dump.total)?.total?.value;
	return {
		...(Object.assign({}, ...dumps.map(({parts}) => parts ?? {}).reverse()) as DumpedModule),
		...(chip !== undefined && {chip}),
		...(total?.kind === 'size' && {total: total.bytes.low}),
	};
}

/** `module_0005.jit_step.cl_1.after_optimizations-live-range.txt` belongs to `module_0005.jit_step`; other names stand together. */
export function moduleOf(dump: Pick<Dump, 'evidence'>): string {
	return /(?<=^|[/\\])module_\d+\.[^/\\]*?(?=\.(?:cl_\d+|after_|before_|oom_|target_))/.exec(dump.evidence)?.[0] ?? '';
}

function listing(dumps: readonly Dump[]): Listing {
	const shapes = Object.assign({}, ...dumps.map((dump) => dump.shapes)) as Record<string, string>;
	const places = Object.assign({}, ...dumps.map((dump) => dump.places)) as Dump['places'];
	// The values file and HLO text name every instruction exactly; the tree of the live-range file only guesses by bytes.
	const exact = [...dumps].sort((a, b) => Number(b.form === 'live_range') - Number(a.form === 'live_range'));
	const ops = Object.assign({}, ...exact.map((dump) => dump.ops)) as Record<string, string>;
	const peak = dumps.find((dump) => dump.form === 'live_range');
	const live = (peak ?? dumps.find((dump) => dump.live.length > 0))?.live ?? [];
	const report = dumps.find((dump) => dump.form === 'memory_usage_report');
	const assignment = dumps.find((dump) => dump.form === 'buffer_assignment');
	const total = dumps.find((dump) => dump.total)?.total;
	const named = dumps.find((dump) => dump.chip !== undefined);
	const told = dumps.find((dump) => dump.live.length > 0) ?? dumps[0];
	const place = {evidence: told?.evidence ?? '', line: told?.live[0]?.line ?? 1, quote: told?.live[0]?.name ?? ''};
	const program = dumps.find((dump) => dump.program)?.program;
	const outcomes = new Set(dumps.map((dump) => dump.outcome));
	return {
		outcome: outcomes.has('fails') ? 'fails' : outcomes.has('fits') ? 'fits' : 'unknown',
		...(total && {total}),
		...(program && {program}),
		slots: (report ?? assignment)?.slots ?? [],
		live: live.map((buffer) => described(buffer, shapes, ops, places)),
		...(named?.chip !== undefined && {
			chip: textFact('chip.id', named.chip, {evidence: named.evidence, line: 1, quote: named.chip}),
		}),
		place,
	};
}

function described(
	buffer: LiveBuffer,
	shapes: Readonly<Record<string, string>>,
	ops: Readonly<Record<string, string>>,
	places: Dump['places'],
): LiveBuffer {
	const instruction = buffer.name.replace(/\{[\d,]*\}$/, '');
	const shape = buffer.shape ?? shapes[buffer.name] ?? shapes[instruction];
	const op = buffer.op ?? ops[buffer.name] ?? ops[instruction];
	const place = buffer.place ?? places[buffer.name] ?? places[instruction];
	return {...buffer, ...(shape !== undefined && {shape}), ...(op !== undefined && {op}), ...(place && {place})};
}

function ownerOf(listing: Listing, incidents: readonly Incident[]): Incident | undefined {
	const candidates = incidents.filter((incident) => incident.code === 'E1000' && incident.space !== 'vmem');
	const total = listing.total?.value;
	if (total?.kind !== 'size') return candidates.length === 1 ? candidates[0] : undefined;
	return candidates.find((incident) =>
		incident.facts.some(
			({name, value}) => name === 'hbm.used' && value.kind === 'size' && overlaps(value.bytes, total.bytes),
		),
	);
}

function enriched(incident: Incident, listing: Listing): Incident {
	return {
		...incident,
		facts: [...incident.facts, ...(listing.chip ? [listing.chip] : [])],
		slots: incident.slots.length > 0 && listing.slots.length === 0 ? incident.slots : listing.slots,
		live: listing.live.length > 0 ? listing.live : incident.live,
		...(listing.program && {program: listing.program}),
	};
}

function incidentOf(listing: Listing, number: number): Incident {
	const {total, chip} = listing;
	const place = total?.origin.by === 'reader' ? total.origin.place : listing.place;
	const said = (name: string, text: string): Fact => textFact(name, text, place);
	return {
		id: String(number),
		code: 'E1000',
		form: 'dump',
		space: 'hbm',
		at: place,
		occurrences: 1,
		hosts: [],
		facts: [
			said('code', 'E1000'),
			said('incident.form', 'dump'),
			said('space', 'hbm'),
			...(total ? [total] : []),
			...(chip ? [chip] : []),
		],
		allocations: [],
		arguments: [],
		slots: listing.slots,
		live: listing.live,
		hints: [],
		...(listing.program && {program: listing.program}),
	};
}

function textFact(name: string, text: string, place: Place): Fact {
	return {name, value: {kind: 'text', text}, origin: {by: 'reader', reader: 'dump', place}};
}
