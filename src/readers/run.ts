// What a log says about the run itself: versions, flags in force, figures of memory. Read from single lines, as printed.
import type {Fact, Place} from '../model/fact.js';
import type {FlagInForce} from '../model/incident.js';
import {parseSize} from '../model/size.js';

const VERSIONS: readonly {readonly name: string; readonly pattern: RegExp}[] = [
	{name: 'jax.version', pattern: /\bjax(?:[ _]version)?\s?(?:==|:|=|\s|v)\s*v?(\d+\.\d+\.\d+[\w.]*)/i},
	{
		name: 'libtpu.version',
		pattern: /\blibtpu(?:[-_ ](?:version|nightly))?\s?(?:==|:|=|\s|-)\s*v?(\d+\.\d+\.\d+[\w.]*)/i,
	},
];

/** Figures that are printed before a failure, perhaps often: the last one is the nearest to it. */
const FIGURES: readonly {readonly word: string; readonly pattern: RegExp; readonly names: readonly string[]}[] = [
	{
		word: 'reduce memory use below',
		pattern: /reduce memory use below ([\d.]+[KMGT]iB)\b.{0,160}?only reduced to ([\d.]+[KMGT]iB)\b/,
		names: ['remat.target', 'remat.reached'],
	},
	{word: 'only reduced to', pattern: /only reduced to .{0,60}?down from ([\d.]+[KMGT]iB)\b/, names: ['remat.before']},
	{word: 'bytes_in_use', pattern: /(?<!\w)bytes_in_use['"]?\s*[:=]\s*(\d{4,})\b/, names: ['allocator.in_use']},
	{word: 'bytes_limit', pattern: /(?<!\w)bytes_limit['"]?\s*[:=]\s*(\d{4,})\b/, names: ['allocator.limit']},
	...[
		['peak_bytes_in_use', 'allocator.peak'],
		['bytes_reserved', 'allocator.reserved'],
		['largest_free_block_bytes', 'allocator.largest_free'],
		['argument_size_in_bytes', 'compiled.arguments'],
		['output_size_in_bytes', 'compiled.output'],
		['alias_size_in_bytes', 'compiled.alias'],
		['temp_size_in_bytes', 'compiled.temp'],
	].map(([word = '', name = '']) => ({
		word,
		pattern: new RegExp(String.raw`(?<!\w)${word}['"]?\s*[:=]\s*(\d+)\b`),
		names: [name],
	})),
];

/** The compiler says so only where the flag is on. */
const PASSES_ON = 'due to xla_tpu_no_crash_on_oom';

const VARIABLES = ['LIBTPU_INIT_ARGS', 'XLA_FLAGS'] as const;
const FLAG = /--([a-z]\w{2,100})(?:=("[^"]*"|'[^']*'|[^\s'",;)]*))?/g;
const OPTION = /['"]((?:xla|tpu)_\w{2,100})['"]\s*:\s*['"]?([\w.+-]{1,60})/g;
/** Words before a flag that only recommends it. */
const ADVICE =
	/\b(?:set|setting|use|using|try|pass|passing|add|adding|with|via|enable|enabling|flag|option|increase|raise)\s*[`'"]?$/i;
const VARIABLE_ADVICE = /(?:envvar|try|set|bug, run with|environment variable)\s*[`'"]?$/i;
const MOST_FLAGS = 300;

/** Collects what the lines of a log say about the run. */
export class Run {
	readonly #evidence: string;
	readonly #versions = new Map<string, Fact>();
	readonly #flags = new Map<string, FlagInForce>();
	readonly #figures = new Map<string, Fact>();

	constructor(evidence: string) {
		this.#evidence = evidence;
	}

	/** Looks at one line. */
	read(line: string, number: number): void {
		if (line.includes('.') && /jax|libtpu/i.test(line)) this.#readVersions(line, number);
		for (const {word, pattern, names} of FIGURES) {
			if (line.includes(word)) this.#readFigures(pattern.exec(line)?.slice(1) ?? [], names, line, number);
		}
		if (line.includes(PASSES_ON)) this.#flag('xla_tpu_no_crash_on_oom', 'true', 'unknown', line, number);
		for (const variable of VARIABLES) {
			const at = line.indexOf(variable);
			if (at >= 0 && !VARIABLE_ADVICE.test(line.slice(0, at))) {
				this.#readFlags(line.slice(at + variable.length), variable, line, number);
			}
		}
		if (line.includes('compiler_options') || line.includes("'xla_tpu")) this.#readOptions(line, number);
		else if (line.includes('--xla_') && !VARIABLES.some((variable) => line.includes(variable))) {
			this.#readFlags(line, 'unknown', line, number);
		}
	}

	facts(): readonly Fact[] {
		return [...this.#versions.values(), ...this.#figures.values()];
	}

	flags(): readonly FlagInForce[] {
		return [...this.#flags.values()];
	}

	#readVersions(line: string, number: number): void {
		for (const {name, pattern} of VERSIONS) {
			const version = this.#versions.has(name) ? undefined : pattern.exec(line)?.[1];
			if (version !== undefined) this.#versions.set(name, this.#fact(name, version.replace(/\.$/, ''), line, number));
		}
	}

	#readFigures(texts: readonly string[], names: readonly string[], line: string, number: number): void {
		texts.forEach((text, index) => {
			const [name, size] = [names[index], parseSize(text)];
			if (name === undefined || !size) return;
			const fact = this.#fact(name, text, line, number);
			this.#figures.set(name, {...fact, value: {kind: 'size', text: size.text, bytes: size.bytes}});
		});
	}

	#readFlags(text: string, channel: FlagInForce['channel'], line: string, number: number): void {
		const assigned = channel === 'unknown' || /^["']?\s*[=:]/.test(text);
		if (!assigned) return;
		for (const match of (channel === 'unknown' ? text : valueOf(text)).matchAll(FLAG)) {
			const [, name = '', value = 'true'] = match;
			if (channel === 'unknown' && (!name.startsWith('xla_') || ADVICE.test(text.slice(0, match.index)))) continue;
			this.#flag(name, value, channel, line, number);
		}
	}

	#readOptions(line: string, number: number): void {
		for (const [, name = '', value = ''] of line.matchAll(OPTION)) this.#flag(name, value, 'unknown', line, number);
	}

	#flag(name: string, value: string, channel: FlagInForce['channel'], line: string, number: number): void {
		if (this.#flags.size >= MOST_FLAGS && !this.#flags.has(`${channel} ${name}`)) return;
		const bare = value.replace(/^(["'])(.*)\1$/, '$2');
		this.#flags.set(`${channel} ${name}`, {name, value: bare, channel, place: this.#place(line, number, name)});
	}

	#fact(name: string, text: string, line: string, number: number): Fact {
		return {
			name,
			value: {kind: 'text', text},
			origin: {by: 'reader', reader: 'run', place: this.#place(line, number, text)},
		};
	}

	#place(line: string, number: number, word: string): Place {
		const from = Math.max(0, line.indexOf(word) - 100);
		return {evidence: this.#evidence, line: number, quote: line.slice(from, from + 300).trim()};
	}
}

/** The value after `=` or `:`: all within its quotes, or word by word as long as each is a flag. After that comes the command. */
function valueOf(text: string): string {
	const [, quote, rest = ''] = /^["']?\s*[=:]\s*(["'])?(.*)$/s.exec(text) ?? [];
	if (quote !== undefined) return rest.split(quote, 1)[0] ?? '';
	const words = rest.split(/\s+/);
	const end = words.findIndex((word) => !word.startsWith('--'));
	return (end < 0 ? words : words.slice(0, end)).join(' ');
}
