/** Text from outside is data, by any door it comes, and in any printer: nothing that a terminal or a browser obeys. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {command} from './command.js';

const EVIL =
	'\u001B]52;c;UFdORUQ=\u0007\u001B[2J\u001B]8;;http://evil.example/\u001B\\x\u001B]8;;\u001B\\\u009B31m\u202E\u200B`<img src=x onerror=1>`$(id)';
const HEADLINE =
	'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 24.02G of 15.75G hbm. Exceeded hbm capacity by 8.27G.';
const LOG = `E1000: CompileTimeHbmOom: ${HEADLINE} ${EVIL}\n  1. Size: 9.00G\n     Operator: op_name="jit(f)/${EVIL}"\n     Shape: f32[9]\n     XLA label: ${EVIL}\n     Allocation type: HLO temp\n     ==========================\n`;
const DUMP = `BufferAssignment:\nallocation 0: size 2147483648, parameter 2, shape |bf16[524288,2048]| at ShapeIndex {}:\n value: <196 param${EVIL}.1 @0> (size=2147483648,offset=0): bf16[524288,2048]{1,0:T(8,128)(2,1)${EVIL}}\n`;
const PLAIN = `E1000: CompileTimeHbmOom: ${HEADLINE}\n`;
const OBEYED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/;

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-doors-'));
	vi.stubEnv('XDG_STATE_HOME', path.join(folder, 'state'));
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true});
});

function put(name: string, text: string): string {
	const file = path.join(folder, name);
	writeFileSync(file, text);
	return file;
}

const DOORS: Readonly<Record<string, () => readonly string[]>> = {
	'a log': () => [put('a.log', LOG)],
	'a dump': () => [put('plain.log', PLAIN), put('dump.txt', DUMP)],
	'a file name': () => [put(`b${EVIL.replaceAll('/', '')}.log`, PLAIN)],
	'the name of a missing file': () => [put('plain.log', PLAIN), path.join(folder, `none${EVIL.replaceAll('/', '')}`)],
};

describe.each(Object.keys(DOORS))('%s', (door) => {
	it.each(['text', 'markdown', 'html', 'json', 'bug-report', 'shell', 'sarif', 'github', 'junit'])(
		'says nothing that is obeyed in %s',
		async (format) => {
			const {out, err} = await command(['diagnose', '--full', '-f', format, ...(DOORS[door]?.() ?? [])]);
			expect(`${out}${err}`).not.toMatch(OBEYED);
			if (format === 'html' || format === 'junit') expect(out).not.toContain('<img');
			// In Markdown it stands in a code span that it cannot close, or behind a backslash.
			if (format === 'markdown') expect(out).not.toMatch(/(?<!`)`[^`\n]*`<img/);
		},
	);
});

describe('stored sessions', () => {
	it('one bad file does not end the list', async () => {
		const sessions = path.join(folder, 'state', 'xla-triage', 'sessions');
		mkdirSync(sessions, {recursive: true});
		const header = (id: string) =>
			JSON.stringify({
				schema: 'xla-triage.session/1',
				id,
				name: `n${EVIL}`,
				created: '2026-01-01T00:00:00.000Z',
				tool: '0',
			});
		const bad = (reading: unknown) =>
			JSON.stringify({at: '2026-01-01T00:00:00.000Z', event: {type: 'evidence', reading}});
		writeFileSync(path.join(sessions, '20260101-aaaa.jsonl'), `${header('20260101-aaaa')}\n${bad({})}\n`);
		writeFileSync(
			path.join(sessions, '20260101-bbbb.jsonl'),
			`${header('20260101-bbbb')}\n${bad({incidents: [{}]})}\n`,
		);
		const {code, out} = await command(['sessions']);
		expect(code).toBe(0);
		expect(out).toContain('20260101-aaaa');
		expect(out).toContain('20260101-bbbb');
		expect(out).not.toMatch(OBEYED);
	});
});

describe('redact', () => {
	it('prints any text with placeholders, names learned from all of it', async () => {
		const text = 'the step of marlene9 fails\n  File "/home/marlene9/train.py", line 3\nfusion-w-1 stays\n';
		const {code, out} = await command(['redact', put('r.log', text)]);
		expect(code).toBe(0);
		expect(out).not.toContain('marlene9');
		expect(out).toContain('fusion-w-1 stays');
		expect((await command(['redact', '-'], text)).out).toBe(out);
		expect((await command(['redact', path.join(folder, 'none')])).code).toBe(2);
	});
});

describe('a team folder with faults', () => {
	it('is reported and passed over, and builtin does not look at it', async () => {
		const work = path.join(folder, 'work');
		mkdirSync(path.join(work, '.xla-triage', 'content', 'terms'), {recursive: true});
		writeFileSync(path.join(work, '.xla-triage', 'content', 'terms', 'x.md'), '---\ntitle: [\n---\n');
		const cwd = vi.spyOn(process, 'cwd').mockReturnValue(work);
		try {
			const log = put('plain.log', PLAIN);
			const {code, out, err} = await command(['diagnose', log]);
			expect({code, passed: err.includes('passed over')}).toEqual({code: 0, passed: true});
			const builtin = await command(['diagnose', '--playbook', 'builtin', log]);
			expect(builtin).toEqual({code: 0, out, err: ''});
		} finally {
			cwd.mockRestore();
		}
	});
});
