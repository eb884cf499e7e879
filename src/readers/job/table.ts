// The frameworks' tables made ready for reading lines: native keys by name, patterns behind one quick first look.
import type {Framework, Moment} from '../../model/framework.js';
import type {NamedBy} from '../../model/job.js';
import {compileWords, type Found, type Pattern} from './words.js';

/** What a matching line is for: the framework and the entry of its table. */
export interface Rule {
	readonly framework: string;
	readonly pattern: Pattern;
	readonly use: 'sign' | 'workload' | 'phase' | 'says' | 'progress';
	readonly weight?: number;
	readonly is?: string;
	readonly setting?: string;
	readonly text?: string;
}

export interface Match {
	readonly rule: Rule;
	readonly found: Found;
}

/** A native key: the canonical names it stands for, and whether it is an ordinary word. */
export interface KnownKey {
	readonly names: readonly NamedBy[];
	readonly weak: boolean;
}

export interface JobTable {
	/** A key as normalised by `keyOf`. */
	key(normal: string): KnownKey | undefined;
	/** Whether some key ends in a word: a quick first look, before all that may belong to a key is put together. */
	endsKey(word: string): boolean;
	axis(name: string): string | undefined;
	/** Finds the rules whose words a line has. Signs of a framework that is as sure already (`weights`) are left out: they cost time. */
	finder(weights: ReadonlyMap<string, number>): (line: string) => readonly Match[];
}

const tables = new WeakMap<readonly Framework[], JobTable>();

/** The table of the frameworks; made once for each list. */
export function tableOf(frameworks: readonly Framework[]): JobTable {
	const known = tables.get(frameworks);
	if (known) return known;
	const made = makeTable(frameworks);
	tables.set(frameworks, made);
	return made;
}

/** Keys are compared without case; `-`, `_` and blanks are alike. */
export function keyOf(printed: string): string {
	return printed.toLowerCase().replace(/[-\s]+/g, '_');
}

/** What follows the last blank, dash or underscore. */
function lastWord(key: string): string {
	return key.slice(key.search(/[^\s_-]*$/));
}

function makeTable(frameworks: readonly Framework[]): JobTable {
	const keys = new Map<string, {names: NamedBy[]; weak: boolean}>();
	const axes = new Map<string, string>();
	const ends = new Set<string>();
	const rules: Rule[] = [];
	for (const framework of frameworks) {
		const weak = new Set(framework.weak.map(keyOf));
		for (const [name, natives] of Object.entries(framework.settings)) {
			natives.forEach((native, rank) => {
				const normal = keyOf(native);
				ends.add(lastWord(normal));
				const known = keys.get(normal) ?? {names: [], weak: weak.has(normal)};
				known.names.push({framework: framework.id, name, rank});
				known.weak &&= weak.has(normal);
				keys.set(normal, known);
			});
		}
		for (const [axis, name] of Object.entries(framework.axes)) axes.set(keyOf(axis), name);
		rules.push(...rulesOf(framework));
	}
	const all = finderOf(rules);
	return {
		key: (normal) => keys.get(normal),
		endsKey: (word) => {
			const last = lastWord(word.toLowerCase());
			for (let dot = -1; ;) {
				if (ends.has(last.slice(dot + 1))) return true;
				dot = last.indexOf('.', dot + 1);
				if (dot < 0) return false;
			}
		},
		axis: (name) => axes.get(keyOf(name)),
		finder: (weights) =>
			weights.size === 0
				? all
				: finderOf(
						rules.filter(({use, framework, weight = 0}) => use !== 'sign' || weight > (weights.get(framework) ?? 0)),
					),
	};
}

function rulesOf(framework: Framework): Rule[] {
	const {id} = framework;
	const moments = (use: 'workload' | 'phase', list: readonly Moment<string>[]): Rule[] =>
		list.flatMap(({is, words}) => words.map((each) => ({framework: id, pattern: compileWords(each), use, is})));
	return [
		...framework.signs.map(({words, weight}): Rule => ({
			framework: id,
			pattern: compileWords(words),
			use: 'sign',
			weight,
		})),
		...moments('workload', framework.workloads),
		...moments('phase', framework.phases),
		...framework.says.map(({words, setting, text}): Rule => ({
			framework: id,
			pattern: compileWords(words),
			use: 'says',
			setting,
			...(text !== undefined && {text}),
		})),
		...framework.progress.map((words): Rule => ({framework: id, pattern: compileWords(words), use: 'progress'})),
	];
}

/** One regular expression of literals says which rules are worth a try. */
function finderOf(rules: readonly Rule[]): (line: string) => readonly Match[] {
	const byKey = new Map<string, Rule[]>();
	for (const rule of rules) byKey.set(rule.pattern.key, [...(byKey.get(rule.pattern.key) ?? []), rule]);
	const keys = [...byKey.keys()].filter((key) => key !== '');
	if (keys.length === 0) return () => [];
	const keysIn = keyFinder(keys);
	return (line) =>
		keysIn(line).flatMap((key) =>
			(byKey.get(key) ?? []).flatMap((rule) => {
				const found = rule.pattern.match(line);
				return found ? [{rule, found}] : [];
			}),
		);
}

const CODES = 4096;
/** Characters that a key is looked up by. */
const START = 3;

/** Which of the keys a line has, in their order: one pass over the line, however many keys there are. */
function keyFinder(keys: readonly string[]): (line: string) => readonly string[] {
	const starts = new Map<number, number[]>();
	const short: number[] = [];
	const seen = new Uint8Array(CODES);
	for (const [index, key] of keys.entries()) {
		if (key.length < START) short.push(index);
		else {
			const code = codeAt(key, 0);
			seen[code] = 1;
			starts.set(code, [...(starts.get(code) ?? []), index]);
		}
	}
	return (line) => {
		const found: number[] = short.filter((index) => line.includes(keys[index] ?? ''));
		for (let at = 0; at + START <= line.length; at += 1) {
			const code = codeAt(line, at);
			if (seen[code] === 0) continue;
			for (const index of starts.get(code) ?? []) {
				if (line.startsWith(keys[index] ?? '', at) && !found.includes(index)) found.push(index);
			}
		}
		return found.sort((a, b) => a - b).map((index) => keys[index] ?? '');
	};
}

function codeAt(text: string, at: number): number {
	return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) & (CODES - 1);
}
