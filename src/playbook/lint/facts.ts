import {placeholders, type Conditions} from '../../engine/index.js';
import type {Complaints} from '../complaints.js';
import {isTableBroken, type Draft} from '../draft.js';
import {didYouMean, nearest} from '../suggest.js';
import {stageConditions} from './conditions.js';
import {conditionsOf} from './tuning.js';

/**
 * Every fact that a condition asks for can become known, and every fact that is declared is used. `read`: the facts that this program
 * reads or derives; undefined where that is not known.
 */
export function lintFacts(
	draft: Draft,
	conditions: Conditions,
	read: ReadonlySet<string> | undefined,
	complaints: Complaints,
): void {
	if (isTableBroken(draft, 'facts') || draft.broken.names.size > 0) return;
	const stated = new Set<string>();
	const shown = new Set<string>();
	const asked = new Set<string>();
	const meant = (name: string): string => (draft.facts.has(name) ? name : (nearest(name, draft.facts.keys()) ?? name));
	const ask = (source: string): void => {
		const check = conditions.check(source);
		if (check.ok) for (const name of check.facts) asked.add(name);
		// One defect makes one complaint: what a refused condition may have meant counts as asked for.
		else for (const [word] of source.matchAll(/[a-z][a-z0-9_.]*/g)) shown.add(meant(word));
	};
	for (const {value} of draft.nodes.values()) {
		for (const sentence of sentencesIn(value)) for (const {name} of placeholders(sentence)) shown.add(meant(name));
		if (value.kind !== 'question') continue;
		for (const {when, states} of value.options) {
			if (when) ask(when.source);
			for (const name of Object.keys(states)) stated.add(meant(name));
		}
	}
	for (const {source} of stageConditions(draft)) ask(source);
	for (const {value} of draft.remedies.values()) {
		for (const {when} of value.change?.does ?? []) if (when) ask(when.source);
		for (const {when, because} of [...value.indicated, ...value.unlikely, ...value.ruledOut]) {
			ask(when.source);
			for (const {name} of placeholders(because)) shown.add(meant(name));
		}
	}
	for (const {value} of draft.tuning) {
		for (const {source} of conditionsOf(value)) ask(source);
		for (const sentence of sentencesIn(value)) {
			if (sentence.startsWith('=')) ask(sentence.slice(1));
			else for (const {name} of placeholders(sentence)) shown.add(meant(name));
		}
	}

	for (const [name, fact] of draft.facts) {
		const place = fact.at(['name']);
		const isUsed = asked.has(name) || shown.has(name);
		const {from} = fact.value;
		if (asked.has(name) && from === 'answer' && !stated.has(name)) {
			complaints.add(
				'unstated-fact',
				place,
				`Conditions ask for ${name}, and no answer states it.`,
				`Add states: {${name}: …} to the options of a question that asks for it.`,
			);
		} else if (asked.has(name) && from !== 'answer' && read?.has(name) === false) {
			complaints.add(
				'unread-fact',
				place,
				`Conditions ask for ${name}, and nothing in this program reads or derives it.`,
				didYouMean(name, read, 'Let an answer state it (from: answer), or use a fact that is read.'),
			);
		} else if (!isUsed && !draft.exemptions.has(`facts ${name}`)) {
			complaints.add(
				'unused-fact',
				place,
				`No condition and no sentence names ${name}.`,
				'Use it, remove it, or say in content/exemptions.yaml where else it is used.',
			);
		}
	}
	for (const [key, exemption] of draft.exemptions) {
		if (!key.startsWith('facts ')) continue;
		const name = key.slice('facts '.length);
		if (draft.facts.has(name) && !asked.has(name) && !shown.has(name)) continue;
		const message = draft.facts.has(name)
			? `${name} is used, and exempted as if it were not.`
			: `There is no fact ${name} to exempt.`;
		complaints.add('stale-exemption', exemption.at([]), message, 'Remove this line.');
	}
}

function sentencesIn(node: object): readonly string[] {
	return Object.values(node).flatMap((value: unknown): readonly string[] => {
		if (typeof value === 'string') return [value];
		return typeof value === 'object' && value !== null ? sentencesIn(value) : [];
	});
}
