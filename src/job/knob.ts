import type {KnobAdvice} from '../model/diagnosis.js';
import type {Framework, Knob, KnobRule} from '../model/framework.js';
import type {Job, Setting} from '../model/job.js';
import {settingOf} from '../model/jobs-of.js';

/** What a framework says of a remedy: the setting that carries it out, that there is nothing left to set, or that there is no setting. */
export type KnobSaid =
	{readonly is: 'knob'; readonly knob: KnobAdvice} | {readonly is: 'spent' | 'none'; readonly because: string};

/** The knob of a remedy in the job's framework; undefined where its table says nothing. */
export function knobOf(remedy: string, job: Job | undefined, frameworks: readonly Framework[]): KnobSaid | undefined {
	const framework = frameworks.find(({id}) => id === job?.framework?.value.text);
	const any = frameworks.find(({id}) => id === 'any');
	const workload = job?.workload?.value.text ?? '';
	if (!job) return undefined;
	const phase = job.phase?.value.text;
	const fits = ({for: ids, phases}: Knob): boolean =>
		ids.includes(remedy) && (phases === undefined || phases.some((one) => one === phase));
	const own = framework?.knobs.filter(fits) ?? [];
	const reason = framework?.without[remedy] ?? any?.notFor[workload]?.[remedy];
	if (own.length === 0 && reason !== undefined) return {is: 'none', because: reason};
	const [printed, table] = [printedKnobs(own, job), printedKnobs(any?.knobs.filter(fits) ?? [], job)];
	const said = (printed.length > 0 ? printed : table).map((knob) => adviceOf(knob, job, framework));
	return said.find(({is}) => is === 'knob') ?? said[0];
}

type KeyedKnob = Knob & {readonly key: string};

/** The knobs with their native keys; one that goes by what the job prints is left out where it prints nothing of the kind. */
function printedKnobs(knobs: readonly Knob[], job: Job): readonly KeyedKnob[] {
	return knobs.flatMap((knob) => {
		const named = knob.of?.flatMap((name) => settingOf(job, name)?.key ?? [])[0];
		const key = knob.key ?? named;
		return key === undefined ? [] : [{...knob, key}];
	});
}

function adviceOf(knob: KeyedKnob, job: Job, framework: Framework | undefined): KnobSaid {
	const old = valueOf(knob.key, job);
	const next = nextValue(knob.rule, old?.text ?? knob.default);
	if (next === SPENT) {
		const at = old ? ` (line ${String(old.line)})` : '';
		return {is: 'spent', because: `\`${knob.key}: ${old?.text ?? knob.default ?? ''}\` is set already${at}.`};
	}
	const also = knob.with.flatMap(({key, rule}) => {
		const before = valueOf(key, job);
		const to = nextValue(rule, before?.text ?? (rule === 'double' ? '1' : undefined));
		return to === undefined || to === SPENT ? [] : [{key, ...(before && {from: before.text}), to}];
	});
	const write = knob.write ?? framework?.write ?? '{key}={to}';
	const changes = [{key: knob.key, to: next}, ...also].map(({key, to = 'N'}) => ({
		key,
		to,
		text: written(write, key, to),
	}));
	const command = job.command && changed(job.command.value.text, changes);
	// A setting that is not an argument of the command is in the user's code.
	const plainCommand = job.command?.value.text.replaceAll('-', '_') ?? '';
	const inCode = knob.of !== undefined && !plainCommand.includes(knob.key.replaceAll('-', '_'));
	const code = knob.code ?? (inCode ? changes.map(({text}) => text).join('\n') : undefined);
	const how =
		code?.replaceAll('{to}', next ?? 'N').trimEnd() ??
		command ??
		[framework?.command, ...changes.map(({text}) => text)].filter(Boolean).join(' ');
	return {
		is: 'knob',
		knob: {
			key: knob.key,
			...(old && {from: old.text, line: old.line}),
			...(next !== undefined && {to: next}),
			...(also.length > 0 && {also}),
			how,
			code: code === undefined ? 'sh' : 'python',
			...(knob.note !== undefined && {note: knob.note}),
		},
	};
}

/** Instead of a next value: there is none. */
const SPENT = '\u0000spent';

/** The value of a native key that was in force. */
function valueOf(key: string, {settings, failedAt = Infinity}: Job): Setting | undefined {
	const plain = (text: string): string => text.toLowerCase().replaceAll('-', '_').replace(/^.*\./, '');
	const all = settings.filter((one) => plain(one.key) === plain(key));
	return all.findLast(({line}) => line <= failedAt) ?? all.at(-1);
}

function nextValue(rule: KnobRule, from: string | undefined): string | undefined {
	const [verb = '', ...words] = rule.split(' ');
	const target = words.join(' ');
	if (verb === 'to') {
		// -1 takes all devices that are left: an axis that has several is divided already.
		const isOn = from !== undefined && (isSame(from, target) || (target === '-1' && Number(from) > 1));
		return isOn ? SPENT : target;
	}
	if (verb === 'next') return nextIn(target.split(' > '), from);
	const number = from === undefined ? NaN : Number(from.replaceAll(/[_,]/g, ''));
	if (!Number.isFinite(number)) return undefined;
	const places = /\.(\d+)$/.exec(from ?? '')?.[1]?.length ?? 0;
	const factor = {halve: 1 / 2, quarter: 1 / 4, double: 2}[verb];
	if (factor !== undefined) {
		const whole = Math.floor(number * factor);
		// Less than one whole item is no batch.
		if (Number.isInteger(number)) return whole < 1 ? SPENT : whole.toFixed(places);
		return (number * factor).toFixed(places);
	}
	if (verb === 'minus') {
		const lower = number - Number(target);
		return lower <= 0 ? SPENT : lower.toFixed(Math.max(places, /\.(\d+)$/.exec(target)?.[1]?.length ?? 0));
	}
	return undefined;
}

/** The value after the present one; the first where none is known. The last has none after it. */
function nextIn(values: readonly string[], from: string | undefined): string | undefined {
	if (from === undefined) return values.at(-1);
	const at = values.findIndex((value) => isSame(from, value));
	if (at < 0) return values.at(-1);
	return values[at + 1] ?? SPENT;
}

function isSame(a: string, b: string): boolean {
	const plain = (text: string): string => text.toLowerCase().replace(/^.*\./, '');
	return plain(a) === plain(b) || (a !== '' && Number(a) === Number(b));
}

function written(write: string, key: string, to: string): string {
	return write.replace('{key}', key).replace('{flag}', key.replaceAll('_', '-')).replace('{to}', to);
}

/** A command with its settings changed in place; settings that it does not have are added at its end. */
function changed(
	command: string,
	changes: readonly {readonly key: string; readonly to: string; readonly text: string}[],
): string {
	return changes.reduce((text, {key, to, text: added}) => {
		const name = key.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/[-_]/g, '[-_]');
		const at = new RegExp(String.raw`((?:^|\s)(?:--?)?(?:[\w.]+\.)?${name}(?:=|\s+))("[^"]*"|'[^']*'|[^\s"']+)`);
		if (at.test(text)) return text.replace(at, (_, before: string) => before + to);
		const quote = /["']$/.exec(text)?.[0] ?? '';
		return quote === '' ? `${text} ${added}` : `${text.slice(0, -1)} ${added}${quote}`;
	}, command);
}
