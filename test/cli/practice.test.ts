import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {drillRound, rightAnswers, TOOL_FACTS, type Attempt} from '../../src/plan/practice/index.js';
import {loadCourse} from '../../src/store/course.js';
import {loadPlaybook} from '../../src/store/playbook.js';
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

const loaded = await loadPlaybook();
if (!('playbook' in loaded)) throw new Error('The playbook has complaints.');
const {course} = await loadCourse(undefined, [...loaded.playbook.facts, ...TOOL_FACTS]);

/** The right answers of a drill, as they would be typed. */
function answers(id: string, seed: number): string[] {
	const drill = course.drills.find((one) => one.id === id);
	if (!drill) throw new Error(id);
	return drillRound(drill, seed).items.map((item) => String(rightAnswers(item)[0]));
}

describe('practice', () => {
	it('lists all drills and what is next, and asks nothing without a person', async () => {
		const {code, out} = await command(['practice', '--list']);
		expect(code).toBe(0);
		for (const {title} of course.drills) expect(out.replace(/\s+/g, ' ')).toContain(title);
		expect(out).toContain('xla-triage practice tour');
		const nobody = await command(['practice']);
		expect(nobody.code).toBe(0);
		expect(nobody.out).toContain('Number of a drill');
	});

	it('asks before it explains, shows the line that decides, then its own diagnosis, and keeps what was reached', async () => {
		const {code, out} = await command(
			['practice', 'first-code', '--seed', '4'],
			`${answers('first-code', 4).join('\n')}\n`,
		);
		expect(code).toBe(0);
		const [asked = ''] = out.split('Right: 10 points.');
		expect(asked).not.toContain('What the program says');
		expect(asked).not.toContain('runtime allocator');
		expect(out).toContain('Line 10: E0100: RuntimeBufferAllocationFailure');
		expect(out.indexOf('What the program says')).toBeGreaterThan(out.indexOf('40 of 40 points'));
		expect(out).toContain('Do this first');
		const {out: list} = await command(['practice', '--list']);
		expect(list).toContain('passed, best 100 %, one try');
		expect(list).toContain('1 of ');
	});

	it('tells a wrong turn why it is wrong, takes points for hints, and brings the weak spot back', async () => {
		const [first = '', ...others] = answers('first-code', 4);
		const wrong = first === '1' ? '2' : '1';
		const typed = ['h', wrong, ...others, 'q'].join('\n');
		const {out} = await command(['practice', 'first-code', '--seed', '4'], `${typed}\n`);
		expect(out).toContain('Hint: ');
		expect(out).toContain('No: 0 points.');
		expect(out).toMatch(/\? .*\n?.*- Line \d+: /s);
		expect(out).toContain('Not passed yet');
		const {out: list} = await command(['practice', '--list']);
		expect(list).toContain('codes: 0 of 1 right; comes back now');
		const review = await command(['practice', 'review', '--seed', '1'], 'q\n');
		expect(review.out).toContain('From the drill "The first code"');
		expect(review.out).toContain('Left before the end');
	});

	it('keeps nothing of a round that was left, and takes what is no answer with patience', async () => {
		const {code, out} = await command(['practice', 'first-code'], 'maybe\n99\nl 10-11\n');
		expect(code).toBe(0);
		expect(out.match(/Type a number from 1 to 4/g)).toHaveLength(2);
		expect(out.match(/10 │ ValueError/g)).toHaveLength(2);
		expect((await command(['practice', '--list'])).out).not.toContain('one try');
	});

	it('says what is near a misspelt drill', async () => {
		const {code, err} = await command(['practice', 'frist-code']);
		expect(code).toBe(2);
		expect(err).toContain('first-code');
		expect((await command(['practice', 'first-code', '--seed', 'x'])).code).toBe(2);
	});

	it('walks the tour with the calculator, in at most 60 lines of typing', async () => {
		const typed = course.tour.flatMap((stop) =>
			stop.kind === 'shape'
				? [...stop.shapes.map((_, place) => String(place + 1)), 'bf16[3,5', 'f32[100,7]{1,0:T(8,128)}', '']
				: [''],
		);
		expect(typed.length).toBeLessThanOrEqual(60);
		const {code, out} = await command(['practice', 'tour'], `${typed.join('\n')}\n`);
		expect(code).toBe(0);
		expect(out).toContain('That was the tour.');
		expect(out).toContain('This is not a shape');
		expect(out).toMatch(/69 %|220 %|3\.2/);
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
		const {code, out, err} = await command(
			['practice', 'first-code', '--seed', '4'],
			`${answers('first-code', 4).join('\n')}\n`,
		);
		expect(code).toBe(0);
		expect(out).toContain('40 of 40 points');
		expect(err).toContain('cannot be kept');
	});
});
