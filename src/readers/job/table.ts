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

function makeTable(frameworks: readonly Framework[]): JobTable {
	const keys = new Map<string, {names: NamedBy[]; weak: boolean}>();
	const axes = new Map<string, string>();
	const rules: Rule[] = [];
	for (const framework of frameworks) {
		const weak = new Set(framework.weak.map(keyOf));
		for (const [name, natives] of Object.entries(framework.settings)) {
			natives.forEach((native, rank) => {
				const normal = keyOf(native);
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
	const first = new RegExp(keys.map((key) => key.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join('|'));
	return (line) => {
		if (!first.test(line)) return [];
		return keys.flatMap((key) => {
			if (!line.includes(key)) return [];
			return (byKey.get(key) ?? []).flatMap((rule) => {
				const found = rule.pattern.match(line);
				return found ? [{rule, found}] : [];
			});
		});
	};
}
