import type {Diagnosis, Estimate, KnobAdvice, RankedRemedy} from '../../model/diagnosis.js';
import type {Fact} from '../../model/fact.js';
import {printSize} from '../../model/size.js';
import {isCall, knobText, withPartners} from '../../model/knob-text.js';
import {heading} from '../blocks.js';
import type {ReportContext} from '../context.js';
import {madeText} from '../happened.js';
import {placesOf, typed} from '../how.js';
import {bytesText, closingText, codeText, estimateText, freesWord, isSeen} from '../phrases.js';
import type {PlainOptions} from '../plain.js';
import {memoryRows, memoryTotals} from './memory.js';
import {Page} from './page.js';
import {quotation} from './quotation.js';

/** Rows of the whole report. */
export const MOST_ROWS = 40;
/** The command of the first step is above this row. */
export const COMMAND_ROW = 25;

/** What a report for one screen needs beside the diagnosis: how the report was asked for, for the hint to more. */
export interface OneScreenContext extends Pick<ReportContext, 'fill'> {
	/** Arguments after `xla-triage diagnose` that name the evidence: `train.log`. */
	readonly log: string;
	/** Failures that are not shown, a line each. */
	readonly also: readonly string[];
}

/**
 * The report on one screen of 40 rows: what failed and by how much, the user's line, where memory goes, why, what to do first with what to type,
 * what comes next. What does not fit gives way from the end of its own section.
 */
export function oneScreen(diagnosis: Diagnosis, context: OneScreenContext, options: PlainOptions): string {
	const page = new Page(options);
	const lacking = diagnosis.plan.toFree !== undefined;
	page.add(
		page.text(
			[codeText(diagnosis), context.fill(diagnosis.verdict.title, diagnosis)].filter(Boolean).join(': '),
			2,
			{},
		),
	);
	page.add(happened(diagnosis, page));
	memory(diagnosis, page);
	const [restart, following] = diagnosis.plan.restarts;
	const [step, ...others] = restart?.steps ?? [];
	const first = step ? firstLines(step, diagnosis, page, lacking) : [];
	// What only looks changes nothing, so the change that follows is shown in full as well.
	const change = restart?.steps.every(({role}) => role === 'inform') ? following?.steps[0] : undefined;
	for (const {refused} of diagnosis.walk.trail) if (refused !== undefined) page.add(page.text(refused, 2));
	const [reason] = diagnosis.because;
	if (reason !== undefined) {
		const room =
			COMMAND_ROW - 1 - page.lines.length - Math.max(1, first.findIndex((line) => line.startsWith('      ')) + 1) - 2;
		page.gap();
		page.add(page.text(reason, Math.max(1, Math.min(3, room)), {head: 'Why:'}));
	}
	const end = ending(diagnosis, context, page);
	page.gap();
	page.add(first);
	page.add(companions(others, page));
	if (change) {
		page.gap();
		page.add(changeLines(change, 'Then change:', page));
		page.add(companions(following?.steps.slice(1) ?? [], page));
	}
	const room = MOST_ROWS - page.rows(page.lines) - page.rows(end) - 2;
	const next = afterwards(diagnosis, page, room, change ? 2 : step ? 1 : 0);
	if (next.length > 0) page.gap();
	page.add(next);
	page.gap();
	page.add(end);
	return `${page.lines.join('\n')}\n`;
}

function happened(diagnosis: Diagnosis, page: Page): string[] {
	if (!isSeen(diagnosis)) return page.text('No log was read. This follows from your answers.', 2);
	const {incident, story, job} = diagnosis.analysis;
	const after = job?.recovered && wentOn(job.recovered);
	return [
		...page.text(story[0] ?? '', 3),
		...(after === undefined ? [] : page.text(after, 3)),
		'',
		...quotation(incident, page),
	];
}

/** What came after the failure, in the log's own words. */
function wentOn({value, origin}: Fact): string {
	const line = origin.by === 'reader' ? ` (line ${origin.place.line})` : '';
	return `The job went on afterwards: \`${value.text}\`${line}.`;
}

function memory({analysis}: Diagnosis, page: Page): void {
	const rows = memoryRows(analysis, page.width);
	const totals = memoryTotals(analysis);
	if (rows.length === 0 && totals === '') return;
	page.gap();
	page.add(page.text(totals, 2, {head: totals === '' ? 'Where memory goes' : 'Where memory goes:'}));
	page.add(rows);
}

/** The first step: its name, what to type, why it, what it brings and what it risks, how to check. */
function firstLines(step: RankedRemedy, diagnosis: Diagnosis, page: Page, lacking: boolean): string[] {
	const {plan, analysis} = diagnosis;
	const {edit, run} = placesOf([step], diagnosis);
	const {remedy, estimate, because} = step;
	const made = madeText(analysis);
	const isMismatch = analysis.incident.code === 'E0102';
	const effect = [
		lacking && estimate ? `${freesWord(remedy, true)} ${estimateText(estimate)}${unlistedText(estimate)}.` : '',
		// What a mismatch needs is what the program was compiled with: there are no results to keep.
		isMismatch ? '' : EFFECT[remedy.safety],
		remedy.costs.length > 0 ? `Cost: ${remedy.costs.join('; ')}.` : '',
		step.knob?.each ?? '',
	];
	return [
		...changeLines(step, 'Do this first:', page),
		...(edit === undefined ? [] : page.text(`${edit}.`, 2, {head: 'Where:', indent: 2})),
		...(run !== undefined && page.fits(run, 2, {head: 'Run:', indent: 2})
			? page.text(run, 2, {head: 'Run:', indent: 2})
			: []),
		...page.text(because[0], 2, {indent: 2}),
		...(effect.some(Boolean) ? page.text(effect.filter(Boolean).join(' '), 2, {indent: 2}) : []),
		...(made === undefined ? [] : page.text(made, 2, {indent: 2})),
		...page.text(plan.restarts[0]?.watch ?? '', 2, {head: 'Check:', indent: 2}),
	];
}

/** How much of an estimate rests on arrays that nobody saw. */
function unlistedText({unlisted}: Estimate): string {
	return unlisted === undefined ? '' : `, of which ${printSize(unlisted)} is not in the list`;
}

/** A step with its setting, by its name in the job's framework or in the usual ones, and what to type. */
function changeLines(step: RankedRemedy, head: string, page: Page): string[] {
	const {remedy, knob, names = []} = step;
	const code = typed(step);
	const usual = names.map(({framework, keys}) => `in ${framework}: ${withPartners(keys.slice(0, MOST_KEYS))}`);
	return [
		...page.text(`${remedy.title} (\`${remedy.id}\`)`, 2, {head}),
		...(knob && !isRepeated(knob, code) ? page.text(`\`${knobText(knob)}\``, 2, {head: 'Change:', indent: 2}) : []),
		...(code ? page.draw([code], 2) : page.text(`How: \`xla-triage explain ${remedy.id}\``, 1, {indent: 6})),
		...(usual.length > 0 ? page.names(usual, 2, {head: 'Its name', indent: 2}) : []),
	];
}

/** Settings that change together are named together: one alone would do something else. */
const MOST_KEYS = 2;

/** Whether the line to type says all of a setting: its value before is not known, and the line sets it. */
function isRepeated({key, from, assumed, to}: KnobAdvice, code: {readonly text: string} | undefined): boolean {
	if (code && isCall(key)) return true;
	if (!code || from !== undefined || assumed !== undefined || to === undefined) return false;
	return code.text.includes(key) && code.text.includes(to);
}

const EFFECT: Readonly<Record<RankedRemedy['remedy']['safety'], string>> = {
	safe: 'Results stay the same.',
	risky: 'Numerics or stability may suffer.',
	'changes-behaviour': 'Changes what the program computes.',
};

/** Steps that go along with the first one in the same restart. Checks change nothing and stand in one line. */
function companions(steps: readonly RankedRemedy[], page: Page): string[] {
	const checks = steps.filter(isCheck);
	const changes = steps.filter((step) => !isCheck(step));
	const style = {head: 'In the same restart:', indent: 2};
	const [short, long] = [changes.map((step) => stepText(step, false)), changes.map((step) => withSetting(step, false))];
	const names = checks.map(({remedy}) => `\`${remedy.id}\``);
	return [
		...(changes.length > 0 ? page.names(page.fits(long.join(' · '), 3, style) ? long : short, 3, style) : []),
		...(names.length > 0 ? page.names(names, 1, {head: 'Also check, though your log shows no sign:', indent: 2}) : []),
	];
}

/** A check that nothing in the evidence points to. */
function isCheck({remedy, standing}: RankedRemedy): boolean {
	return remedy.role === 'check' && standing !== 'indicated';
}

/** What comes next, in so many rows: restarts after those shown, and whether the plan closes the gap. */
function afterwards({plan, remedies}: Diagnosis, page: Page, room: number, shown: number): string[] {
	const later = plan.restarts.slice(Math.max(1, shown));
	const begun = shown > 0;
	const lacking = plan.toFree !== undefined;
	const style = (index: number) => ({head: `${index + shown + 1}.`, indent: 2});
	const full = later.map(({steps}, index) =>
		page.text(steps.map((step) => withSetting(step, lacking)).join(' · '), 3, style(index)),
	);
	const short = later.map(({steps}, index) => {
		const told = steps.map((step) => stepText(step, lacking));
		return page.fits(told.join(' · '), 1, style(index))
			? page.text(told.join(' · '), 1, style(index))
			: page.names(
					steps.map((step) => stepText(step, false)),
					1,
					style(index),
				);
	});
	const open = begun
		? []
		: remedies
				.filter(({standing}) => standing === 'indicated' || standing === 'possible')
				.slice(0, 3)
				.flatMap((one) => page.text(stepText(one, lacking), 1, {head: '-', indent: 2}));
	const closing = [
		...(lacking && begun ? page.text(closingText(plan), 2) : []),
		...(plan.needs === undefined ? [] : page.text(plan.needs, 2)),
	];
	const head =
		later.length > 0
			? page.draw([heading(3, 'If that is not enough')])
			: open.length > 0
				? page.draw([heading(3, 'Worth trying')])
				: [];
	const left = Math.max(0, room - head.length - closing.length);
	const kept = [...namedWhereRoom(full, short, left), ...open].slice(0, left);
	return [...(kept.length > 0 ? [...head, ...kept] : []), ...closing].slice(0, Math.max(0, room));
}

/** Restarts with their settings, the first ones first, as far as all restarts still find room. */
function namedWhereRoom(full: readonly string[][], short: readonly string[][], room: number): readonly string[] {
	let spare = room - short.flat().length;
	return short.flatMap((lines, index) => {
		const long = full[index] ?? lines;
		if (long.length - lines.length > spare) return lines;
		spare -= long.length - lines.length;
		return long;
	});
}

function stepText({remedy, estimate}: RankedRemedy, lacking: boolean): string {
	const frees = lacking && estimate && estimate.high > 0 ? `, ${freesWord(remedy)} ${bytesText(estimate)}` : '';
	return `${remedy.title} (\`${remedy.id}\`)${frees}`;
}

/** A step with its setting by the name of the job's framework. */
function withSetting(step: RankedRemedy, lacking: boolean): string {
	const {knob} = step;
	const isValued = (knob?.to ?? knob?.from) !== undefined;
	// A key that is not in what to type is no setting to look for.
	const setting = knob && (isValued ? knobText(knob) : knob.how.includes(knob.key) ? knob.key : firstCode(knob.how));
	return setting === undefined ? stepText(step, lacking) : `${stepText(step, lacking)}: \`${setting}\``;
}

/** The first line of code, without its comment. */
function firstCode(text: string): string {
	const [line = ''] = text.split('\n');
	return line.slice(0, /\s#/.exec(line)?.index).trimEnd();
}

/** The open question, other failures, and how to see more. */
function ending(diagnosis: Diagnosis, {fill, log, also}: OneScreenContext, page: Page): string[] {
	const {at} = diagnosis.walk;
	const [step] = also;
	return [
		...(at.kind === 'question' ? page.text(fill(at.ask, diagnosis), 2, {head: 'Still open:'}) : []),
		...(step === undefined ? [] : page.text(also.join(' '), 2, {head: 'Also in this log:'})),
		...page.text(`\`xla-triage diagnose --full ${log}\`, or \`xla-triage ${log}\` to answer questions.`, 2, {
			head: 'More:',
		}),
	];
}
