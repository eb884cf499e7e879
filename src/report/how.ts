import type {Diagnosis, RankedRemedy} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {editLanguage} from '../model/remedy.js';
import {withChanges} from '../model/with-changes.js';
import {paragraph, strong} from './blocks.js';

type Code = Extract<Block, {kind: 'code'}>;

/** Most lines of a command in a report that has to be short. */
const FEW_LINES = 6;

/**
 * What to type for a step: the user's own setting or command, or the edit that the page names, or the first snippet of the page without imports and
 * comments. Undefined where none is short. Of a page of flags that are tried one at a time, the first line is what to type.
 */
export function typed({remedy, knob}: RankedRemedy): Code | undefined {
	// The user's own command or setting comes before the general way.
	if (knob && rowsOf(knob.how) <= FEW_LINES) return {kind: 'code', language: knob.code, text: knob.how};
	if (remedy.edit !== undefined) return {kind: 'code', language: editLanguage(remedy.edit), text: remedy.edit};
	const code = howBlocks(remedy.body).find((block) => block.kind === 'code');
	if (!code) return undefined;
	const whole = code.text.split('\n').filter((line) => !/^\s*(?:#.*|import .*|from \S+ import .*)?$/.test(line));
	const lines = remedy.oneByOne ? whole.slice(0, 1) : whole;
	return lines.length > 0 && lines.length <= FEW_LINES ? {...code, text: lines.join('\n')} : undefined;
}

/** For edits of code: the user's own line in the traceback, and the command to run again, as far as the log shows them. */
export function placesOf(
	steps: readonly RankedRemedy[],
	{analysis, plan: {restarts}}: Diagnosis,
): {edit?: string; run?: string} {
	const isEdit = steps.some((step) => step.role !== 'inform' && typed(step)?.language !== 'sh');
	if (!isEdit) return {};
	const [frame, command] = [analysis.job?.userFrame?.value.text, analysis.job?.command?.value.text];
	const at = restarts.findIndex((restart) => restart.steps.some((one) => steps.includes(one)));
	const before = restarts.slice(0, at + 1).flatMap((restart) => restart.steps);
	const changes = (at < 0 ? steps : before).flatMap(({knob}) => knob?.set ?? []);
	const isTyped = command !== undefined && steps.some((step) => typed(step)?.text.includes(command));
	return {
		...(frame !== undefined && {edit: `\`${frame}\` is your line in the traceback`}),
		...(command !== undefined && !isTyped && {run: `\`${withChanges(command, changes)}\``}),
	};
}

/** Rows that a text takes on a usual terminal. */
function rowsOf(text: string): number {
	return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 74)), 0);
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
