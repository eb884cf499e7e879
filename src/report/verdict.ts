import type {Diagnosis} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {bullets, heading, paragraph, strong} from './blocks.js';
import type {ReportContext} from './diagnosis.js';
import {answerText} from './phrases.js';

/** The verdict, and why: the reasons in the user's figures, and how each question on the way was settled. */
export function verdictBlocks(diagnosis: Diagnosis, {fill, detail}: ReportContext): Block[] {
	const blocks: Block[] = [heading(2, 'Why this verdict'), paragraph(fill(diagnosis.verdict.says, diagnosis))];
	if (diagnosis.because.length > 0) blocks.push(bullets(diagnosis.because));
	const trail = diagnosis.walk.trail.filter(
		(visit) => detail === 'full' || visit.by === 'open' || visit.by === 'unsure',
	);
	if (trail.length > 0) {
		blocks.push(paragraph(detail === 'full' ? 'Questions on the way:' : 'Left open, and what it could change:'));
		blocks.push({
			kind: 'list',
			ordered: false,
			items: trail.map((visit) => {
				const lines = [paragraph(strong(visit.node.ask), ' ', `${answerText(visit)}.`)];
				if (detail === 'full' && visit.because !== '') lines.push(paragraph(visit.because));
				if (visit.by === 'open') lines.push(paragraph(visit.node.how));
				return lines;
			}),
		});
	}
	return blocks;
}
