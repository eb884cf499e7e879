import type {Diagnosis} from '../model/diagnosis.js';
import type {Block, Inline} from '../model/document.js';
import type {Fact} from '../model/fact.js';
import type {Visit} from '../model/walk.js';
import {heading, paragraph, strong} from './blocks.js';
import type {ReportContext} from './context.js';
import {answerText} from './phrases.js';

/** The verdict, and why: the reasons in the user's figures, and how each question on the way was settled. */
export function verdictBlocks(diagnosis: Diagnosis, fill: ReportContext['fill']): Block[] {
	const [verdict, ...reasons] = diagnosis.because;
	const blocks: Block[] = [heading(2, 'Why this verdict')];
	if (verdict !== undefined) blocks.push(paragraph(verdict));
	const {trail, at} = diagnosis.walk;
	const say = (template: string): string => fill(template, diagnosis);
	const asked = trail.filter((visit) => visit.by !== 'moot');
	const told = new Set(asked.map((visit) => visit.because));
	const items = [
		...asked.map((visit) => visitText(visit, diagnosis.walk.facts, say)),
		...reasons.filter((reason) => !told.has(reason)).map((reason) => [reason]),
	];
	if (items.length > 0) {
		blocks.push({kind: 'list', ordered: false, items: items.map((parts) => [paragraph(...parts)])});
	}
	if (at.kind === 'question') {
		blocks.push(
			paragraph(strong('Open: '), say(at.ask), ' ', say(at.why)),
			paragraph(strong('How to find out: '), say(at.how)),
		);
		if (at.command !== undefined) blocks.push({kind: 'code', language: 'sh', text: at.command});
	}
	return blocks;
}

/** Question and answer together, with the reason where the answer doesn't say it. */
function visitText(visit: Visit, facts: readonly Fact[], fill: (template: string) => string): (string | Inline)[] {
	const answer = fill(answerText(visit, facts));
	const said = visit.by === 'user' || answer.startsWith(visit.because);
	return [`${fill(visit.node.ask)} `, strong(answer), said ? '' : `: ${visit.because}`];
}
