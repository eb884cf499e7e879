import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {diagnoseReading, openDesk} from '../../src/cli/desk.js';
import {processWorld} from '../../src/cli/world.js';
import {drillRound, rightAnswers, TOOL_FACTS, withPlanQuestion, type Attempt} from '../../src/plan/practice/index.js';
import {readText} from '../../src/readers/index.js';
import {loadCourse} from '../../src/store/course.js';
import {keepPractice, readPractice} from '../../src/store/practice.js';
import {command} from './command.js';

let folder: string;
const before = process.env['XDG_STATE_HOME'];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-practice-'));
	process.env['XDG_STATE_HOME'] = folder;
});
afterEach(() => {
	if (before === undefined) delete process.env['XDG_STATE_HOME'];
	else process.env['XDG_STATE_HOME'] = before;
	rmSync(folder, {recursive: true, force: true});
});

const world = processWorld();
const desk = await openDesk(world, undefined);
if (!desk) throw new Error('The playbook has complaints.');
const {course} = await loadCourse(undefined, [...desk.playbook.facts, ...TOOL_FACTS]);

/** The right answers of a drill, as they would be typed: after each the explanation is read, and left by its only choice. */
function answers(id: string, seed: number): string[] {
	const drill = course.drills.find((one) => one.id === id);
	if (!desk || !drill) throw new Error(id);
	const [diagnosis] = diagnoseReading(desk, readText(drill.log.name, drill.log.text, desk.playbook.frameworks));
	const {items} = drillRound(withPlanQuestion(drill, diagnosis), seed);
	expect(items.length).toBe(drill.questions.length + 1);
	return items.flatMap((item) => [String(rightAnswers(item)[0]), '1']);
}

describe('practice', () => {
	it('lists all drills and what is next, and asks nothing without a person', async () => {
		const {code, out} = await command(['practice', '--list']);
		expect(code).toBe(0);
		for (const {id, title} of course.drills) expect(out.replace(/\s+/g, ' ')).toContain(`${title} (${id})`);
		expect(out).toMatch(/ 1\. Tour/);
		expect(out).not.toContain('> ');
		const nobody = await command(['practice']);
		expect(nobody.code).toBe(0);
		expect(nobody.out.startsWith(out)).toBe(true);
	});

	it('asks before it explains, shows the line that decides, then its own diagnosis, and keeps what was reached', async () => {
		const {code, out} = await command(
			['practice', 'first-code', '--seed', '4'],
			`${answers('first-code', 4).join('\n')}\n1\n`,
		);
		expect(code).toBe(0);
		const [asked = ''] = out.split('Right: 10 points.');
		expect(asked).toContain('10   ValueError: RESOURCE_EXHAUSTED: E0100');
		expect(asked).not.toContain('runtime allocator');
		expect(out).toContain('Line 10: E0100: RuntimeBufferAllocationFailure');
		expect(out).toContain('The program finds: Error code: E0100 (line 10).');
		expect(out.indexOf('See what the program says')).toBeGreaterThan(out.indexOf('50 of 50 points'));
		expect(out).toMatch(/What happened\n-+\n[^]*Do this first|Try first/);
		const {out: list} = await command(['practice', '--list']);
		expect(list).toContain('passed, best 100 %, one try');
	});

	it('shows why a wrong turn is wrong, takes points for hints, and brings the weak spot back', async () => {
		const [first = '', ...others] = answers('first-code', 4);
		const typed = ['h', first === '1' ? '2' : '1', ...others, 'q'];
		const {out} = await command(['practice', 'first-code', '--seed', '4'], `${typed.join('\n')}\n`);
		expect(out).toContain('h: a hint (−2 points)');
		expect(out).toContain('Hint: ');
		expect(out).toContain('Not right: 0 points.');
		expect(out).toContain('Not passed yet');
		const {out: list} = await command(['practice', '--list']);
		expect(list).toContain('codes 0 of 1 right, due now');
		const review = await command(['practice', 'review', '--seed', '1'], '1\nq\n');
		expect(review.out).toMatch(/^\s*Question 1 of \d/);
		expect(review.err).toContain('You left the round early');
	});

	it('keeps nothing of a round that was left, and takes what is no answer with patience', async () => {
		const {code, out} = await command(['practice', 'first-code'], 'maybe\n99\nl\nb\nw\n');
		expect(code).toBe(0);
		expect(out.match(/Type a number from 1 to 4/g)).toHaveLength(2);
		expect(out.match(/10   ValueError/g)).toHaveLength(4);
		expect(out).toContain('What the program says comes after the last question.');
		expect((await command(['practice', '--list'])).out).not.toContain('one try');
	});

	it('says what is near a misspelt drill, and that nothing is due', async () => {
		const {code, err} = await command(['practice', 'frist-code']);
		expect(code).toBe(2);
		expect(err).toContain('first-code');
		expect((await command(['practice', 'first-code', '--seed', 'x'])).code).toBe(2);
		const nothing = await command(['practice', 'review']);
		expect(nothing).toMatchObject({code: 0, out: ''});
		expect(nothing.err).toContain('Nothing is due');
	});

	it('walks the tour with the calculator, in at most 60 lines of typing', async () => {
		const typed = course.tour.flatMap((stop) =>
			stop.kind === 'shape'
				? [
						...stop.shapes.flatMap((_, place) => [String(place + 1), '']),
						...[String(stop.shapes.length + 1), 'bf16[3,5', 'f32[100,7]{1,0:T(8,128)}', ''],
						String(stop.shapes.length + 2),
					]
				: ['1'],
		);
		expect(typed.length).toBeLessThanOrEqual(60);
		const {code, out} = await command(['practice', 'tour'], `${typed.join('\n')}\n`);
		expect(code).toBe(0);
		expect(out).toContain('That was the tour.');
		expect(out).toContain('This is not a shape: at character');
		expect(out.replace(/\s+/g, ' ')).toContain('69 % is padding');
		expect(out).toContain('100 padded to 104');
	});
});

describe('the file of progress', () => {
	it('is read in spite of what was cut off or is foreign', () => {
		const file = path.join(folder, 'practice.jsonl');
		const attempt: Partial<Attempt> = {round: 'first-code', points: 1};
		expect(keepPractice(file, attempt)).toBeUndefined();
		expect(keepPractice(file, attempt)).toBeUndefined();
		const read = readPractice(file);
		expect(read).toEqual({kept: [attempt, attempt]});
		expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
	});

	it('tells when it cannot be kept, and practice goes on', async () => {
		process.env['XDG_STATE_HOME'] = '/dev/null/nowhere';
		const {code, out} = await command(
			['practice', 'first-code', '--seed', '4'],
			`${answers('first-code', 4).join('\n')}\n`,
		);
		expect(code).toBe(0);
		expect(out).toContain('50 of 50 points');
		expect(out).toContain('cannot be kept');
	});
});
