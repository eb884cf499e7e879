import type {PlaybookFile} from '../../playbook/index.js';
import {withOption} from './insert.js';
import type {Scaffold} from './scaffold.js';

/** A page, a flow with one question and two verdicts, the statement they rest on, a way from the first question, and a play. */
export function newCode(name: string, files: readonly PlaybookFile[]): Scaffold {
	const code = name.toUpperCase();
	if (!/^E\d{4}$/.test(code)) return {problem: `${name} is no code: a code is E and four digits, such as E4321.`};
	const flow = code.toLowerCase();
	const triage = files.find((file) => file.path === 'flows/triage.yaml');
	const option = [
		`id: ${flow}`,
		`label: '${code}: say in a few words what it is'`,
		`when: code == "${code}"`,
		`because: The message is that of ${code}.`,
		`goto: ${flow}/first`,
	];
	const led = triage && withOption(triage.text, 'start', option);
	if (led === undefined) return {problem: 'flows/triage.yaml has no question start with options.'};
	const remedies = files.flatMap(
		({path}) => /^content\/remedies\/(report-bug|upgrade-library)\.md$/.exec(path)?.[1] ?? [],
	);
	if (remedies.length === 0) return {problem: 'The playbook needs the remedies report-bug and upgrade-library first.'};
	return {
		files: [
			{path: `content/codes/${code}.md`, text: page(code)},
			{path: `content/claims-${flow}.yaml`, text: claims(code)},
			{path: `flows/${flow}.yaml`, text: flowText(code, flow, remedies)},
			{path: 'flows/triage.yaml', text: led},
			{path: `test/plays/${flow}.yaml`, text: play(code, flow)},
		],
		next: [
			`Replace what the texts say in flows/${flow}.yaml and content/codes/${code}.md.`,
			`Add remedies: xla-triage flows new remedy NAME --at ${flow}/cause`,
			`Logs with the code are recognised when src/readers/messages/codes.ts knows its name; until then a person chooses it.`,
		],
	};
}

function page(code: string): string {
	return `---
title: '${code}: the name of the failure'
summary: One sentence that says what failed, and when.
aliases: []
citations:
  - {title: Where this is documented, source: https://openxla.org/xla/errors}
---

## What it means

Say it in two sentences.

## What the message shows

Show the line, and what its figures are.
`;
}

function claims(code: string): string {
	return `# Statements that the flow of ${code} rests on. must: words that the citing place contains.
claims:
  - {id: ${code}-cause, kind: cause, says: What the first verdict states., must: [the first cause]}
  - {id: ${code}-other, kind: cause, says: What the second verdict states., must: [the second cause]}
`;
}

function flowText(code: string, flow: string, remedies: readonly string[]): string {
	return `# ${code}: say what fails, and when.
flow: ${flow}
nodes:
  first:
    ask: Which of the two causes is it?
    why: They need different remedies.
    how: Say where to look, and for which words.
    page: codes/${code}
    options:
      - id: cause
        label: The first cause
        goto: cause
      - id: other
        label: The second cause
        goto: other
    unsure:
      goto: cause
      because: The first cause is the commoner one.
  cause:
    verdict: undetermined
    title: Say what happened, in a few words
    says: It was the first cause. Say what follows from it.
    page: codes/${code}
    claims: [${code}-cause]
    class: configuration
    stages:
      - remedies: [${remedies.join(', ')}]
  other:
    verdict: undetermined
    title: Say what else may have happened
    says: It was the second cause. Say what follows from it.
    page: codes/${code}
    claims: [${code}-other]
    class: configuration
    stages:
      - remedies: [${remedies.join(', ')}]
`;
}

function play(code: string, flow: string): string {
	const scene = (answer: string, verdict: string): string => `  - name: 'the answer: ${answer}'
    facts: {code: ${code}}
    steps:
      - asks: ${flow}/first
        answer: ${answer}
      - way: [triage/start ${flow}, ${flow}/first ${answer}]
        verdict: ${flow}/${verdict}
`;
	return `about: ${code}, from the code to a verdict\nscenes:\n${scene('cause', 'cause')}${scene('other', 'other')}${scene('unsure', 'cause')}`;
}
