import type {KnobAdvice} from '../model/diagnosis.js';
import type {Framework, Knob, KnobRule} from '../model/framework.js';
import type {Job, Setting} from '../model/job.js';
import {settingOf} from '../model/jobs-of.js';
import {editLanguage} from '../model/remedy.js';
import {argumentsFor, commandWith, inPython, valueOf, written} from './change-command.js';
import {launcherOf} from './launcher.js';

/** What a framework says of a remedy: the setting that carries it out, that there is nothing left to set, or that there is no setting. */
export type KnobSaid =
	{readonly is: 'knob'; readonly knob: KnobAdvice} | {readonly is: 'spent' | 'none'; readonly because: string};

/** What does not fit on a device, and its HBM where that is known: in bytes. */
export interface Missing {
	readonly bytes: number;
	readonly capacity?: number;
	/** Share of a batch to take away, where less than half of it is enough, or more is needed. */
	readonly cut?: number;
}

/** The knob of a remedy in the job's framework; undefined where its table says nothing. */
export function knobOf(
	remedy: string,
	job: Job | undefined,
	frameworks: readonly Framework[],
	missing?: Missing,
	kernel?: string,
): KnobSaid | undefined {
	const framework = frameworks.find(({id}) => id === job?.framework?.value.text);
	const any = frameworks.find(({id}) => id === 'any');
	const workload = job?.workload?.value.text ?? '';
	if (!job) return undefined;
	const phase = job.phase?.value.text;
	const shownBy = [job.phase, job.workload].map((fact) =>
		fact?.origin.by === 'reader' ? fact.origin.place.quote : '',
	);
	const fits = ({for: ids, phases, workloads, at, kernels, given = {}, unless = {}}: Knob): boolean =>
		ids.includes(remedy) &&
		isOfKernel(kernels, kernel) &&
		(phases === undefined || phases.some((one) => one === phase)) &&
		(workloads === undefined || workloads.some((one) => one === workload)) &&
		Object.entries(given).every(([name, text]) => settingOf(job, name)?.text.toLowerCase() === text.toLowerCase()) &&
		!Object.entries(unless).some(([name, texts]) => refuses(texts, settingOf(job, name)?.text)) &&
		(at === undefined || at.some((word) => shownBy.some((quote) => quote.includes(word))));
	const unfit = any?.notFor[workload]?.[remedy];
	// A table for training has the knobs of training; only one that is made for such work says how it is done there.
	if (unfit !== undefined && framework?.workload !== 'serving') return {is: 'none', because: unfit};
	const own = framework?.knobs.filter(fits) ?? [];
	const reason = framework?.without[remedy] ?? unfit;
	if (own.length === 0 && reason !== undefined) return {is: 'none', because: reason};
	const [printed, table] = [printedKnobs(own, job), printedKnobs(any?.knobs.filter(fits) ?? [], job)];
	const said = (printed.length > 0 ? printed : table).map((knob) => adviceOf(knob, job, framework, missing));
	return said.find(({is}) => is === 'knob') ?? said[0];
}

/** `*` stands for any value. */
function refuses(texts: readonly string[], printed: string | undefined): boolean {
	return printed !== undefined && (texts.includes('*') || texts.includes(printed));
}

/** Whether a setting reaches the kernel that failed: what is made for certain kernels counts only where the log names one of them. */
export function isOfKernel(kernels: readonly string[] | undefined, kernel: string | undefined): boolean {
	return kernels === undefined || kernels.some((word) => kernel?.toLowerCase().includes(word.toLowerCase()));
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

function adviceOf(knob: KeyedKnob, job: Job, framework: Framework | undefined, missing?: Missing): KnobSaid {
	const old = oldValue(knob, job);
	const before = old?.text ?? knob.default;
	const next = nextValue(knob.rule, before, missing, {
		whole: knob.with.some(({rule}) => rule === 'double'),
		unit: old ? sharersOf(old, job) : 1,
	});
	if (next === SPENT) {
		const setting = `\`${knob.key}: ${before ?? ''}\``;
		const sharers = old ? sharersOf(old, job) : 1;
		const why =
			sharers > 1
				? `is one for each of ${String(sharers)} devices`
				: /^(?:halve|quarter|most)/.test(knob.rule)
					? 'cannot be less'
					: 'is set already';
		return {is: 'spent', because: old ? `${setting} ${why} (line ${String(old.line)}).` : `${setting} is the default.`};
	}
	const also = knob.with.flatMap(({key, rule, default: usual}) => {
		const own = valueOf(key, job);
		const to = nextBeside(rule, own?.text ?? usual ?? (rule === 'double' ? '1' : undefined), [before, next], missing);
		return to === undefined || to === SPENT ? [] : [{key, ...(own && {from: own.text}), to}];
	});
	const write = knob.write ?? framework?.write ?? (old?.form === 'flag' ? '--{key}={to}' : '{key}={to}');
	const command = job.command?.value.text;
	// A notebook has no command line, and a script that is started without options has its settings in its code.
	const isPython =
		write.startsWith('--') &&
		(command === undefined
			? launcherOf(job) === 'notebook'
			: command.includes('.py') && !/\s-{1,2}[a-z]/i.test(command));
	const typed = (key: string, to: string): string => (isPython ? inPython(key, to) : written(write, key, to));
	const changes = [{key: knob.key, to: next}, ...also].map(({key, to = 'N'}, index) => ({
		key,
		to,
		text: key.includes(' ')
			? // Words of a sentence are not what the setting is called in code.
				`# ${key}: ${old?.text ?? ''} → ${to}`
			: isPython && index === 0 && knob.python !== undefined
				? written(knob.python, key, to)
				: typed(key, to),
	}));
	// A setting that is not an argument of the command is in the user's code.
	const plainCommand = command?.replaceAll('-', '_') ?? '';
	const isElsewhere =
		knob.of !== undefined && old?.form !== 'flag' && !plainCommand.includes(knob.key.replaceAll('-', '_'));
	const inCode = (isElsewhere && !write.startsWith('--')) || (isPython && command !== undefined);
	const code = knob.code ?? (inCode ? changes.map(({text}) => text).join('\n') : undefined);
	const inPage = (knob.of !== undefined && knob.key.includes(' ') ? changes[0]?.text : code)
		?.replaceAll('{to}', next ?? 'N')
		.replaceAll('{with}', also[0]?.to ?? 'N')
		.replaceAll('{key}', knob.key)
		.replaceAll(/\{([a-z]\w*(?:\.\w+)?):(\w+)\}/g, (_, name: string, usual: string) => printedOr(usual, name, job))
		.trimEnd();
	const whole = inPage === undefined ? commandWith(changes, job, framework) : undefined;
	const how = inPage ?? whole ?? argumentsFor(changes, job);
	return {
		is: 'knob',
		knob: {
			key: knob.key,
			...(old && {from: old.text, line: old.line}),
			...(old === undefined && knob.default !== undefined && {assumed: knob.default}),
			...(next !== undefined && {to: next}),
			...(also.length > 0 && {also}),
			how,
			code: code === undefined ? 'sh' : editLanguage(code),
			...(whole !== undefined && {isCommand: true as const}),
			set: changes.filter(({key}) => !key.includes(' ')),
			...(knob.note !== undefined && {note: knob.note}),
		},
	};
}

/** The value of a knob's own key; else of what the job calls the same, where its table says that it is the same. */
function oldValue(knob: KeyedKnob, job: Job): Setting | undefined {
	return valueOf(knob.key, job) ?? knob.of?.flatMap((name) => settingOf(job, name) ?? [])[0];
}

/** A printed setting that is a whole number above 0; else what is usual. */
function printedOr(usual: string, name: string, job: Job): string {
	const text = settingOf(job, name)?.text ?? '';
	return /^(?:[1-9]\d*|[a-z]\w+)$/.test(text) ? text : usual;
}

/** The axes of a mesh that divide something else than the batch. */
const NOT_THE_BATCH = ['mesh.tensor', 'mesh.expert', 'mesh.sequence', 'mesh.pipeline'];

/** How many devices share a batch, which stays a multiple of their number; 1 for the batch of one device, or where it is not known. */
function sharersOf({name, text}: Setting, job: Job): number {
	const isShared =
		name === 'batch.global' || (name === 'batch.per_device' && settingOf(job, 'batch.whole') !== undefined);
	if (!isShared) return 1;
	const count = (axis: string): number => Math.max(1, Math.floor(Number(settingOf(job, axis)?.text)) || 1);
	const others = NOT_THE_BATCH.reduce((product, axis) => product * count(axis), 1);
	const sharers = Math.max(Math.floor(count('devices') / others), count('mesh.data') * count('mesh.fsdp'));
	return sharers > 1 && Number(text) % sharers === 0 ? sharers : 1;
}

/** Instead of a next value: there is none. */
const SPENT = '\u0000spent';

/** Share that is left free on top of what is missing. */
const MARGIN = 0.01;

/** The value of a setting that changes with another: `double` keeps their product, `at most` keeps it from passing the other. */
function nextBeside(
	rule: KnobRule,
	from: string | undefined,
	[old, next]: readonly [old: string | undefined, next: string | undefined],
	missing?: Missing,
): string | undefined {
	const [ratio, own] = [Number(old) / Number(next), Number(from)];
	if (rule === 'at most') return own > Number(next) ? next : undefined;
	if (rule === 'double' && Number.isInteger(ratio * own) && ratio > 1) return String(ratio * own);
	return nextValue(rule, from, missing);
}

/** What a smaller number must keep: the old one is a whole number of it, and it is a multiple of a unit. */
interface Keeping {
	readonly whole: boolean;
	readonly unit: number;
}

function nextValue(
	rule: KnobRule,
	from: string | undefined,
	missing?: Missing,
	{whole: isWhole, unit}: Keeping = {whole: false, unit: 1},
): string | undefined {
	const [verb = '', ...words] = rule.split(' ');
	const target = words.join(' ');
	if (verb === 'to') {
		const [first = '', ...others] = target.split(' or ');
		// -1 takes all devices that are left: an axis that has several is divided already.
		const isOn = (text: string): boolean =>
			[first, ...others].some((value) => isSame(text, value)) || (first === '-1' && Number(text) > 1);
		return from !== undefined && isOn(from) ? SPENT : first;
	}
	if (verb === 'next') return nextIn(target.split(' > '), from);
	const number = from === undefined ? NaN : Number(from.replaceAll(/[_,]/g, ''));
	if (!Number.isFinite(number)) return undefined;
	const places = /\.(\d+)$/.exec(from ?? '')?.[1]?.length ?? 0;
	if (verb === 'most' && number > Number(target)) return target;
	const factor = {halve: 1 / 2, most: 1 / 2, quarter: 1 / 4, double: 2}[verb];
	if (factor !== undefined) {
		const items = number / unit;
		const most = (verb === 'halve' ? cutBy(items, missing?.cut) : undefined) ?? Math.floor(items * factor);
		const whole = isWhole && factor < 1 && most >= 1 && Number.isInteger(items) ? partOf(items, most) : most;
		// Less than one whole item, on each device that shares them, is no batch.
		if (Number.isInteger(number)) return whole < 1 ? SPENT : (whole * unit).toFixed(places);
		return (number * factor).toFixed(places);
	}
	if (verb === 'minus' || verb === 'share') {
		const short = verb === 'share' && missing?.capacity ? missing.bytes / missing.capacity + MARGIN : Number(target);
		const lower = verb === 'share' ? Math.floor((number - short) * 100 + 1e-6) / 100 : number - short;
		return lower <= 0 ? SPENT : lower.toFixed(Math.max(places, /\.(\d+)$/.exec(target)?.[1]?.length ?? 0));
	}
	return undefined;
}

/**
 * A batch that is smaller by a share at least. For less than half of it: one that divides as well as the old one, up to 8, since second-minor
 * dimensions are padded to that. For more: the largest whole part of the old one, at least one item. Undefined where half of it is right.
 */
function cutBy(old: number, cut: number | undefined): number | undefined {
	if (cut === undefined || !Number.isInteger(old)) return undefined;
	if (cut > 1 / 2) return old < 2 ? undefined : partOf(old, Math.max(1, Math.floor(old * (1 - cut))));
	const unit = [8, 4, 2, 1].find((size) => old % size === 0) ?? 1;
	const next = Math.floor((old * (1 - cut)) / unit) * unit;
	return next > old / 2 ? next : undefined;
}

/** The largest divisor up to a limit. */
function partOf(whole: number, limit: number): number {
	let part = limit;
	while (whole % part !== 0) part -= 1;
	return part;
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
