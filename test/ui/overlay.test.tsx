// What a team's own folder changes is seen in the wizard: in the help, in the evidence, on the page itself; on plain streams too.
import {expect, onTestFinished, test} from 'vitest';
import {runPlain} from '../../src/ui/plain.js';
import {world} from './fixture.js';
import {PLAYBOOK} from './playbook.js';
import {stage} from './stage.js';

const [donate] = PLAYBOOK.remedies.filter(({id}) => id === 'donate');
const THEIRS = {file: 'content/remedies/donate.md', line: 1, column: 1};
const overlay = {
	folder: 'team/.xla-triage',
	replaced: [THEIRS.file],
	added: ['content/chips.yaml'],
};
const theirs = {
	overlay,
	playbook: {
		...PLAYBOOK,
		remedies: PLAYBOOK.remedies.map((remedy) => (remedy === donate ? {...remedy, place: THEIRS} : remedy)),
	},
};

test('the evidence lists what it changes and leads to the page, which says so', async () => {
	const opened = await stage({world: world(theirs)});
	onTestFinished(() => opened.close());
	await opened.press('enter', 'e', 'tab', 'tab', 'tab', 'tab');
	expect(opened.text()).toContain('What the folder team/.xla-triage changes of the built-in playbook.');
	expect(opened.text()).toMatch(/❯ replaces +Donate .* content\/remedies\/donate\.md/);
	expect(opened.text()).toMatch(/adds +content\/chips\.yaml/);
	await opened.press('enter');
	expect(opened.where()).toBe('remedy');
	expect(opened.text()).toMatch(
		/From the team’s own playbook: team\/\.xla-triage\/content\/remedies\/donate\.md\s+replaces/,
	);
	await opened.press('b', 'down', 'enter');
	expect(opened.text()).toContain('This file has no page.');
});

test('the help tells the playbook, changed or as built in', async () => {
	for (const [given, words] of [
		[world(theirs), 'Files of team/.xla-triage lie over the built-in ones:'],
		[world(), ', as built in.'],
		[world({overlay: {folder: 'empty', replaced: [], added: []}}), 'Files of empty change nothing.'],
	] as const) {
		const opened = await stage({columns: 100, rows: 70, world: given});
		await opened.press('?');
		expect(opened.text()).toContain(words);
		opened.close();
	}
});

test('without changes there is no such table', async () => {
	const opened = await stage();
	onTestFinished(() => opened.close());
	await opened.press('enter', 'e');
	expect(opened.text()).not.toContain('playbook');
	await opened.press('tab', 'tab', 'tab', 'tab');
	expect(opened.text()).toContain('▸facts');
});

test('plain streams tell the same', async () => {
	let out = '';
	const lines = ['1', 'e', 'b', '?', 'b', 'q'];
	await runPlain({
		wizardry: world(theirs),
		read: () => Promise.resolve(lines.shift()),
		write: (text) => {
			out += text;
		},
		width: 80,
	});
	expect(out.match(/replaces +Donate/g)).toHaveLength(2);
	expect(out.match(/adds +content\/chips\.yaml/g)).toHaveLength(2);
});
