// Practice as a learner has it: a drill and the tour of the shipped course, played with keys.
import {describe, expect, onTestFinished, test} from 'vitest';
import {openDesk} from '../../src/cli/desk.js';
import {processWorld} from '../../src/cli/world.js';
import {rightAnswers, TOOL_FACTS} from '../../src/plan/practice/index.js';
import {mergeReadings, readText} from '../../src/readers/index.js';
import {width} from '../../src/report/width.js';
import {loadCourse} from '../../src/store/course.js';
import {roundOf} from '../../src/ui/practice.js';
import {PRACTICE} from './course.js';
import {READING} from './crash.js';
import {world, type World} from './fixture.js';
import {stage, type Stage} from './stage.js';

const desk = await openDesk(processWorld(), undefined);
if (!desk) throw new Error('The playbook has faults.');
const {playbook, conditions} = desk;
const {course} = await loadCourse(undefined, [...playbook.facts, ...TOOL_FACTS]);

/** The shipped playbook and course, opened on a line of the menu. */
function shipped(item?: string): World {
	const practice = {...PRACTICE, course};
	return world({
		playbook,
		conditions,
		merge: mergeReadings,
		readLog: (name, text) => readText(name, text, playbook.frameworks),
		practice: () => Promise.resolve({ok: true, value: practice}),
		opening: {practice, ...(item === undefined ? {} : {item})},
	});
}

const SIZES = [
	[60, 20],
	[80, 24],
	[120, 40],
] as const;

async function open(columns: number, rows: number, given: World): Promise<Stage> {
	const opened = await stage({columns, rows, world: given});
	onTestFinished(() => opened.close());
	return opened;
}

function expectToFit({text, tallest}: Stage, columns: number, rows: number): void {
	expect(tallest()).toBeLessThanOrEqual(rows - 1);
	for (const row of text().split('\n')) expect(width(row)).toBeLessThanOrEqual(columns);
}

describe.each(SIZES)('at %d×%d', (columns, rows) => {
	test('a drill is played to its end, and the program says the same of its log', async () => {
		const given = shipped('drill:read-the-totals');
		const opened = await open(columns, rows, given);
		const {press, text, where, state} = opened;
		expect(text()).toContain('Question 1 of 6');
		for (let asked = 0; asked < 6; asked++) {
			const {item} = roundOf(state()) ?? {};
			if (!item) throw new Error(`No question is open: ${text()}`);
			expectToFit(opened, columns, rows);
			// The code and the verdict are not given away by the header or by another screen.
			await press('w', 'p');
			expect(where()).toBe('drill');
			await press('?');
			expect(text().split('\n')[0]).not.toMatch(/E1000/);
			await press('esc');
			await press(...Array.from({length: (rightAnswers(item)[0] ?? 1) - 1}, () => 'down'), 'enter');
			expect(where()).toBe('drill-answer');
			expect(text()).toContain('✓ Right: 10 points.');
			expectToFit(opened, columns, rows);
			await press('enter');
		}
		expect(where()).toBe('drill-result');
		expect(text()).toContain('✓ Passed: 60 of 60 points');
		await press('enter');
		expect(where()).toBe('happened');
		expect(text()).toContain('The program needs 24.61G');
		const first =
			opened.session.rules.view(state().events).focus.diagnosis.plan.restarts[0]?.steps[0]?.remedy.title ?? '';
		await press('p');
		expect(text().replace(/\s+/g, ' ')).toContain(first);
		expectToFit(opened, columns, rows);
		for (let steps = 0; steps < 4; steps++) await press('esc');
		expect(where()).toBe('intake');
		expect(state().events).toEqual([]);
		expect(given.appended).toEqual([]);
	});

	test('the tour leads through all stops, forward and back', async () => {
		const opened = await open(columns, rows, shipped('tour'));
		const {press, text, where} = opened;
		for (const [at, {title, kind}] of course.tour.entries()) {
			expect(text()).toContain(`${at + 1} of ${course.tour.length}`);
			expect(text()).toContain(`▸ ${title}`);
			expectToFit(opened, columns, rows);
			if (kind === 'shape') {
				await press('enter');
				expect(where()).toBe('calculator');
				expect(text()).toContain('69 %');
				await press('bf16[3,5', 'enter');
				expect(text()).toContain('This is not a shape');
				await press('ctrl-u', 'f32[100,7]{1,0:T(8,128)}', 'enter');
				expect(text()).toContain('100 padded to 104');
				expectToFit(opened, columns, rows);
				await press('esc');
			}
			await press('right');
		}
		expect(where()).toBe('practice');
		expect(text()).toContain('That was the tour.');
	});
});

test('the log is beside the question on a wide terminal, below it on a narrow one, and scrolls', async () => {
	const wide = await open(120, 40, shipped('drill:read-the-totals'));
	expect(wide.text()).toMatch(/What fills HBM\?.*│/);
	expect(wide.text()).toMatch(/│ read-the-totals\.log {2}lines 1 to \d+ of 104/);
	await wide.press('space');
	expect(wide.text()).not.toContain('lines 1 to');
	await wide.press('pgup');
	expect(wide.text()).toContain('lines 1 to');
	await wide.resize(80, 24);
	expect(wide.text()).toMatch(/\n read-the-totals\.log {2}lines 1 to \d of 104/);
	await wide.press('l');
	expect(wide.where()).toBe('drill-log');
	await wide.press('l');
	expect(wide.where()).toBe('drill');
});

test('the line that decides is marked, and the one that was chosen too', async () => {
	const {press, text} = await open(100, 30, world({opening: {practice: PRACTICE, item: 'drill:large'}}));
	await press('h');
	expect(text()).toContain('Hint: It is printed in the line with RESOURCE_EXHAUSTED.');
	await press('enter');
	expect(text()).toContain('Right: 8 points.');
	expect(text()).toMatch(/20 ▶ RESOURCE_EXHAUSTED/);
	await press('enter', '3');
	expect(text(), 'a digit is no answer where lines have numbers').toContain('Which line has the figures?');
	await press('pgdn', 'enter');
	expect(text()).toMatch(/Not right: 0 points\./);
	expect(text()).toMatch(/20 ▶ RESOURCE_EXHAUSTED/);
	expect(text()).toMatch(/\d+ ✗ step/);
	await press('enter');
	expect(text()).toContain('✗ Not passed yet');
	expect(text()).toContain('Try again: ');
});

test('a drill does not touch the session that was open, and a round goes on where it was left', async () => {
	const given = world({events: [{type: 'evidence', reading: READING}]});
	const opened = await open(100, 30, given);
	const {press, text, state, where} = opened;
	const before = state().events;
	for (let steps = 0; steps < 4 && where() !== 'intake'; steps++) await press('esc');
	await press(...Array.from({length: 6}, () => 'down'), 'enter', 'down', 'enter', 'enter', 'enter');
	expect(text()).toContain('Question 2 of');
	await press('esc');
	expect(state().events).toBe(before);
	expect(text()).toContain('Go on: One large buffer, question 2 of');
	await press('home', 'enter');
	expect(text()).toContain('Question 2 of');
	expect(given.appended).toEqual([]);
});
