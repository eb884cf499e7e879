import type {Diagnosis, RankedRemedy, Restart} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {printSize} from '../model/size.js';
import {heading, paragraph, strong} from './blocks.js';
import {howBlocks, placesOf} from './how.js';
import {bytesText, closingText, DECISION, freesText, gapOf, SAFETY} from './phrases.js';

/** What to do, restart by restart, as a checklist, with what to watch and what to do if it fails. */
export function planBlocks(diagnosis: Diagnosis): Block[] {
	const {plan} = diagnosis;
	const blocks: Block[] = [heading(2, 'What to do')];
	const gap = gapOf(plan);
	const headroom = plan.headroom > 0 ? `, plus ${printSize(plan.headroom)} of headroom` : '';
	if (gap) blocks.push(paragraph('To free: ', strong(bytesText(gap)), `${headroom}.`));
	for (const [index, restart] of plan.restarts.entries()) blocks.push(...restartBlocks(restart, index, diagnosis));
	if (plan.restarts.length > 0 && plan.toFree) blocks.push(paragraph(closingText(plan)));
	if (plan.needs) blocks.push(paragraph(plan.needs));
	if (plan.restarts.length === 0 && !plan.needs)
		blocks.push(paragraph('No step is chosen. The remedies below are in order, the most promising first.'));
	return blocks;
}

function restartBlocks(restart: Restart, index: number, diagnosis: Diagnosis): Block[] {
	const {plan} = diagnosis;
	const lacking = plan.toFree !== undefined;
	const count = plan.restarts.length;
	const {edit, run} = index === 0 ? placesOf(restart.steps, diagnosis) : {};
	const brings = restart.brings ? `, expected to free ${bytesText(restart.brings)}` : '';
	return [
		heading(3, `${restartName(index, count)}${brings}`),
		{
			kind: 'checklist',
			items: restart.steps.map((step) => ({
				done: false,
				blocks: stepBlocks(step, lacking),
			})),
		},
		...(edit === undefined ? [] : [paragraph(strong('Where: '), `${edit}.`)]),
		...(run === undefined ? [] : [paragraph(strong('Run: '), run)]),
		paragraph(strong('Watch: '), restart.watch),
		paragraph(restart.fallback),
	];
}

function restartName(index: number, count: number): string {
	if (count === 1) return 'One restart';
	return index === 0 ? 'First restart' : `Restart ${index + 1}, if needed`;
}

/** `lacking`: whether memory is short at all; a mismatch needs no step that frees some. */
function stepBlocks(step: RankedRemedy, lacking: boolean): Block[] {
	const {remedy} = step;
	const blocks: Block[] = [
		paragraph(strong(remedy.title), ` (\`${remedy.id}\`)`),
		...step.because.map((reason) => paragraph(reason)),
	];
	const figures = [`Safety: ${SAFETY[remedy.safety]}. ${remedy.safetyNote}`];
	if (lacking) figures.unshift(freesText(step));
	if (step.knob?.each !== undefined) figures.splice(1, 0, step.knob.each);
	if (remedy.costs.length > 0) figures.push(`Cost: ${remedy.costs.join('; ')}.`);
	if (step.decision) figures.push(`Your decision: ${DECISION[step.decision]}.`);
	blocks.push({kind: 'list', ordered: false, items: figures.map((line) => [paragraph(line)])});
	if (step.note) blocks.push(paragraph(strong('Note: '), {kind: 'text', text: step.note}));
	blocks.push(...howBlocks(remedy.body), paragraph(strong('Check: '), remedy.verify));
	return blocks;
}
