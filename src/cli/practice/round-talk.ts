import {createConditions} from '../../engine/index.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import type {Drill} from '../../model/drill.js';
import {resolve, type Fact} from '../../model/fact.js';
import type {Reading} from '../../model/incident.js';
import {
	answersOf,
	nextHintCost,
	playRound,
	TOOL_FACTS,
	truthOf,
	type Round,
	type RoundEvent,
	type RoundItem,
	type RoundState,
} from '../../plan/practice/index.js';
import {readText} from '../../readers/index.js';
import {bullets, heading, paragraph, strong} from '../../report/index.js';
import {counted} from '../../report/phrases.js';
import {diagnoseReading, type Desk} from '../desk.js';
import {decisionShown, logShown} from './log-shown.js';
import type {Talk} from './talk.js';

/** What the program itself makes of a drill. */
export interface Solved {
	readonly reading: Reading;
	readonly diagnoses: readonly Diagnosis[];
	/** Everything derived, resolved. */
	readonly facts: ReadonlyMap<string, Fact>;
}

/** Reads and diagnoses a drill's log as if a user had passed it. */
export function solve(desk: Desk, drill: Drill): Solved {
	const reading = readText(drill.log.name, drill.log.text, desk.playbook.frameworks);
	const diagnoses = diagnoseReading(desk, reading);
	return {reading, diagnoses, facts: resolve(truthOf(reading, diagnoses[0]))};
}

/** Asks a round, question by question; undefined when it is left before its end. Each question is explained once it is answered, not before. */
export async function talkRound(desk: Desk, round: Round, talk: Talk): Promise<RoundState | undefined> {
	const events: RoundEvent[] = [];
	let shown: Drill | undefined;
	for (let state = playRound(round, events); !state.over; state = playRound(round, events)) {
		const item = round.items[state.at];
		if (!item) break;
		if (item.drill !== shown) handOver(item.drill, round, talk);
		shown = item.drill;
		ask(item, state, round, talk);
		const event = await typedEvent(item, round, state, talk);
		if (!event) return undefined;
		events.push(event);
		const after = playRound(round, events);
		if (event.type === 'hint') talk.lines(`Hint: ${after.hints.at(-1) ?? ''}`, '');
		else explain(desk, item, event.answer, after, talk);
	}
	return playRound(round, events);
}

function handOver(drill: Drill, round: Round, talk: Talk): void {
	const title = round.id === drill.id ? `${drill.title} (level ${drill.level})` : `From the drill "${drill.title}"`;
	talk.show(heading(1, title), paragraph(drill.story));
	talk.lines(...logShown(drill, talk.width), '');
}

function ask(item: RoundItem, state: RoundState, round: Round, talk: Talk): void {
	if (state.hints.length > 0) return; // it is above, with the hint
	const {question} = item;
	talk.show(heading(2, `Question ${state.at + 1} of ${round.items.length}: ${question.ask}`));
	if (item.options) {
		talk.lines(...item.options.map(({label}, place) => `  ${place + 1}. ${label}`), '');
	}
}

async function typedEvent(
	item: RoundItem,
	round: Round,
	state: RoundState,
	talk: Talk,
): Promise<RoundEvent | undefined> {
	const last = answersOf(item);
	const what = item.options ? `Answer (1 to ${last})` : `Number of the line (1 to ${last})`;
	const cost = nextHintCost(round, state);
	const hint = cost === undefined ? '' : `; h hint (-${cost} points)`;
	for (;;) {
		const typed = await talk.ask(`${what}${hint}; l log; q leave: `);
		if (typed === undefined || typed === 'q') return undefined;
		if (typed === 'h' && cost !== undefined) return {type: 'hint'};
		const [, from, to] = /^l(?:\s+(\d+)(?:\s*-\s*(\d+))?)?$/.exec(typed) ?? [undefined];
		if (typed.startsWith('l')) {
			const start = from === undefined ? 1 : Number(from);
			const end = to === undefined ? (from === undefined ? last + item.drill.log.text.length : start) : Number(to);
			talk.lines(...logShown(item.drill, talk.width, start, end), '');
			continue;
		}
		if (/^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= last)
			return {type: 'answer', answer: Number(typed)};
		talk.lines(`Type a number from 1 to ${last}${cost === undefined ? '' : ', h for a hint'}, l for the log, or q.`);
	}
}

/** What was right and why, with the line that decides; then what the program derives. */
function explain(desk: Desk, item: RoundItem, answer: number, state: RoundState, talk: Talk): void {
	const mark = state.marks.at(-1);
	const points = counted(mark?.points ?? 0, 'point');
	const right = mark?.right === true;
	talk.show(paragraph(strong(right ? `Right: ${points}.` : `No: ${points}.`)));
	if (item.options) {
		const chosen = item.options[answer - 1];
		const truth = item.options.find((option) => option.right);
		if (!right && chosen) {
			talk.show(paragraph(strong(`${chosen.label}? `), chosen.because), bullets([decisionShown(chosen.decides)]));
		}
		if (truth) {
			talk.show(paragraph(strong(`${truth.label}. `), truth.because), bullets([decisionShown(truth.decides)]));
		}
		if (truth?.holds) tell(desk, item.drill, truth.holds.source, talk);
		return;
	}
	const [deciding] = item.question.lines;
	talk.show(paragraph(item.question.because), bullets([decisionShown(deciding)]));
}

/** The facts that decide, as the program derived them from this log. */
function tell(desk: Desk, drill: Drill, condition: string, talk: Talk): void {
	const check = createConditions([...desk.playbook.facts, ...TOOL_FACTS]).check(condition);
	if (!check.ok) return;
	const {facts} = solve(desk, drill);
	const labels = new Map(desk.playbook.facts.map(({name, label}) => [name, label]));
	const derived = check.facts.flatMap((name) => {
		const fact = facts.get(name);
		const label = labels.get(name);
		if (!fact || label === undefined) return [];
		const line = fact.origin.by === 'reader' ? ` (line ${fact.origin.place.line})` : '';
		return [`${label}: ${fact.value.text}${line}`];
	});
	if (derived.length > 0) talk.show(paragraph(`The program finds: ${derived.join('; ')}.`));
}
