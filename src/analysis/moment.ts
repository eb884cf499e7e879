/** What was going on when a request failed at run time: from the traceback above it, where there is one. */
import type {Fact} from '../model/fact.js';
import type {Hint, Incident} from '../model/incident.js';
import {textFact, truthFact} from './derived.js';
import type {Known} from '../model/known.js';

/** Kinds of frames, and what they say was being allocated. */
const DURING: readonly {readonly kind: Hint['kind']; readonly during: string}[] = [
	{kind: 'restoring_checkpoint', during: 'restoring'},
	{kind: 'saving_checkpoint', during: 'checkpoint'},
	{kind: 'placing_array', during: 'placing'},
	{kind: 'running_program', during: 'output'},
];

/** `allocation.during`, `during.words`, `saving.checkpoint`, `checkpoint.converts`, `second.run`, `start.words`; each only where a frame shows it. */
export function momentFacts(incident: Incident, known: Known): readonly Fact[] {
	if (incident.code !== 'E0100') return [];
	return [...duringFacts(incident, known), ...startFacts(incident)];
}

function duringFacts(incident: Incident, known: Known): readonly Fact[] {
	// The message itself says that outputs were meant.
	if (known.has('replica')) return [];
	const found = DURING.flatMap(({kind, during}) => {
		const hint = incident.hints.find((one) => one.kind === kind);
		return hint ? [{hint, during}] : [];
	})[0];
	if (!found) return [];
	const {hint, during} = found;
	const words = quoted(hint);
	const ground = {rule: 'what the traceback shows', from: ['hints'], note: `The traceback shows it: ${words}.`};
	const converts = incident.hints.find(({kind}) => kind === 'converting_checkpoint');
	const named = converts && {...ground, note: `The traceback names a conversion: ${quoted(converts)}.`};
	return [
		textFact('allocation.during', during, ground),
		textFact('during.words', words, ground),
		truthFact('saving.checkpoint', during === 'restoring' || during === 'checkpoint', ground),
		...(named ? [truthFact('checkpoint.converts', true, named)] : []),
	];
}

function startFacts(incident: Incident): readonly Fact[] {
	const start = incident.hints.find(({kind}) => kind === 'started_script');
	if (!start) return [];
	const words = quoted(start);
	const note = `The traceback begins where a process begins: ${words}.`;
	const ground = {rule: 'outermost frame of the traceback', from: ['hints'], note};
	return [truthFact('second.run', false, ground), textFact('start.words', words, ground)];
}

const LONGEST = 90;

/** `line 15, "return ckptr.restore(checkpoint_path, …"`. */
function quoted({place}: Hint): string {
	const words = place.quote
		.trim()
		.replace(/^\.\.\.|\s+/g, ' ')
		.replaceAll('"', "'")
		.trim();
	const short = words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words;
	return `line ${place.line}, "${short}"`;
}
