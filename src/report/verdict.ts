import type {Diagnosis} from '../model/diagnosis.js';
import type {Block, Inline} from '../model/document.js';
import type {Visit} from '../model/walk.js';
import {heading, paragraph, strong} from './blocks.js';
import type {ReportContext} from './context.js';
import {answerText} from './phrases.js';

/** The verdict, and why: the reasons in the user's figures, and how each question on the way was settled. */
export function verdictBlocks(diagnosis: Diagnosis, {detail, fill}: ReportContext): Block[] {
	const [verdict, ...reasons] = diagnosis.because;
	const blocks: Block[] = [heading(2, 'Why this verdict')];
	if (verdict !== undefined) blocks.push(paragraph(verdict));
	const {trail, at} = diagnosis.walk;
	const asked = trail.filter((visit) => visit.by !== 'moot');
	const told = new Set(asked.map((visit) => visit.because));
	const items = [
		...asked.map((visit) => visitText(visit, (template) => fill(template, diagnosis), detail)),
		...reasons.filter((reason) => !told.has(reason)).map((reason) => [reason]),
	];
	if (items.length > 0) {
		blocks.push({kind: 'list', ordered: false, items: items.map((parts) => [paragraph(...parts)])});
	}
	if (at.kind === 'question') {
		const said = (template: string): string => fill(template, diagnosis);
		blocks.push(
			paragraph(strong('Open: '), said(at.ask), ' ', said(at.why)),
			paragraph(strong('How to find out: '), said(at.how)),
		);
		if (at.command !== undefined) blocks.push({kind: 'code', language: 'sh', text: at.command});
	}
	return blocks;
}

/** Question and answer together; on a terminal the reason alone says it, where the evidence answered in the user's figures. */
function visitText(
	visit: Visit,
	fill: (template: string) => string,
	detail: ReportContext['detail'],
): (string | Inline)[] {
	if (visit.by === 'evidence' && detail === 'brief') return [visit.because];
	const answer = fill(answerText(visit));
	const said = visit.by === 'user' || answer.startsWith(visit.because);
	return [`${fill(visit.node.ask)} `, strong(answer), said ? '' : `: ${visit.because}`];
}
