import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {SessionEvent} from '../../src/model/session.js';
import {FileLog, type SessionLog} from '../../src/store/session-log.js';
import {Sessions} from '../../src/store/sessions.js';

let folder: string;
let clock: number;
let sessions: Sessions;

beforeEach(() => {
	folder = path.join(mkdtempSync(path.join(tmpdir(), 'xla-triage-sessions-')), 'sessions');
	clock = 0;
	sessions = new Sessions(folder, '1.2.3', () => new Date(Date.UTC(2026, 10, 20) + 1000 * clock++).toISOString());
});
afterEach(() => rmSync(path.dirname(folder), {recursive: true}));

const answer = (question: string, option: string): SessionEvent => ({type: 'answer', question, option});
const file = (log: SessionLog): string => path.join(folder, `${log.id}.jsonl`);

function reopen(id: string): {events: readonly SessionEvent[]; repaired?: string; log: SessionLog} {
	const opened = sessions.open(id);
	if ('trouble' in opened) throw new Error(opened.trouble.title);
	return {events: opened.log.events, log: opened.log, ...(opened.repaired ? {repaired: opened.repaired} : {})};
}

const someEvent = fc.oneof(
	fc.record({type: fc.constant('answer' as const), question: fc.string(), option: fc.string({unit: 'grapheme'})}),
	fc.record({type: fc.constant('note' as const), on: fc.string(), text: fc.string({unit: 'binary'})}),
	fc.constant({type: 'undo' as const}),
);

describe('a session on disk', () => {
	it('gives back what was appended, no matter what it was', () => {
		fc.assert(
			fc.property(fc.array(someEvent), (events) => {
				const log = sessions.create('train.log');
				for (const event of events) expect(log.append(event)).toBeUndefined();
				log.close();
				const again = reopen(log.id);
				expect(again.events).toEqual(events);
				again.log.close();
			}),
			{numRuns: 40},
		);
	});

	it('is for its owner only', () => {
		const log = sessions.create('train.log');
		expect(statSync(file(log)).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		log.close();
	});

	it('loses at most the last entry, wherever the file was cut off', () => {
		const events = Array.from({length: 4}, (_, index) => answer(`q/${index}`, 'ja 漢字'));
		const log = sessions.create('train.log');
		for (const event of events) log.append(event);
		log.close();
		const whole = readFileSync(file(log));
		const headerEnd = whole.indexOf(10) + 1;
		for (let size = headerEnd; size <= whole.length; size++) {
			writeFileSync(file(log), whole.subarray(0, size));
			const complete = whole.subarray(headerEnd, size).filter((byte) => byte === 10).length;
			const again = reopen(log.id);
			expect(again.events.length).toBeGreaterThanOrEqual(complete);
			expect(again.events).toEqual(events.slice(0, again.events.length));
			again.log.append(answer('q/next', 'yes'));
			again.log.close();
			const more = reopen(log.id);
			expect(more.events).toEqual([...again.events, answer('q/next', 'yes')]);
			more.log.close();
		}
	});

	it('keeps a damaged file beside and goes on with what is before the damage', () => {
		const log = sessions.create('train.log');
		log.append(answer('a', 'yes'));
		log.close();
		appendFileSync(file(log), '{"at":"x","event":{"type":"nonsense"}}\n{"at":"x","event":{"type":"undo"}}\n');
		const again = reopen(log.id);
		expect(again.events).toEqual([answer('a', 'yes')]);
		expect(again.repaired).toMatch(/kept in .*\.damaged/);
		again.log.close();
		expect(readdirSync(folder)).toContain(`${log.id}.jsonl.damaged`);
	});

	it('is not opened twice', () => {
		const log = sessions.create('train.log');
		expect(sessions.open(log.id)).toMatchObject({trouble: {title: `Session ${log.id} is open elsewhere`}});
		log.close();
		reopen(log.id).log.close();
	});

	it('is opened twice by force, and the risk is said before', () => {
		const log = sessions.create('train.log');
		expect(sessions.open(log.id)).toHaveProperty(
			'trouble.todo',
			expect.stringMatching(/resume \S+ --force.*answers of both can be lost/),
		);
		const second = sessions.open(log.id, true);
		log.close(); // gives back nothing that is not its own any more
		expect(sessions.open(log.id)).toHaveProperty('trouble');
		if ('log' in second) second.log.close();
		reopen(log.id).log.close();
	});

	it('is in a folder that is named when every user can write to it', () => {
		sessions.create('train.log').close();
		expect(sessions.openToAll()).toBeUndefined();
		chmodSync(folder, 0o777);
		expect(sessions.openToAll()).toBe(folder);
	});

	it('is taken over from a process that was killed, and not from another machine', () => {
		const log = sessions.create('train.log');
		log.close();
		const lock = path.join(folder, `${log.id}.lock`);
		const dead = spawnSync(process.execPath, ['-e', '']).pid;
		writeFileSync(lock, JSON.stringify({pid: dead, host: hostname(), token: 'a'}));
		reopen(log.id).log.close();
		writeFileSync(lock, JSON.stringify({pid: dead, host: 'elsewhere', token: 'a'}));
		expect(sessions.open(log.id)).toHaveProperty('trouble.cause', `Process ${dead} on elsewhere is working with it.`);
		expect(readdirSync(folder).sort()).toEqual([`${log.id}.jsonl`, `${log.id}.lock`]);
	});

	it('is listed last changed first, renamed and deleted', () => {
		const first = sessions.create('first.log');
		const second = sessions.create('second.log');
		first.append(answer('a', 'yes'));
		first.close();
		second.close();
		expect(sessions.list().map((session) => session.name)).toEqual(['first.log', 'second.log']);
		expect(sessions.list()[0]).toMatchObject({answered: 1, decided: 0, codes: []});
		expect(sessions.rename(second.id, 'the big one')).toBeUndefined();
		expect(sessions.list().map((session) => session.name)).toEqual(['the big one', 'first.log']);
		expect(sessions.remove('the big one')).toBeUndefined();
		expect(sessions.list().map((session) => session.id)).toEqual([first.id]);
		expect(sessions.remove('the big one')).toMatchObject({title: 'There is no session the big one'});
	});

	it('upgrades an older file and refuses a newer one', () => {
		const log = sessions.create('x');
		log.close();
		const rest = `"id":"${log.id}","created":"2026-01-01","tool":"0"}\n`;
		writeFileSync(file(log), `{"schema":"xla-triage.session/0","title":"old",${rest}`);
		expect(sessions.list()[0]).toMatchObject({name: 'old'});
		writeFileSync(file(log), `{"schema":"xla-triage.session/2","name":"new",${rest}`);
		expect(sessions.open(log.id)).toMatchObject({trouble: {title: `Session ${log.id} was written by a newer version`}});
		truncateSync(file(log), 10);
		expect(sessions.open(log.id)).toMatchObject({trouble: {title: `Session ${log.id} cannot be read`}});
	});

	it('goes on in memory when its folder cannot be made', () => {
		writeFileSync(folder, 'a file in the way');
		const log = sessions.create('train.log');
		expect(log.trouble?.title).toBe(`Sessions cannot be kept in ${folder}`);
		expect(log.append(answer('a', 'yes'))).toBeUndefined();
		log.close();
		rmSync(folder);
	});

	it('goes on in memory where the system knows no such place and says so again and again', () => {
		const log = new Sessions('/proc/nowhere/sessions', '1.2.3').create('x');
		expect(log.trouble?.title).toBe('Sessions cannot be kept in /proc/nowhere/sessions');
	});

	const full = '/dev/full';
	if (existsSync(full)) {
		it('says that the disk is full, each time, and does not throw', () => {
			const log = new FileLog('x', 'x', [], {
				path: full,
				length: 0,
				lock: {release: () => undefined},
				now: () => 'now',
			});
			expect(log.append(answer('a', 'yes'))).toMatchObject({cause: 'The disk is full.'});
			expect(log.append(answer('b', 'yes'))).toMatchObject({cause: 'The disk is full.'});
			log.close();
		});
	}
});
