// Launchers, loggers and people put things before a line, several of them in a row: `[pod/x/y] 2026-… W0812 19:32:08.7 …] `.
// Each form is one pattern here and is taken off as often as any fits. Blanks are optional in those that may be broken by a
// wrap, so that the same patterns find them in text whose blanks are gone (`passage.ts`).

/** Prefixes that are also ordinary text. */
export type Weak = 'number' | 'host' | 'level' | 'quote' | 'bullet';

/** What the prefixes of a line told. */
export interface Prefixed {
	readonly text: string;
	/** Host, pod or rank. */
	readonly host?: string;
	readonly process?: string;
	/** Thread of glog: its lines belong together, and so do those without prefix behind them. */
	readonly thread?: string;
	/** Severity letter of glog and TensorFlow: I, W, E or F. */
	readonly severity?: string;
	/** Weak prefixes that were there, taken off or not. */
	readonly weak: readonly Weak[];
	/** The words of a weak prefix that names a host. */
	readonly tag?: string;
}

interface Form {
	readonly pattern: RegExp;
	/** Still recognisable when all blanks are gone. */
	readonly tight: boolean;
	/** Characters a line can begin with to have this prefix; a cheap first look. */
	readonly first: RegExp;
	/** Only after a time, as alone it could be anything. */
	readonly afterTime?: true;
	readonly time?: true;
	/** Proves nothing unless the line before has it as well: a piece of a wrapped line may begin with any number or sign. */
	readonly weak?: Weak;
}

/** Groups: host, process, thread, severity. */
const FORMS: readonly Form[] = [
	// glog: `W0812 19:32:08.767783    5239 file.cc:6166] `
	form(
		/(?<severity>[IWEF])\d{4}\s*\d\d:\d\d:\d\d\.\d+(?:\s+(?<thread>\d+)(?=\s))?\s+[\w./+-]{1,120}:\d+\]/y,
		/[IWEF]/,
		'blank',
	),
	form(/(?<severity>[IWEF])\d{4}\s*\d\d:\d\d:\d\d\.\d+\s*[\w./+-]{1,120}:\d+\]/y, /[IWEF]/),
	form(/(?<severity>[IWEF])\d{4}\s+[\w./+-]{1,120}\.(?:cc|cpp|h|cu):\d+\]/y, /[IWEF]/, 'blank'),
	// TensorFlow after its time: `E    1622 tensorflow/…/xla_util.cc:76] `
	form(/(?<severity>[IWEF])\s+(?:(?<thread>\d+)\s+)?[\w./+-]{1,160}\.(?:cc|cpp|h|cu):\d+\]/y, /[IWEF]/, 'blank'),
	form(
		/(?<severity>[IWEF])(?:\d{2,9}|(?=tensorflow|external|third_party|xla\/|torch_xla|platforms))[a-z][\w./+-]{1,160}\.(?:cc|cpp|h|cu):\d+\]/y,
		/[IWEF]/,
	),
	// times
	time(/\[?\d{4}[-/]\d\d[-/]\d\d[T ]?\s*\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|\s?UTC|[+-]\d\d:?\d\d)?\]?:?/y, /[\d[]/),
	// Cloud logging: `E 2020-11-12T04:51:27.984001264Z `
	time(/(?<severity>[IWEF])\s+\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\s/y, /[IWEF]/, 'blank'),
	time(/\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?:?\s/y, /[\d[]/, 'blank'),
	time(/\d+(?:\.\d+)?s\s+\d+\s/y, /\d/, 'blank'), // Kaggle
	// levels of Python loggers: vLLM's `ERROR 04-30 22:40:27 [core.py:1136]`, `INFO:tensorflow:`, ` - ERROR - `
	form(
		/(?:ERROR|WARNING|INFO|DEBUG|CRITICAL)\s*\d\d-\d\d\s*\d\d:\d\d:\d\d(?:[.,]\d+)?\s*\[[\w./:-]{1,120}:\d+\]/y,
		/[EWIDC]/,
	),
	form(/(?:ERROR|WARNING|INFO|DEBUG|CRITICAL):[\w.]{1,60}:/y, /[EWIDC]/),
	form(/(?:-\s+[\w.]{1,80}\s+)?-\s+(?:ERROR|WARNING|INFO|DEBUG|CRITICAL)\s+-\s/y, /-/, 'blank'),
	form(/\|\s*(?:ERROR|WARNING|INFO|DEBUG|CRITICAL)\s*\|\s*[\w.<>]{1,120}:[\w.<>]{1,80}:\d+\s+-\s/y, /\|/, 'blank'),
	form(/\[?(?:ERROR|WARNING|INFO|DEBUG|CRITICAL)\]?\s+[-|]\s/y, /[EWIDC[]/, 'blank'),
	form(/\[(?:ERROR|WARNING|INFO|DEBUG|CRITICAL|FATAL)\]:?\s/y, /\[/, 'blank'),
	{...form(/(?:ERROR|WARNING|INFO|DEBUG|CRITICAL|FATAL):?\s/y, /[EWIDCF]/, 'blank'), afterTime: true},
	weak('level', /(?:ERROR|WARNING|INFO|DEBUG|CRITICAL|FATAL):?\s/y, /[EWIDCF]/),
	// Ray and vLLM: `(RayTrainWorker pid=542, ip=192.0.2.3)`, `(EngineCore_DP0 pid=12)`
	form(/\((?:[\w.:-]{1,80}\s+)?pid=(?<process>\d*),\s*ip=(?<host>[\w.:-]{1,80})\)/y, /\(/),
	form(/\((?<host>[\w.:-]{1,60}(?:DP|TP|PP|[Rr]ank)_?\d+)\s*pid=(?<process>\d+)\)/y, /\(/),
	form(/\((?:[\w.:-]{1,80}\s*)?pid=(?<process>\d+)\)/y, /\(/),
	// Kubernetes
	form(/\[pod\/(?<host>[\w.-]{1,253})\/[\w.-]{1,253}\]/y, /\[/),
	form(/(?:stdout|stderr)\s+[FP]\s/y, /s/, 'blank'),
	// ranks: `[rank0]:`, `[default3]:`, `[1,0]<stderr>:`, `[0]:`
	form(/\[(?<host>(?:rank|default|worker|host|process|proc|node|task)[ _-]?\d{1,6})\]:?/y, /\[/),
	form(/\[\d+,(?<host>\d+)\]\s*<std(?:out|err)>:?/y, /\[/),
	form(/\[(?<host>\d{1,5})\]:\s/y, /\[/, 'blank'),
	// `worker 3: `, `(host 3) `, `t1v-n-1a2b-w-0: `, `[tpu-host-3] `, `10.128.0.33: `, `trainer-0 | `
	weak(
		'host',
		/[[(<]?(?<host>(?:worker|host|node|rank|pod|task|replica|process|proc|shard|tpu|vm|w|h)[-_ ]?\d{1,6})\s*[\])>:|]{1,2}\s/iy,
		/[a-z[(<]/i,
	),
	weak('host', /(?<host>[A-Za-z][\w.]{0,60}(?:[-/][\w.]{1,60}){0,12}-\d{1,6})(?:\/[\w.-]{1,60})?\s*[:|>]\s/y, /[a-z]/i),
	weak('host', /\[(?<host>[A-Za-z][\w.]{0,60}(?:[-/][\w.]{1,60}){0,12}-\d{1,6})\]:?\s/y, /\[/),
	weak('host', /(?<host>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?::\d+)?\s*[:|]\s/y, /\d/),
	weak('host', /(?<host>[A-Za-z][\w.-]{0,60}[-_]\d{1,6})\s+\|\s/y, /[a-z]/i),
	// pod launcher: time, host, `[rank]`
	{...form(/(?<host>(?=\S*[\d.-])[\w.-]{1,80}\s\[\d{1,5}\])\s/y, /\w/, 'blank'), afterTime: true},
	{...form(/(?<host>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\s/y, /\d/, 'blank'), afterTime: true},
	// slurm's --label: `12: `
	weak('number', /(?<host>\d{1,5}):\s/y, /\d/),
	// syslog and journal
	form(
		/[A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d\s(?<host>[\w.-]{1,80})\s[\w./@-]{1,80}(?:\[\d+\])?:/y,
		/[A-Z]/,
		'blank',
	),
	// quotes and bullets
	weak('quote', />+(?=\s|>|$)/y, />/),
	weak('bullet', /[-*+•]\s/y, /[-*+•]/),
];

const MOST_PREFIXES = 10;
const NUMBERED = /^\d+$/;

/**
 * Takes off every prefix. A host that is a bare number is called a rank. `before` are the weak prefixes of the line before, or
 * `any` where that is not known; `isKnown` says whether a weak prefix came before a line not long ago.
 */
export function unprefix(
	line: string,
	before: readonly Weak[] | 'any',
	isKnown: (prefix: string) => boolean = () => false,
): Prefixed {
	let from = 0;
	let at = blanks(line, 0);
	let host: string | undefined;
	let process: string | undefined;
	let thread: string | undefined;
	let severity: string | undefined;
	const weak: Weak[] = [];
	let tag: string | undefined;
	let afterTime = false;
	for (let count = 0; count < MOST_PREFIXES; count += 1) {
		const taken = take(line, at, afterTime, false);
		if (!taken) break;
		if (taken.form.weak) {
			weak.push(taken.form.weak);
			const named = taken.form.weak === 'host' || taken.form.weak === 'number' ? line.slice(at, taken.end) : undefined;
			tag ??= named;
			const known = before === 'any' || before.includes(taken.form.weak) || (named !== undefined && isKnown(named));
			if (!known) break;
		}
		host ??= taken.groups['host'];
		process ??= taken.groups['process'];
		thread ??= taken.groups['thread'];
		severity ??= taken.groups['severity'];
		afterTime = taken.form.time === true;
		from = taken.end;
		at = blanks(line, from);
	}
	return {
		text: from === 0 ? line : line.slice(from),
		...(host !== undefined && {host: NUMBERED.test(host) ? `rank ${host}` : host}),
		...(process !== undefined && process !== '' && {process}),
		...(thread !== undefined && thread !== '' && {thread}),
		...(severity !== undefined && {severity}),
		weak,
		...(tag !== undefined && {tag}),
	};
}

/** How many characters of blank-free text at its beginning are prefixes, and the severity they name. */
export function tightPrefix(text: string): {readonly length: number; readonly severity?: string} {
	let at = 0;
	let severity: string | undefined;
	for (let count = 0; count < MOST_PREFIXES; count += 1) {
		const taken = take(text, at, false, true);
		if (!taken) break;
		severity ??= taken.groups['severity'];
		at = taken.end;
	}
	return severity === undefined ? {length: at} : {length: at, severity};
}

function take(
	line: string,
	at: number,
	afterTime: boolean,
	tight: boolean,
): {form: Form; end: number; groups: Readonly<Record<string, string | undefined>>} | undefined {
	const first = line.charAt(at);
	if (first === '') return undefined;
	for (const each of FORMS) {
		if ((tight && !each.tight) || (each.afterTime && !afterTime) || !each.first.test(first)) continue;
		each.pattern.lastIndex = at;
		const match = each.pattern.exec(line);
		if (match) return {form: each, end: at + match[0].length, groups: match.groups ?? {}};
	}
	return undefined;
}

function form(pattern: RegExp, first: RegExp, needs?: 'blank'): Form {
	return {pattern, first, tight: needs === undefined};
}

function weak(kind: Weak, pattern: RegExp, first: RegExp): Form {
	return {...form(pattern, first, 'blank'), weak: kind};
}

function time(pattern: RegExp, first: RegExp, needs?: 'blank'): Form {
	return {...form(pattern, first, needs), time: true};
}

function blanks(line: string, from: number): number {
	let at = from;
	while (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9) at += 1;
	return at;
}
