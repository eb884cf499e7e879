import type {Diagnosis} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {bullets, heading, paragraph, strong, table} from './blocks.js';
import type {ReportContext} from './diagnosis.js';
import {answerText} from './phrases.js';

/** The verdict, and why: the reasons in the user's figures, and how each question on the way was settled. */
export function verdictBlocks(diagnosis: Diagnosis, {detail}: ReportContext): Block[] {
	const [verdict, ...reasons] = diagnosis.because;
	const blocks: Block[] = [heading(2, 'Why this verdict')];
	if (verdict !== undefined) blocks.push(paragraph(verdict));
	if (reasons.length > 0) blocks.push(bullets(reasons));
	const {trail, at} = diagnosis.walk;
	if (detail === 'full' && trail.length > 0) {
		blocks.push(
			table(
				'll',
				['Question', 'Answer'],
				trail.map((visit) => [visit.node.ask, answerText(visit)]),
			),
		);
	}
	if (at.kind === 'question') {
		blocks.push(paragraph(strong('Open: '), at.ask, ' ', at.why), paragraph(strong('How to find out: '), at.how));
		if (at.command !== undefined) blocks.push({kind: 'code', language: 'sh', text: at.command});
	}
	return blocks;
}
