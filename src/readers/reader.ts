import {jobsOf} from '../job/decide.js';
import type {Framework} from '../model/framework.js';
import type {Hint, Reading, Routed} from '../model/incident.js';
import {anchored, CONTEXT_BEFORE} from './anchors.js';
import {Book} from './book.js';
import type {Draft} from './draft.js';
import {interpret} from './interpret.js';
import {SparingJobReader} from './job/sparing-job-reader.js';
import {Run} from './run.js';
import type {TaggedLine} from './tagged-line.js';
import {clean} from './text/clean.js';
import {unpackLine} from './text/packed.js';
import {Passage, type PassageLine} from './text/passage.js';
import {unprefix, type Weak} from './text/prefix.js';
import {withHints} from './with-hints.js';

/** Reads one log, line by line, with bounded memory. */
export interface Reader {
	/**
	 * The next line, without its line break. `whole: false`: the input ended inside it, and figures that touch its end are unknown.
	 * `loud`: it is one of many like it, which begins no message. Says whether it was read as a part of a message.
	 */
	push(line: string, whole?: boolean, loud?: boolean): boolean;
	/** Lines without anchors were left out (`anchors.ts`). */
	skip(lines: number): void;
	/** Whether the next lines matter even without anchors. */
	readonly hot: boolean;
	/** What was read. `repeats` says how often lines were left out that are like one that was pushed, by its number. */
	end(repeats?: ReadonlyMap<number, number>): Reading;
}

/** A line may be longer than anything that is read in it. */
const LONGEST_LINE = 1 << 20;
/** A passage ends when nothing of interest came for so long; labels of lists run over many lines when they are wrapped. */
const QUIET_LINES = 48;
const QUIET_CHARACTERS = 24_000;
/** A passage is also closed when the next message begins and it is long already, or too long in any case. */
const LONG_PASSAGE = 200_000;
const LONGEST_PASSAGE = 2_000_000;
const MOST_WAITING = 24_000_000;
/** Lines of other hosts after which a host counts as silent. */
const SILENT = 20_000;
/** Loud lines of any hosts, one after the other, after which no message is open any more. */
const MOST_LOUD = 512;
const MOST_HOSTS = 2048;
/** Lines between two with the same weak prefix: a wrapped line of one host, a few of others. */
const TAG_REACH = 40;
/** Characters at the beginning that are read whole. */
const HEAD = 1 << 19;
/** Characters at the beginning in which loud lines too are read for what they say of the job. */
const WHOLE_HEAD = 1 << 16;
const MOST_HINTS = 40;
const MOST_DRAFTS = 500;

const MESSAGE = /RESOURCE_EXHAUSTED|esource exhausted|INVALID_ARGUMENT|permanent error|Compilation failure/;

interface Stream {
	readonly host: string | undefined;
	lines: PassageLine[];
	size: number;
	quietLines: number;
	quietSize: number;
	last: number;
}

/** Makes a reader for one log; `name` is what places call it. Without tables of frameworks nothing is read of the job. */
export function createReader(name: string, frameworks: readonly Framework[] = []): Reader {
	return new LogReader(name, frameworks);
}

class LogReader implements Reader {
	readonly #name: string;
	readonly #run: Run;
	readonly #job: SparingJobReader;
	readonly #frameworks: readonly Framework[];
	readonly #book = new Book();
	readonly #streams = new Map<string, Stream>();
	/** Lines that may turn out to be the beginning of a message; what they hold is looked at only then. */
	#context: {readonly raw: string; readonly number: number; tagged?: readonly TaggedLine[]}[] = [];
	/** Drafts wait until they can be put in the order of the log: passages of several hosts overlap. */
	#drafts: Draft[] = [];
	readonly #routed = new Map<string, Routed>();
	readonly #hints: Hint[] = [];
	/** The thread that the lines of a host and process belong to when they name none. */
	readonly #threads = new Map<string, string>();
	/** Host and process of the last line that named one: lines without prefix are theirs. */
	#owner: {readonly host: string | undefined; readonly name: string} = {host: undefined, name: ''};
	/** What the line before belongs to. */
	#last = '';
	/** Prefixes of the line before that count only if they come again. */
	#weak: readonly Weak[] | 'any' = 'any';
	/** Weak prefixes that name a host, and the line that had each last: between two of them stand the pieces of a wrapped line. */
	readonly #tags = new Map<string, number>();
	#waiting = 0;
	#lines = 0;
	/** Loud lines since the last that was not. */
	#loudLines = 0;
	#characters = 0;
	#cut = false;
	/** The last line was read as a part of a message. */
	#taken = false;

	constructor(name: string, frameworks: readonly Framework[]) {
		this.#name = name;
		this.#frameworks = frameworks;
		this.#job = new SparingJobReader(frameworks, CONTEXT_BEFORE);
		this.#run = new Run(name);
	}

	/** A job says what it is at its beginning. */
	get hot(): boolean {
		return this.#streams.size > 0 || (this.#frameworks.length > 0 && this.#characters < HEAD);
	}

	push(line: string, whole = true, loud = false): boolean {
		this.#taken = false;
		this.#lines += 1;
		this.#characters += line.length + 1;
		this.#cut = !whole;
		const raw = line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line;
		if (this.#frameworks.length > 0) this.#job.push(raw, this.#lines, loud && this.#characters > WHOLE_HEAD);
		if (this.#streams.size > 0 || (!loud && (anchored(raw) || (raw.includes('\u001B') && clean(raw).some(anchored))))) {
			const interesting = this.#read(raw, this.#lines, loud);
			if (loud) this.#loudLines += 1;
			else if (interesting) this.#loudLines = 0;
			if (this.#loudLines > MOST_LOUD) this.#closeSilent(0);
		} else this.#remember(raw, this.#lines);
		if (this.#lines % 1024 === 0) this.#closeSilent(SILENT);
		return this.#taken;
	}

	skip(lines: number): void {
		this.#job.catchUp();
		this.#lines += lines;
		this.#context = [];
		this.#weak = 'any';
	}

	end(repeats: ReadonlyMap<number, number> = new Map()): Reading {
		const streams = [...this.#streams.values()].sort((a, b) => (a.lines[0]?.number ?? 0) - (b.lines[0]?.number ?? 0));
		for (const stream of streams) this.#close(stream, true);
		this.#streams.clear();
		this.#settle();
		const incidents = withHints(this.#book.incidents('line', repeats), this.#hints);
		const routed = [...this.#routed.values()].sort((a, b) => a.at.line - b.at.line);
		const failures = [
			...incidents.map(({code, at}) => ({code, line: at.line})),
			...routed.map(({kind, at}) => ({code: kind, line: at.line})),
		];
		const jobs = jobsOf(
			this.#job.end(this.#name),
			failures.sort((a, b) => a.line - b.line),
			this.#frameworks,
		);
		const unshown = this.#book.unshown(this.#name);
		const form = this.#lines === 0 ? 'empty' : 'log';
		return {
			evidence: [{name: this.#name, bytes: this.#characters, lines: this.#lines, form, ...(unshown > 0 && {unshown})}],
			incidents,
			routed,
			flags: this.#run.flags(),
			profile: [],
			facts: this.#run.facts(),
			...(this.#frameworks.length > 0 && {jobs}),
		};
	}

	#remember(raw: string, number: number, tagged?: readonly TaggedLine[]): void {
		this.#context.push(tagged ? {raw, number, tagged} : {raw, number});
		if (this.#context.length > CONTEXT_BEFORE) this.#context.shift();
	}

	#read(raw: string, number: number, loud: boolean): boolean {
		for (const line of this.#context) line.tagged ??= this.#lineOf(line.raw, line.number);
		const lines = this.#lineOf(raw, number);
		let any = false;
		for (const tagged of lines) {
			const interesting = anchored(tagged.line.text);
			any ||= interesting;
			if (interesting) this.#run.read(tagged.piece, number);
			const stream = this.#streams.get(tagged.key) ?? (interesting && !loud ? this.#open(tagged) : undefined);
			if (stream) this.#append(tagged, stream, interesting);
			this.#taken ||= stream !== undefined;
		}
		if (!lines.some(({key}) => this.#streams.has(key))) this.#remember(raw, number, lines);
		return any;
	}

	/** A new stream begins with the remembered lines of its host. */
	#open({key, host}: TaggedLine): Stream {
		const stream: Stream = {host, lines: [], size: 0, quietLines: 0, quietSize: 0, last: this.#lines};
		const before = this.#context.flatMap(({tagged}) => tagged ?? []).filter((each) => each.host === host);
		for (const {line} of before) this.#keep(stream, line);
		this.#context = this.#context.filter(({tagged}) => !tagged?.some((each) => each.host === host));
		this.#streams.set(key, stream);
		return stream;
	}

	#append({key, line}: TaggedLine, stream: Stream, interesting: boolean): void {
		if (interesting && stream.size > LONG_PASSAGE && MESSAGE.test(line.text)) this.#close(stream);
		this.#keep(stream, line);
		stream.last = this.#lines;
		stream.quietLines = interesting ? 0 : stream.quietLines + 1;
		stream.quietSize = interesting ? 0 : stream.quietSize + line.text.length;
		const quiet = stream.quietLines > QUIET_LINES && stream.quietSize > QUIET_CHARACTERS;
		if (quiet) {
			this.#close(stream);
			this.#streams.delete(key);
		} else if (stream.size > LONGEST_PASSAGE) this.#close(stream);
		else if (this.#waiting > MOST_WAITING) this.#closeLongest();
	}

	#keep(stream: Stream, line: PassageLine): void {
		stream.lines.push(line);
		stream.size += line.text.length;
		this.#waiting += line.text.length;
	}

	/** `ended`: no more lines come. */
	#close(stream: Stream, ended = false): void {
		if (stream.lines.length === 0) return;
		const last = stream.lines.at(-1)?.number === this.#lines;
		const passage = new Passage(this.#name, stream.lines, this.#cut && last);
		const {drafts, routed, hints} = interpret(passage, stream.host, ended && last);
		this.#drafts.push(...drafts);
		if (this.#drafts.length > MOST_DRAFTS) this.#settle();
		for (const {kind, at} of routed) if (!this.#routed.has(kind)) this.#routed.set(kind, {kind, at});
		for (const hint of hints) if (this.#hints.length < MOST_HINTS) this.#hints.push(hint);
		this.#waiting -= stream.size;
		stream.lines = [];
		stream.size = 0;
	}

	#settle(): void {
		for (const draft of this.#drafts.sort((a, b) => a.at.line - b.at.line)) this.#book.add(draft);
		this.#drafts = [];
	}

	#closeLongest(): void {
		this.#close([...this.#streams.values()].reduce((a, b) => (b.size > a.size ? b : a)));
	}

	#closeSilent(silence: number): void {
		for (const [key, stream] of this.#streams) {
			if (this.#lines - stream.last < silence) continue;
			this.#close(stream);
			this.#streams.delete(key);
		}
	}

	/** The lines that one line of the evidence holds, each with the host and thread it belongs to. */
	#lineOf(raw: string, number: number): readonly TaggedLine[] {
		const packed = unpackLine(raw);
		if (!packed) return clean(raw).map((piece) => this.#tag(piece, number, undefined));
		const lines = packed.text.replace(/\n$/, '').split('\n');
		return lines.flatMap(clean).map((piece) => this.#tag(piece, number, packed.host));
	}

	#tag(piece: string, number: number, packedHost: string | undefined): TaggedLine {
		const {
			text,
			host: named,
			process,
			thread,
			severity,
			weak,
			tag,
		} = unprefix(piece, this.#weak, (prefix) => this.#isRecent(prefix, number));
		this.#weak = weak;
		if (tag !== undefined) this.#tagged(tag, number);
		const host = named ?? packedHost;
		if (host !== undefined || process !== undefined) this.#owner = {host, name: `${host ?? ''} ${process ?? ''}`};
		const {name} = this.#owner;
		// A remark in the middle of another message does not take over what follows.
		const remark = severity === 'I' && !anchored(text);
		const between = remark && thread !== undefined && this.#isInside(name, thread);
		if (thread !== undefined && !between) {
			if (this.#threads.size >= MOST_HOSTS) this.#threads.clear();
			this.#threads.set(name, thread);
		}
		const line = {number, text, width: piece.length, ...(severity !== undefined && {severity})};
		const key = `${name} ${thread ?? this.#threads.get(name) ?? ''}`;
		if (!between) this.#last = key;
		return {piece, line, key, host: this.#owner.host};
	}

	/** Whether the line before belongs to a message of another thread of the same process. */
	#isInside(name: string, thread: string): boolean {
		return this.#last.startsWith(`${name} `) && this.#last !== `${name} ${thread}` && this.#streams.has(this.#last);
	}

	#isRecent(tag: string, number: number): boolean {
		return number - (this.#tags.get(tag) ?? -Infinity) <= TAG_REACH;
	}

	#tagged(tag: string, number: number): void {
		if (this.#tags.size >= MOST_HOSTS) this.#tags.clear();
		this.#tags.set(tag, number);
	}
}
