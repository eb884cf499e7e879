// Flag trials as blocks: what the wizard draws and the command prints.
import type {Block} from '../model/document.js';
import {subtract, type Interval} from '../model/interval.js';
import {printRange, printSize, type Size} from '../model/size.js';
import type {TrialSetting, TrialStart, TuningStep} from '../model/tuning.js';
import {addLine, flagCommand, harmfulFlags, undoLine} from '../plan/index.js';
import {
	BASELINE,
	cannotClose,
	chart,
	gapOf,
	IN_FORCE,
	neverHelped,
	redundantFlags,
	titleOf,
	variablesFor,
	type Ground,
	type Progress,
	type Rung,
	type Verdict,
	type Variables,
} from '../plan/tuning/index.js';
import {bullets, heading, paragraph, strong, table} from '../report/index.js';

/** What is missing, what flags can do about it, and what is set already. The warning is given on the first sight only. */
export function openingBlocks(name: string, ground: Ground, progress: Progress): readonly Block[] {
	const {base, rows} = progress;
	const blocks: Block[] = [heading(1, `Flag tuning: ${name}`)];
	const need = ground.headline ?? (base ? needText(base.used, base.capacity, gapOf(base)) : undefined);
	if (need !== undefined) blocks.push(paragraph(need));
	if (rows.length === 0) blocks.push(paragraph(ground.tuning.warning));
	const remarks = [...harmfulFlags(ground.inForce, ground.flags), ...redundantFlags(ground.inForce, ground.flags)];
	if (remarks.length > 0) blocks.push(paragraph(strong('In force already:')), bullets(remarks));
	return blocks;
}

/** Why flags cannot close the gap, and where to go instead: `plan` names the way. Empty where they may. */
export function cannotBlocks(ground: Ground, plan: string): readonly Block[] {
	const reasons = cannotClose(ground);
	if (reasons.length === 0) return [];
	return [
		paragraph(strong('Flags cannot close this gap.')),
		bullets(reasons),
		paragraph(`The plan has what can: ${plan}.`),
	];
}

/** One trial: the exact change, what it should do, what it costs, how to undo it. `env` where it is run from here. */
export function trialBlocks(
	rung: Rung,
	trial: TrialStart,
	ground: Ground,
	progress: Progress,
	env?: Variables,
): readonly Block[] {
	const flags = rung.settings.flatMap(({name}) => ground.flags.filter((flag) => flag.name === name));
	const expects = rung.step?.expects ?? (rung.because || joined(flags.map(({effect}) => effect)));
	const costs = rung.step?.costs ?? joined(flags.map(({cost}) => cost));
	const corrections = flags.flatMap(({correction}) => (correction === undefined ? [] : [correction]));
	const page = rung.step ? [paragraph(`More: \`xla-triage explain ${rung.step.page.replace(/^.*\//, '')}\`.`)] : [];
	return [
		heading(2, `Trial ${trial.number}: ${rung.title}`),
		...changeBlocks(trial.settings, ground, env),
		paragraph(strong('It should: '), rung.level === IN_FORCE ? sentence(rung.because ?? '') : expects),
		...(costs === '' || rung.level === IN_FORCE ? [] : [paragraph(strong('It costs: '), costs)]),
		...(rung.step && neverHelped(rung.step) ? [paragraph(strong('Measured: '), neverText(rung.step))] : []),
		...corrections.map((correction) => paragraph(strong('Note: '), correction)),
		...(env ? [] : undoBlocks(rung, trial, ground, progress)),
		...page,
	];
}

/** Trials so far as a table with a small chart of the need. */
export function historyBlocks(progress: Progress, titleOfStep: (id: string) => string): readonly Block[] {
	const {base, rows} = progress;
	if (rows.length === 0) return [paragraph('No trial has a result yet.')];
	const before = base ? [['before', '', base.used.text, '', '', '', '']] : [];
	const cells = rows.map(({trial, result, verdict, kept}) => [
		String(trial.number),
		titleOfStep(trial.step),
		result.used?.text ?? (result.outcome === 'fits' ? 'fits' : ''),
		base && result.used ? differenceText(result.used, base.used) : '',
		secondsText(result.stepSeconds),
		secondsText(result.compileSeconds),
		verdictText(verdict.effect, kept, result.next),
	]);
	const needs = [base?.used, ...rows.map(({result}) => result.used)];
	const known = needs.filter((need) => need !== undefined);
	const limit = base?.capacity ? `; there is ${base.capacity.text}` : '';
	return [
		table('rlrrrrl', ['Trial', 'Change', 'Need', 'Moved', 'Step', 'Compile', 'Verdict'], [...before, ...cells]),
		...(known.length > 1 ? [paragraph(`Need, from before to now: ${chart(needs)}${limit}.`)] : []),
	];
}

function verdictText(effect: Verdict['effect'], kept: boolean, next: string | undefined): string {
	if (kept) return effect !== 'fits' ? 'keep' : next === undefined ? 'keep: fits' : `keep: ${next} next`;
	return next === undefined ? `revert: ${effect}` : `revert: ${next}`;
}

/** What to do where the failure is cured and another one came: `open` names the way to it. Empty where the job ran. */
export function nextFailureBlocks({then}: Progress, open: string): readonly Block[] {
	if (then === undefined) return [];
	return [paragraph(`Keep what helped. ${then} has its own diagnosis: ${open}.`)];
}

/** The ladder with the standing of each rung. */
export function ladderBlocks(rungs: readonly Rung[], ground: Ground): readonly Block[] {
	const rows = rungs.map((rung, index) => [
		String(index + 1),
		titleOf(rung.level, ground),
		rung.title,
		rung.state === 'open' ? openText(rung) : `${rung.state}: ${rung.because ?? ''}`,
	]);
	return [table('rlll', ['', 'Level', 'Change', 'Standing'], rows)];
}

function neverText({rescued}: TuningStep): string {
	return `it rescued none of ${rescued?.[1] ?? 0} programs. It is kept for those who want to see for themselves; unattended it is never tried.`;
}

function openText({auto, step}: Rung): string {
	const [rescued, tried] = step?.rescued ?? [];
	const measured = rescued === undefined ? '' : `; rescued ${rescued} of ${tried ?? 0} programs`;
	return `${auto ? 'open' : 'open, by hand only'}${measured}`;
}

/** `The program needs 34.89G; there is 31.25G: 3.64G too much (11.7 %).` */
export function needText(used: Size, capacity: Size | undefined, gap: Interval | undefined): string {
	if (!capacity || !gap) return `It needs ${used.text}. The log does not show how much the chip has.`;
	const middle = (gap.low + gap.high) / 2;
	const share = ((100 * middle) / capacity.bytes.low).toFixed(1);
	return middle > 0
		? `It needs ${used.text}; there is ${capacity.text}: ${printRange(gap)} too much (${share} %).`
		: `It needs ${used.text}; there is ${capacity.text}.`;
}

/** Names of steps for people, over the ladder of a ground. */
export function stepTitles(ground: Ground): (id: string) => string {
	const titles = new Map(ground.tuning.steps.map(({id, title}) => [id, title]));
	return (id) => {
		const [, how, flag] = /^(without|drop)\/(.*)$/.exec(id) ?? [];
		if (flag === undefined) return titles.get(id) ?? id;
		return how === 'drop' ? `Leave ${flag} out again` : `Take ${flag} out`;
	};
}

/** Whether a trial is the run before any change. */
export function isBaseline({number}: TrialStart): boolean {
	return number === BASELINE;
}

function changeBlocks(settings: readonly TrialSetting[], ground: Ground, env: Variables | undefined): readonly Block[] {
	if (env) {
		const variables = Object.entries(variablesFor(settings, env, ground.flags));
		const lines = variables.map(([name, value]) => (value === undefined ? `unset ${name}` : `${name}="${value}"`));
		return [paragraph(strong('It sets, for the command only:')), code(lines)];
	}
	const {lines, warnings} = commandFor(settings, ground);
	const removed = settings.filter(({value}) => value === null).map(({name}) => `--${name}`);
	return [
		...(removed.length > 0 ? [paragraph(strong('Take out: '), `\`${removed.join(' ')}\``)] : []),
		...(lines.length > 0 ? [paragraph(strong('Set, on every host, before Python starts:')), code(lines)] : []),
		...(warnings.length > 0 ? [bullets(warnings)] : []),
	];
}

/** The lines that take back what a trial changed, and leave what was set before it, kept changes included. */
function undoBlocks(rung: Rung, trial: TrialStart, ground: Ground, progress: Progress): readonly Block[] {
	const lines = rung.level === IN_FORCE ? putBack(rung, ground) : takenBack(rung, trial, ground, progress);
	if (lines.length === 0) return [paragraph(strong('To undo: '), 'restore the previous value.')];
	// As code: a line that breaks between words could not be pasted.
	return [paragraph(strong('To undo:')), code(lines)];
}

function takenBack(rung: Rung, trial: TrialStart, ground: Ground, progress: Progress): readonly string[] {
	return commandFor(trial.settings, ground).channels.flatMap((channel) => {
		// What the step itself sets stands at the end of the line.
		const own = rung.settings.flatMap(({name, value}) =>
			value !== null && ground.flags.find((flag) => flag.name === name)?.channels[0] === channel ? [{name, value}] : [],
		);
		if (own.length === 0 || channel === 'compiler_options') return [];
		return channel === 'jax_config' ? jaxBefore(own, ground, progress) : [undoLine(channel, own)];
	});
}

/** A flag that was taken out, with the value that it had. */
function putBack({settings}: Rung, {inForce}: Ground): readonly string[] {
	return settings.flatMap(({name}) => {
		const old = inForce.findLast((one) => one.name === name);
		const isList = old?.channel === 'LIBTPU_INIT_ARGS' || old?.channel === 'XLA_FLAGS';
		return old && isList ? [addLine(old.channel, [{name, value: old.value}])] : [];
	});
}

/** A setting of JAX stands alone in its variable. */
function jaxBefore(settings: readonly TrialSetting[], {inForce}: Ground, {kept}: Progress): readonly string[] {
	return settings.map(({name}) => {
		const before = kept.find((one) => one.name === name)?.value ?? inForce.find((one) => one.name === name)?.value;
		const variable = name.toUpperCase();
		return before === undefined ? `unset ${variable}` : `export ${variable}="${before}"`;
	});
}

function commandFor(
	settings: readonly TrialSetting[],
	ground: Ground,
): {lines: readonly string[]; channels: readonly string[]; warnings: readonly string[]} {
	const removed = settings.filter(({value}) => value === null).map(({name}) => name);
	const set = settings.flatMap(({name, value}) => (value === null ? [] : [{name, value}]));
	const {lines, warnings} = flagCommand(set, ground.inForce, ground.flags, ground.libtpu, removed);
	return {lines: lines.map(({text}) => text), channels: lines.map(({channel}) => channel), warnings};
}

function code(lines: readonly string[]): Block {
	return {kind: 'code', language: 'sh', text: lines.join('\n')};
}

function differenceText(now: Size, before: Size): string {
	if (now.text === before.text) return '=';
	const [up, down] = [subtract(now.bytes, before.bytes), subtract(before.bytes, now.bytes)];
	return up.low + up.high > 0 ? `+${middleText(up)}` : `-${middleText(down)}`;
}

function middleText(range: Interval): string {
	return printSize((range.low + range.high) / 2);
}

function secondsText(seconds: number | undefined): string {
	return seconds === undefined ? '' : `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

function joined(sentences: readonly string[]): string {
	return [...new Set(sentences)].join(' ');
}

function sentence(words: string): string {
	return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}
