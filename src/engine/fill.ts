import type {Fact} from '../model/fact.js';
import {resolve} from '../model/fact.js';
import {printSize} from '../model/size.js';
import type {Template} from '../model/flow.js';

/**
 * Puts the texts of facts in the place of `{their.names}`. A part in double brackets is left out when a fact in it is not known:
 * `Used {disk.used}[[ of {disk.size}]].` gives `Used 3G.` where the size is missing. A sentence that names a fact that is not known is
 * left out as a whole, so the result can be empty.
 */
export function fill(template: Template, facts: readonly Fact[]): string {
	if (!template.includes('{') && !template.includes('[[')) return template.split(SENTENCE_END).join(' ');
	const known = resolved(facts);
	const isKnown = (part: string): boolean => placeholders(part).every(({name}) => known.has(name));
	const whole = template.replace(OPTIONAL, (_, part: string) => (isKnown(part) ? part : ''));
	return whole
		.split(SENTENCE_END)
		.filter(isKnown)
		.join(' ')
		.replace(PLACEHOLDER, (_, name: string, at: number, text: string) => {
			const value = known.get(name)?.value;
			if (value === undefined) return '';
			// A message that prints plain bytes is quoted so only where the sentence says that they are bytes.
			const isPlain = value.kind === 'size' && /^\d+$/.test(value.text);
			const unit = text.startsWith(' bytes', at + name.length + 2);
			return isPlain && !unit ? printSize(value.bytes.low) : value.text;
		});
}

/** The facts that a sentence names, in order, with their offsets in it. */
export function placeholders(template: Template): readonly {readonly name: string; readonly offset: number}[] {
	return [...template.matchAll(PLACEHOLDER)].map((match) => ({name: match[1] ?? '', offset: match.index}));
}

/** A diagnosis fills many templates with the same facts. */
function resolved(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
	const before = RESOLVED.get(facts);
	if (before?.count === facts.length) return before.known;
	const known = resolve(facts);
	RESOLVED.set(facts, {count: facts.length, known});
	return known;
}

const RESOLVED = new WeakMap<readonly Fact[], {readonly count: number; readonly known: ReadonlyMap<string, Fact>}>();

const SENTENCE_END = /(?<=[.!?])\s+(?=[A-Z{'"`])/;
const PLACEHOLDER = /\{([a-z][a-z0-9_.]*)\}/g;
const OPTIONAL = /\[\[((?:(?!\]\]|\[\[).)*)\]\]/gs;
