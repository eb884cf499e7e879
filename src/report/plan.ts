import type {Diagnosis, RankedRemedy, Restart} from '../model/diagnosis.js';
import {code, type Block} from '../model/document.js';
import {knobText} from '../model/knob-text.js';
import type {Interval} from '../model/interval.js';
import {heading, paragraph, strong} from './blocks.js';
import type {ReportContext} from './context.js';
import {bytesText, closingText, DECISION, freesText, SAFETY} from './phrases.js';

/** What to do, restart by restart, as a checklist, with what to watch and what to do if it does not come true. */
export function planBlocks(diagnosis: Diagnosis, context: ReportContext): Block[] {
	const {plan} = diagnosis;
	const blocks: Block[] = [heading(2, 'What to do')];
	if (plan.toFree) {
		blocks.push(paragraph('To free: ', strong(bytesText(plan.toFree)), `${partsText(plan.toFree, plan.headroom)}.`));
	}
	for (const [index, restart] of plan.restarts.entries())
		blocks.push(...restartBlocks(restart, index, diagnosis, context));
	if (plan.restarts.length > 0 && plan.toFree) blocks.push(paragraph(closingText(plan)));
	if (plan.needs) blocks.push(paragraph(plan.needs));
	if (plan.restarts.length === 0 && !plan.needs)
		blocks.push(paragraph('No step is chosen. The most promising of the remedies below come first.'));
	return blocks;
}

/** What the bytes to free are made of: a figure that is larger than what the log says is missing must say why. */
function partsText({low, high}: Interval, headroom: number): string {
	if (headroom <= 0) return '';
	const missing = bytesText({low: low - headroom, high: high - headroom});
	return `: ${missing} that are missing and ${bytesText({low: headroom, high: headroom})} of head-room`;
}

function restartBlocks(restart: Restart, index: number, {plan}: Diagnosis, context: ReportContext): Block[] {
	const lacking = plan.toFree !== undefined;
	const count = plan.restarts.length;
	const brings = restart.brings ? `, expected to free ${bytesText(restart.brings)}` : '';
	return [
		heading(3, `${restartName(index, count)}${brings}`),
		{
			kind: 'checklist',
			items: restart.steps.map((step) => ({
				done: false,
				blocks: [
					...stepBlocks(step, lacking, context),
					...(index === 0 && context.detail === 'brief' ? briefHow(step) : []),
				],
			})),
		},
		paragraph(strong('Watch: '), restart.watch),
		paragraph(restart.fallback),
	];
}

function restartName(index: number, count: number): string {
	if (count === 1) return 'One restart';
	return index === 0 ? 'First restart' : `Restart ${index + 1}, if it is still needed`;
}

/** `lacking`: whether memory is short at all; a mismatch needs no step that frees some. */
function stepBlocks(step: RankedRemedy, lacking: boolean, {detail}: ReportContext): Block[] {
	const {remedy} = step;
	const blocks: Block[] = [
		paragraph(strong(remedy.title), ` (\`${remedy.id}\`)`),
		...(step.knob && detail === 'brief' ? [paragraph(strong('Setting: '), code(knobText(step.knob)))] : []),
		...step.because.map((reason) => paragraph(reason)),
	];
	const figures = [`Safety: ${SAFETY[remedy.safety]}. ${remedy.safetyNote}`];
	if (lacking) figures.unshift(freesText(step.estimate));
	if (remedy.costs.length > 0) figures.push(`Cost: ${remedy.costs.join('; ')}.`);
	if (step.decision && detail !== 'brief') figures.push(`Your decision: ${DECISION[step.decision]}.`);
	blocks.push({kind: 'list', ordered: false, items: figures.map((line) => [paragraph(line)])});
	if (step.note) blocks.push(paragraph(strong('Note: '), {kind: 'text', text: step.note}));
	if (detail !== 'brief') blocks.push(...howBlocks(remedy.body), paragraph(strong('Check: '), remedy.verify));
	return blocks;
}

/** Most lines of a command that stands in a brief plan. */
const FEW_LINES = 6;

/** The first command or snippet of a step without what only surrounds it, where that is short; a longer one is on its page. */
function briefHow({remedy}: RankedRemedy): Block[] {
	const code = howBlocks(remedy.body).find((block) => block.kind === 'code');
	if (!code) return [];
	const whole = code.text.split('\n').filter((line) => !/^\s*(?:#.*|import .*|from \S+ import .*)?$/.test(line));
	// A page of flags lists those to try one at a time; the plan begins with the first.
	const lines = remedy.oneByOne ? whole.slice(0, 1) : whole;
	const isShort = lines.length > 0 && lines.length <= FEW_LINES;
	return isShort ? [{...code, text: lines.join('\n')}] : [paragraph(`How: \`xla-triage explain ${remedy.id}\`.`)];
}

/** The part of a page that says how it is done: from its heading `How …` to the next heading of that level. */
export function howBlocks(body: readonly Block[]): Block[] {
	const start = body.findIndex(
		(block) => block.kind === 'heading' && /^how\b(?! to (?:verify|check))/i.test(titleOf(block)),
	);
	if (start < 0) return [];
	const first = body[start];
	const level = first?.kind === 'heading' ? first.level : 2;
	const rest = body.slice(start + 1);
	const end = rest.findIndex((block) => block.kind === 'heading' && block.level <= level);
	// Inside a checklist a heading would look like a new chapter of the report.
	return (end < 0 ? rest : rest.slice(0, end)).map((block) =>
		block.kind === 'heading' ? paragraph(strong(titleOf(block))) : block,
	);
}

function titleOf(block: Block): string {
	return block.kind === 'heading' ? block.text.map((run) => run.text).join('') : '';
}
