import type {Fact} from '../model/fact.js';
import {resolve} from '../model/fact.js';
import type {Template} from '../model/flow.js';

/** Said where a sentence names a fact that is not known. */
export const NOT_KNOWN = '(not known)';

/**
 * Puts the texts of facts in the place of `{their.names}`. A part in double brackets is left out when a fact in it is not known:
 * `Used {disk.used}[[ of {disk.size}]].` gives `Used 3G.` where the size is missing; elsewhere a missing fact reads `(not known)`.
 */
export function fill(template: Template, facts: readonly Fact[]): string {
	const known = resolve(facts);
	const whole = template.replace(OPTIONAL, (_, part: string) =>
		placeholders(part).every(({name}) => known.has(name)) ? part : '',
	);
	return whole.replace(PLACEHOLDER, (_, name: string) => known.get(name)?.value.text ?? NOT_KNOWN);
}

/** The facts that a sentence names, in order, with their offsets in it. */
export function placeholders(template: Template): readonly {readonly name: string; readonly offset: number}[] {
	return [...template.matchAll(PLACEHOLDER)].map((match) => ({name: match[1] ?? '', offset: match.index}));
}

const PLACEHOLDER = /\{([a-z][a-z0-9_.]*)\}/g;
const OPTIONAL = /\[\[((?:(?!\]\]).)*)\]\]/gs;
