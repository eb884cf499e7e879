import {middle, type Interval} from '../model/interval.js';
import type {Analysis, Buffer} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import type {Incident, Reading} from '../model/incident.js';
import {FORWARD_WORK} from '../model/job.js';
import {jobFacts, jobOfIncident} from '../model/jobs-of.js';
import type {Playbook} from '../model/playbook.js';
import {NO_PROGRAM} from '../model/program.js';
import {aliveGroups, aliveSentence} from './alive.js';
import {buffersOf, covers, reported} from '../program/list/buffers.js';
import {capacityFacts} from './capacity.js';
import {textFact, truthFact} from './derived.js';
import {groupsOf} from './groups.js';
import {kernelFacts} from './kernel.js';
import {Known} from '../model/known.js';
import {largestFacts} from './largest.js';
import {logitsFacts} from './logits.js';
import {memoryOverTime} from './memory-over-time.js';
import {missingIn} from './missing.js';
import {momentFacts} from './moment.js';
import {mismatchFacts} from './parameter.js';
import {signFacts} from './passes.js';
import {buffersOfProgram, termsOfProgram} from './program-buffers.js';
import {dominantFact, kindFacts, listsOf, paddingFacts} from './projections.js';
import {forwardOnly} from './returned.js';
import {runtimeFacts} from './runtime.js';
import {halvesOf, partsOf, shareFacts, type Halves} from './shares.js';
import {programOfList, type Surroundings} from '../program/list/index.js';
import {slotTables} from '../program/list/slots.js';
import {splitFacts} from './split.js';
import {storyOf, totalsOf} from './story.js';
import {useFacts} from './uses.js';

export {aliveGroups} from './alive.js';

/** What is known before a log is read. */
export type Knowledge = Pick<Playbook, 'chips' | 'patterns'>;

/**
 * All that follows from one incident. Interpretation happens here and nowhere else: readers only read. A derived fact is
 * absent when the log does not show it, and each names the rule and the facts or lists (`allocations`,
 * `arguments`, `slots`, `live`, `hints`) that it comes from.
 */
export function analyse(incident: Incident, reading: Reading, knowledge: Knowledge): Analysis {
	const {chips} = knowledge;
	const found = jobOfIncident(reading, incident);
	const read = [...incident.facts, ...reading.facts, ...(found ? jobFacts(found) : [])];
	const tables = slotTables(incident);
	const size = capacityFacts(read, chips);
	const known = new Known([...read, ...size]);
	const used = known.range('hbm.used');
	// What a dump shows is known; lists are read only where there is none.
	const dumped = incident.program && incident.program.terms.length > 0 ? incident.program : undefined;
	const buffers = dumped ? buffersOfProgram(dumped) : buffersOf(incident, tables, used && middle(used));
	const named = buffers.some((buffer) => buffer.from === 'slot') ? [...buffers, ...reported(incident)] : buffers;
	const halves = halvesOf(known, tables);
	const listed = dumped ? undefined : programOfList(buffers, tables, knowledge.patterns, surroundingsOf(known, halves));
	const program = dumped ?? listed?.program ?? NO_PROGRAM;
	const groups = groupsOf(
		listed?.listed ?? termsOfProgram(buffers),
		program,
		!FORWARD_WORK.has(known.text('job.workload') ?? ''),
	);
	// Batch, sharding or donation say nothing about the memory of a core.
	const hbm = incident.space === undefined || incident.space === 'hbm';
	const held = {incident, known, program, groups, named, buffers, tables, halves};
	const derived: readonly Fact[] = [
		...size,
		// A size without a shape says how much, and nothing of what it is.
		truthFact('list.known', buffers.some(tellsWhat), {rule: 'whether buffers are listed', from: listsOf(buffers)}),
		...coverFacts(buffers, dumped !== undefined, used),
		...shareFacts(halves, known),
		...largestFacts(buffers, known),
		...paddingFacts(buffers, known),
		...signFacts(named, incident, forwardOnly(held)),
		...(hbm ? kindFacts(known, buffers, groups, program, listed?.labels ?? []) : []),
		...(hbm ? useFacts(held) : []),
		...servingFacts(known),
		...(hbm ? logitsFacts(known, knowledge.patterns, buffers.some(tellsWhat)) : []),
		...kernelFacts(incident, known),
		...runtimeFacts(incident, known, chips),
		...momentFacts(incident, known),
		...splitFacts(known),
		...mismatchFacts(known),
	];
	// A program that is given a cache of keys and values does not train.
	const decodes = !known.has('job.workload') && new Known(derived).holds('cache.suspected') === true;
	const inference = textFact('job.workload', 'inference', {rule: 'a cache is given', from: ['cache.suspected']});
	const job = found && decodes ? {...found, workload: inference} : found;
	const told = [...read, ...derived, ...(decodes ? [inference] : [])];
	const facts = [...told, ...dominantFact(new Known(told))];
	const all = new Known(facts);
	const parts = partsOf(all, halves);
	const memory = dumped && memoryOverTime(dumped);
	const alive = aliveGroups(reading.profile);
	const sentence = aliveSentence(alive);
	const donatable = all.range('donation.possible');
	const totals = totalsOf({known: all, parts});
	const cause = derived.find((fact) => fact.name === 'allocation.cause')?.value.text;
	return {
		incident,
		...(job && {job}),
		facts,
		buffers,
		program: donatable && listed ? {...program, donatable} : program,
		groups,
		parts,
		...(memory && {memory}),
		...(alive.length > 0 && {alive}),
		story: [...storyOf({incident, known: all, buffers, groups, parts}), ...(sentence === undefined ? [] : [sentence])],
		...(totals === undefined ? {} : {totals}),
		...(cause === 'capacity' || cause === 'fragmentation' || cause === 'unknown' ? {allocationCause: cause} : {}),
		missing: missingIn(incident, reading, buffers, all),
	};
}

function surroundingsOf(known: Known, halves: Halves | undefined): Surroundings {
	const [name, chip] = [known.text('program.name'), known.text('chip.id')];
	const [total, capacity] = [known.range('hbm.used'), known.range('hbm.capacity')];
	const inside = known.range('hbm.temp') ?? halves?.temporaries;
	return {
		sides: {...(inside && {inside}), ...(halves && {outside: halves.outside})},
		...(name === undefined ? {} : {name}),
		...(chip === undefined ? {} : {chip}),
		...(total ? {total} : {}),
		...(capacity ? {capacity} : {}),
	};
}

function tellsWhat({shape, op, label}: Buffer): boolean {
	return shape !== undefined || op !== undefined || label !== undefined;
}

/** `list.covers`: whether its silence means something. A dump and a profile are whole; a report shows what is largest. */
function coverFacts(buffers: readonly Buffer[], dumped: boolean, used: Interval | undefined): readonly Fact[] {
	if (!buffers.some(tellsWhat)) return [];
	const whole = dumped || buffers.some(({from}) => from === 'live');
	const from = [...listsOf(buffers), ...(whole || !used ? [] : ['hbm.used'])];
	return [truthFact('list.covers', whole || covers(buffers, used), {rule: 'half of the need is listed', from})];
}

/** Engines that serve models name themselves in the log; their absence proves nothing. */
function servingFacts(known: Known): readonly Fact[] {
	const ground = {rule: 'a serving engine', from: ['job.workload']};
	return known.text('job.workload') === 'serving' ? [truthFact('serving.seen', true, ground)] : [];
}
