import type {Framework} from '../../model/framework.js';
import type {JobSigns, LineSign, Phase, StackFrame, Traceback, Workload} from '../../model/job.js';
import {parseSize} from '../../model/size.js';
import {assignmentsIn} from './assignments.js';
import {closesQuote, commandIn, goesOn, mayBeginCommand, opensQuote, variablesIn} from './commands.js';
import {clean} from '../text/clean.js';
import {unpackLine} from '../text/packed.js';
import {unprefix} from '../text/prefix.js';
import {arrowOf, beginsTraceback, frameOf} from './frames.js';
import {axesIn, devicesIn} from './mesh.js';
import {modelSizesIn} from './model-size.js';
import {stepIn} from './steps.js';
import {tableOf, type JobTable, type Match} from './table.js';
import {versionsIn} from './versions.js';

/** Bounds of what is remembered; of more, the first or the last count, as said. */
const MOST_SETTINGS = 2000;
const MOST_MARKS = 400;
const MOST_MOMENTS = 400;
const MOST_COMMANDS = 50;
const MOST_FAILURES = 400;
const MOST_PROGRESS = 60;
const MOST_TRACEBACKS = 60;
const MOST_FRAMES = 80;
const MOST_SAMPLES = 400;
const LONGEST_LOGICAL = 12_000;
const MOST_JOINED = 80;
const LONGEST_QUOTE = 400;
const LONGEST_LINE = 40_000;
/** Lines after a frame that can still be its code or belong to its traceback. */
const FRAME_REACH = 12;

/** A failure of the device or the compiler. */
const FAILURE =
	/RESOURCE_EXHAUSTED|esource exhausted|INVALID_ARGUMENT|Ran out of memory|CompileTime[A-Z]|Error loading program|Attempting to (?:allocate|reserve)|ioctl failed|Check failed:|requires more parameters/;
/** The end of a traceback, of any failure. */
const ERROR = /^[\w.]{0,120}(?:Error|Exception|Exhausted|Interrupt|Exit)\b(?:: |$)/;
/** Texts of failures and of compilers: what looks like a setting in them is none. */
const NO_SETTINGS =
	/RESOURCE_EXHAUSTED|XLA label|XLA Label|op_name=|op_type=|Operator:|Shape(?:dArray|Dtype|DtypeStruct)\(|Error: |^\s*\^+\s*$/;
const LITERAL = /^(?:-?\d[\d_.]*|True|False)$/;
/** Words of which each retry has one: a quick first look. */
const RETRY_WORDS = /retry|trying|fall|reducing|halving|lowering/i;
const RETRY =
	/\b(?:does ?n[o']t fit|OOM|out of memory|failed)\b[^.]{0,80}\b(?:trying|retry(?:ing)?|falling back|fall(?:s)? back|reducing|halving|lowering)\b|\b(?:retrying|trying again|falling back|reducing|halving|lowering)\b[^.]{0,40}\b(?:batch|smaller|with|to)\b|attempting to defragment and retry/i;
const IN_USE =
	/\b(?:bytes_in_use|bytes_used|in_use|hbm(?:[ _](?:in[ _]use|used|usage|mem(?:ory)?))?|used_hbm|(?:tpu|device|hbm)[ _]mem(?:ory)?(?:[ _](?:used|usage|in[ _]use))?|mem(?:ory)?[ _]in[ _]use|live[ _](?:arrays|bytes))\b["']?\s{0,8}[:=]?\s{0,8}(\d[\d,]*(?:\.\d+)?)\s?([KMGT]i?B?|bytes|B)?\b|Using \(GB\) (\d+(?:\.\d+)?)/i;

/** Reads what a log says of its job, line by line, with bounded memory. */
export class JobReader {
	readonly #table: JobTable;
	#find: ReturnType<JobTable['finder']>;
	readonly #marks = new Map<string, JobSigns['marks'][number]>();
	readonly #settings = new Map<string, JobSigns['settings'][number]>();
	readonly #commands: LineSign[] = [];
	readonly #workloads: JobSigns['workloads'][number][] = [];
	readonly #phases: JobSigns['phases'][number][] = [];
	readonly #tracebacks: Traceback[] = [];
	readonly #failures: number[] = [];
	readonly #progress: JobSigns['progress'][number][] = [];
	readonly #retries: LineSign[] = [];
	readonly #inUse: JobSigns['inUse'][number][] = [];
	readonly #versions = new Map<string, LineSign>();
	readonly #flags = new Map<string, LineSign>();
	#frames: StackFrame[] = [];
	/** A logical line that backslashes, an open quote or an open parenthesis go on with. */
	#joined: {text: string; readonly line: number; count: number; readonly until: 'slash' | 'quote'} | undefined;
	/** Lines inside a repr such as `TrainingArguments(`, until its `)`. */
	#block = 0;
	#failed = 0;
	#steps = 0;

	constructor(frameworks: readonly Framework[]) {
		this.#table = tableOf(frameworks);
		this.#find = this.#table.finder(new Map());
	}

	/** One line of the evidence, with all its prefixes. */
	push(raw: string, number: number): void {
		const packed = unpackLine(raw);
		const pieces = packed ? packed.text.split('\n').flatMap(clean) : clean(raw);
		// A progress bar that is drawn again and again in one line counts as it was last.
		const last = raw.includes('%|') && !packed ? raw.slice(raw.lastIndexOf('\r') + 1) : undefined;
		for (const [index, piece] of pieces.entries()) {
			const shown = index === pieces.length - 1 ? (last ?? piece) : piece;
			this.#read(shown, unprefix(piece, 'any').text, number);
		}
	}

	/** One line: as it was, and without the prefixes of launchers and loggers. */
	#read(raw: string, text: string, number: number): void {
		if (raw.length > LONGEST_LINE) return;
		this.#readMoments(raw, number);
		const frame = this.#readFrame(text, number);
		if (FAILURE.test(text)) this.#failure(number);
		else if (this.#frames.length > 0 && ERROR.test(text)) this.#closeTraceback();
		this.#readProgress(raw, text, number);
		if (text.includes('.') || raw.includes('.')) {
			for (const {name, version} of versionsIn(raw)) {
				if (!this.#versions.has(name)) this.#versions.set(name, {text: version, line: number});
			}
		}
		if (frame) return;
		if (this.#isCode(text, number)) this.#readCode(text, number);
		else this.#readLogical(text, number);
	}

	end(evidence: string): JobSigns {
		this.#closeTraceback();
		if (this.#joined) this.#readStatement(this.#joined.text, this.#joined.line);
		return {
			evidence,
			marks: [...this.#marks.values()],
			settings: [...this.#settings.values()],
			commands: this.#commands,
			workloads: this.#workloads,
			phases: this.#phases,
			tracebacks: this.#tracebacks,
			failures: this.#failures,
			progress: this.#progress,
			retries: this.#retries,
			inUse: this.#inUse,
			versions: Object.fromEntries(this.#versions),
			flags: Object.fromEntries(this.#flags),
		};
	}

	#readMoments(raw: string, line: number): void {
		for (const match of this.#find(raw)) this.#take(match, raw, line);
	}

	#take({rule, found}: Match, raw: string, line: number): void {
		const {framework} = rule;
		const text = quote(raw);
		switch (rule.use) {
			case 'sign': {
				const weight = rule.weight ?? 1;
				const known = this.#marks.get(framework);
				if ((known?.weight ?? 0) < weight && this.#marks.size < MOST_MARKS) {
					this.#marks.set(framework, {framework, weight, text, line});
					this.#find = this.#table.finder(
						new Map([...this.#marks.values()].map((mark) => [mark.framework, mark.weight])),
					);
				}
				return;
			}
			case 'workload':
				keepLast(this.#workloads, {is: rule.is as Workload, framework, text, line}, MOST_MOMENTS);
				return;
			case 'phase':
				keepLast(this.#phases, {is: rule.is as Phase, framework, text, line}, MOST_MOMENTS);
				return;
			case 'says': {
				const said = rule.text ?? found.value;
				if (said === undefined || rule.setting === undefined) return;
				this.#setting(rule.setting, said, line, 'dump', [{framework, name: rule.setting, rank: 50}]);
				return;
			}
			case 'progress':
				this.#steps += 1;
				keepLast(this.#progress, {text, line, ...(found.step !== undefined && {step: found.step})}, MOST_PROGRESS);
		}
	}

	#readFrame(text: string, line: number): boolean {
		if (beginsTraceback(text)) {
			this.#closeTraceback();
			return true;
		}
		const frame = frameOf(text, line);
		if (frame) {
			if (line - (this.#frames.at(-1)?.line ?? line) > 4 * FRAME_REACH) this.#closeTraceback();
			this.#frames.push(frame);
			// The middle of a deep recursion says nothing.
			if (this.#frames.length > MOST_FRAMES) this.#frames.splice(MOST_FRAMES / 4, 1);
			return true;
		}
		const last = this.#frames.at(-1);
		if (!last || line - last.line > FRAME_REACH) return false;
		const arrow = arrowOf(text);
		if (arrow) {
			this.#frames[this.#frames.length - 1] = {...last, ...(last.at === 0 && {at: arrow.at}), code: arrow.code};
			return true;
		}
		if (line === last.line + 1 && last.code === undefined && /^\s/.test(text)) {
			this.#frames[this.#frames.length - 1] = {...last, code: text.trim()};
		}
		return false;
	}

	/** The line below a Python frame is its code. A notebook's code around the arrow holds settings, and is read. */
	#isCode(text: string, line: number): boolean {
		const last = this.#frames.at(-1);
		if (!last || /\bIn ?\[|ipython-input/.test(last.file)) return false;
		return line - last.line <= 2 && (last.code === text.trim() || /^\s*[\^~]+\s*$/.test(text));
	}

	/** In the user's own code, a literal argument is a setting: `model.fit(x, batch_size=16)`. */
	#readCode(text: string, line: number): void {
		if (/(?:site|dist)-packages\//.test(this.#frames.at(-1)?.file ?? '')) return;
		for (const {key, text: value, known} of assignmentsIn(text, this.#table)) {
			if (LITERAL.test(value) && !known.weak) this.#setting(key, value, line, 'assignment', known.names);
		}
	}

	#closeTraceback(fatal = false): void {
		const last = this.#frames.at(-1);
		if (last) keepLast(this.#tracebacks, {frames: this.#frames, line: last.line, fatal}, MOST_TRACEBACKS);
		this.#frames = [];
	}

	#failure(line: number): void {
		this.#failed = line;
		if (this.#failures.length < MOST_FAILURES) this.#failures.push(line);
		else this.#failures[this.#failures.length - 1] = line;
		this.#closeTraceback(true);
	}

	#readProgress(raw: string, text: string, line: number): void {
		const step = stepIn(raw, text);
		const same = this.#progress.at(-1)?.line === line ? this.#progress.at(-1) : undefined;
		if (step !== undefined && same?.step === undefined) {
			if (same) this.#progress.pop();
			else this.#steps += 1;
			keepLast(this.#progress, {text: quote(raw), line, step}, MOST_PROGRESS);
		}
		if (this.#retries.length < MOST_MOMENTS && RETRY_WORDS.test(text) && RETRY.test(text))
			this.#retries.push({text: quote(text), line});
		const used = /in_use|bytes_used|hbm|HBM|mem|Using \(GB\)|live/.test(text) ? IN_USE.exec(text) : null;
		if (used && !FAILURE.test(text)) {
			const [, figure = '', unit = '', gigabytes] = used;
			const printed = gigabytes === undefined ? `${figure.replaceAll(',', '')}${unit || 'B'}` : `${gigabytes}GiB`;
			const bytes = /^[\d.]+(?:B|bytes)$/i.test(printed) ? parseFloat(printed) : parseSize(printed)?.bytes.low;
			if (bytes !== undefined && bytes > 1e6)
				keepLast(this.#inUse, {text: printed, line, bytes, after: this.#steps}, MOST_SAMPLES);
		}
	}

	#readLogical(text: string, line: number): void {
		const open = this.#joined;
		if (open) {
			open.text += ` ${text.trim()}`;
			open.text = open.text.replace(/\\\s+(?=\S*)/g, ' ');
			open.count += 1;
			const more = open.until === 'quote' ? !closesQuote(open.text) : goesOn(text);
			if (more && open.count < MOST_JOINED && open.text.length < LONGEST_LOGICAL) return;
			this.#joined = undefined;
			this.#readStatement(open.text.replace(/\\\s*$/, ''), open.line);
			return;
		}
		if (goesOn(text) && mayBeginCommand(text)) {
			const until = opensQuote(text) ? 'quote' : 'slash';
			this.#joined = {text: text.replace(/\\\s*$/, ' '), line, count: 0, until};
			return;
		}
		this.#readStatement(text, line);
	}

	#readStatement(text: string, line: number): void {
		const command = commandIn(text);
		if (command !== undefined && !this.#commands.some((known) => known.text === command && line - known.line < 20)) {
			keepLast(this.#commands, {text: command, line}, MOST_COMMANDS);
		}
		for (const {name, value} of variablesIn(text)) this.#flags.set(name, {text: value, line});
		if (NO_SETTINGS.test(text)) return;
		if (/\b[A-Z]\w*(?:Args|Arguments|Config|Namespace|Params)\($/.test(text)) this.#block = line;
		else if (this.#block > 0 && /^\s*\)/.test(text)) this.#block = 0;
		const inBlock = this.#block > 0 && line - this.#block < 400;
		for (const {key, text: value, form, known} of assignmentsIn(text, this.#table, inBlock)) {
			this.#setting(key, value, line, command !== undefined && form === 'dump' ? 'assignment' : form, known.names);
		}
		for (const {axis, name, size} of [...axesIn(text, this.#table), ...devicesIn(text), ...modelSizesIn(text)]) {
			this.#setting(axis, size, line, 'dump', [{framework: 'any', name, rank: 40}]);
		}
	}

	/** The first line of each value counts; a value that comes again after another one is a new one. */
	#setting(
		key: string,
		text: string,
		line: number,
		form: JobSigns['settings'][number]['form'],
		names: JobSigns['settings'][number]['names'],
	): void {
		const id = `${key}\u0000${text}\u0000${String(this.#failed)}`;
		if (this.#settings.has(id) || this.#settings.size >= MOST_SETTINGS) return;
		this.#settings.set(id, {key, text, line, form, names});
	}
}

function keepLast<Item>(list: Item[], item: Item, most: number): void {
	list.push(item);
	if (list.length > most) list.splice(Math.floor(most / 2), 1);
}

function quote(text: string): string {
	const words = text.trim();
	return words.length > LONGEST_QUOTE ? words.slice(0, LONGEST_QUOTE) : words;
}
