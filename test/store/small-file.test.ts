import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {dumpsBelow} from '../../src/store/dump-folder.js';
import {isFolder, isPlainFile} from '../../src/store/file-kind.js';
import {readFileOrPipe, readSmallFile} from '../../src/store/small-file.js';

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-small-'));
	writeFileSync(at('text'), 'twelve bytes');
	mkdirSync(at('folder'));
	spawnSync('mkfifo', [at('pipe')]);
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

describe('a file that is read whole', () => {
	it('is a plain file of a plausible size', async () => {
		expect(readSmallFile(at('text')).toString()).toBe('twelve bytes');
		expect((await readFileOrPipe(at('text'))).toString()).toBe('twelve bytes');
		expect(() => readSmallFile(at('text'), 11)).toThrow('EFBIG');
	});

	it.each([
		['/dev/zero', 'NOTFILE'],
		['folder', 'EISDIR'],
		['none', 'ENOENT'],
		['x'.repeat(5000), 'ENAMETOOLONG'],
	])('is not %s', async (name, code) => {
		const file = path.isAbsolute(name) ? name : at(name);
		expect(() => readSmallFile(file)).toThrow(expect.objectContaining({code}) as Error);
		await expect(readFileOrPipe(file)).rejects.toMatchObject({code});
	});

	it('may come through a pipe where people give one, up to its size', async () => {
		const writer = (bytes: number): void => {
			spawnSync('sh', ['-c', `head -c ${bytes} /dev/zero > ${at('pipe')} &`], {stdio: 'ignore'});
		};
		writer(100_000);
		expect(await readFileOrPipe(at('pipe'))).toHaveLength(100_000);
		writer(100_000);
		await expect(readFileOrPipe(at('pipe'), 50_000)).rejects.toMatchObject({code: 'EFBIG'});
	});
});

describe('a folder that is looked through for dumps', () => {
	it('may hold pipes, which nobody waits for', async () => {
		expect(await dumpsBelow(folder)).toEqual([]);
	});
});

describe('what a name stands for', () => {
	it('is told for every name, also for those that the system refuses', () => {
		expect([isFolder(at('folder')), isPlainFile(at('folder'))]).toEqual([true, false]);
		expect([isFolder(at('text')), isPlainFile(at('text'))]).toEqual([false, true]);
		for (const name of ['x'.repeat(5000), 'a\0b', path.join(at('text'), 'below'), at('none')])
			expect([isFolder(name), isPlainFile(name)]).toEqual([false, false]);
	});
});
