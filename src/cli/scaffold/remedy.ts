import type {PlaybookFile} from '../../playbook/index.js';
import {withRemedy} from './insert.js';
import type {Scaffold} from './scaffold.js';

/** A page of a remedy, named by a verdict. */
export function newRemedy(name: string, at: string | undefined, files: readonly PlaybookFile[]): Scaffold {
	if (!/^[a-z][a-z0-9-]*$/.test(name))
		return {problem: `${name} is no name of a remedy: use small letters, digits and "-".`};
	const [flow = '', node = ''] = (at ?? '').split('/');
	const file = files.find((one) => one.path === `flows/${flow}.yaml`);
	const named = file && withRemedy(file.text, node, name);
	if (!file || named === undefined) {
		return {
			problem: `A remedy can help at a verdict: name one with --at, such as --at e1000/sum.${at === undefined ? '' : ` ${at} is none.`}`,
		};
	}
	const code = /^e\d{4}$/.test(flow) ? `code == "${flow.toUpperCase()}"` : 'known("code")';
	return {
		files: [
			{path: `content/remedies/${name}.md`, text: page(name, code)},
			{path: file.path, text: named},
		],
		next: [
			`Replace what the texts say in content/remedies/${name}.md; src/model/remedy.ts lists the kinds.`,
			`Name it at every other verdict where it can help.`,
			`When its signs are right, hold them: xla-triage flows new play ${name} --force`,
		],
	};
}

function page(name: string, sign: string): string {
	const title = name.replaceAll('-', ' ');
	return `---
title: ${title.charAt(0).toUpperCase()}${title.slice(1)}
kind: fix_config
safety: safe
safetyNote: Say what stays the same, and what may not.
gain: say how much, and of what
costs: [say what it costs]
telltale: Say what one sees when this is the remedy.
effort: 2
indicated:
  - when: ${sign}
    because: Say why, in the figures of the evidence.
    weight: 10
    basis: reasoned
edit: 'setting=value' # what to type, up to three lines
verify: Say what to watch after the restart.
citations:
  - {title: Where this is documented, source: https://openxla.org/xla/errors}
---

## What it does

Say it in two sentences.

## When not

Say when it does not help.

## How

\`\`\`python
# The smallest change that shows it.
\`\`\`
`;
}
