import {placeholders} from '../../engine/index.js';
import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import {isTableBroken} from '../draft.js';
import type {Located, Path} from '../located.js';
import {didYouMean} from '../suggest.js';

/** Every fact that a sentence or an answer names is declared, and a share says of what. */
export function lintTemplates(draft: Draft, complaints: Complaints): void {
	if (isTableBroken(draft, 'facts')) return;
	const check = (owner: Located<unknown>, path: Path, template: string | undefined): void =>
		lintTemplate(draft, owner, path, template, complaints);
	for (const node of draft.nodes.values()) {
		const {value} = node;
		if (value.kind === 'verdict') {
			check(node, ['title'], value.title);
			check(node, ['says'], value.says);
			continue;
		}
		for (const key of ['ask', 'why', 'how', 'command'] as const) check(node, [key], value[key]);
		check(node, ['unsure', 'because'], value.unsure.because);
		for (const [index, option] of value.options.entries()) {
			check(node, ['options', index, 'label'], option.label);
			check(node, ['options', index, 'because'], option.because);
			for (const [name, stated] of Object.entries(option.states)) {
				lintState(draft, node, ['options', index, 'states', name], name, stated, complaints);
			}
		}
	}
	for (const remedy of draft.remedies.values()) {
		for (const key of ['indicated', 'unlikely', 'ruledOut'] as const) {
			for (const [index, sign] of remedy.value[key].entries()) check(remedy, [key, index, 'because'], sign.because);
		}
	}
}

/** What a share is of comes right after it. */
const OF = /^ (?:of|over)\b/;
const BRACES = 2;

/** One sentence, at its place. */
export function lintTemplate(
	draft: Draft,
	owner: Located<unknown>,
	path: Path,
	template: string | undefined,
	complaints: Complaints,
): void {
	for (const {name, offset} of placeholders(template ?? '')) {
		if (draft.facts.has(name)) {
			const after = (template ?? '').slice(offset + name.length + BRACES);
			if (draft.facts.get(name)?.value.kind === 'number' && name.endsWith('.share') && !OF.test(after)) {
				const hint = `Write {${name}} of the need, of the list, of HBM.`;
				complaints.add('share-of-nothing', owner.inside(path, offset), `${name} is a share, of what?`, hint);
			}
			continue;
		}
		const hint = didYouMean(name, draft.facts.keys(), 'Declared facts are in content/facts.yaml.');
		complaints.add('unknown-fact-in-template', owner.inside(path, offset), `There is no fact named ${name}.`, hint);
	}
}

function lintState(
	draft: Draft,
	node: Located<unknown>,
	path: Path,
	name: string,
	stated: string | number | boolean,
	complaints: Complaints,
): void {
	const kind = draft.facts.get(name)?.value.kind;
	if (kind === undefined) {
		const hint = didYouMean(name, draft.facts.keys(), 'Declare it in content/facts.yaml with from: answer.');
		complaints.add('unknown-fact', node.key(path), `There is no fact named ${name}.`, hint);
		return;
	}
	const wanted = {text: 'string', truth: 'boolean', size: 'number', number: 'number'}[kind];
	if (typeof stated === wanted) return;
	const message = `${name} is a ${kind}, and is stated as ${JSON.stringify(stated)}.`;
	const hint = {
		text: 'Write a text in quotes.',
		truth: 'Write true or false.',
		size: 'Write a number of bytes.',
		number: 'Write a number.',
	}[kind];
	complaints.add('schema', node.at(path), message, hint);
}
