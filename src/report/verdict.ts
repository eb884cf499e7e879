import type {Diagnosis} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {bullets, heading, paragraph, strong} from './blocks.js';
import type {ReportContext} from './diagnosis.js';
import type {Visit} from '../model/walk.js';
import {answerText} from './phrases.js';

/** The verdict, and why: the reasons in the user's figures, and how each question on the way was settled. */
export function verdictBlocks(diagnosis: Diagnosis, {detail}: ReportContext): Block[] {
	const [verdict, ...reasons] = diagnosis.because;
	const blocks: Block[] = [heading(2, 'Why this verdict')];
	if (verdict !== undefined) blocks.push(paragraph(verdict));
	if (reasons.length > 0) blocks.push(bullets(reasons));
	const {trail, at} = diagnosis.walk;
	if (detail === 'full' && trail.length > 0) {
		blocks.push(paragraph('Questions on the way:'), {kind: 'list', ordered: false, items: trail.map(visitBlocks)});
	}
	if (at.kind === 'question') {
		blocks.push(paragraph(strong('Open: '), at.ask, ' ', at.why), paragraph(strong('How to find out: '), at.how));
		if (at.command !== undefined) blocks.push({kind: 'code', language: 'sh', text: at.command});
	}
	return blocks;
}

function visitBlocks(visit: Visit): Block[] {
	const question = paragraph(strong(visit.node.ask), ' ', `${answerText(visit)}.`);
	return visit.because === '' ? [question] : [question, paragraph(visit.because)];
}
