import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {freeName, saveFile} from '../../src/store/save.js';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-save-'));
});
afterEach(() => {
	chmodSync(folder, 0o700);
	rmSync(folder, {recursive: true});
});

describe('saving a file', () => {
	it('writes it whole and leaves nothing else behind', () => {
		const file = path.join(folder, 'deep', 'plan.md');
		expect(saveFile(file, 'a plan\n')).toEqual({saved: file});
		expect(readFileSync(file, 'utf8')).toBe('a plan\n');
		expect(readdirSync(path.dirname(file))).toEqual(['plan.md']);
	});

	it('leaves a file that is there as it is, unless asked to replace it', () => {
		const file = path.join(folder, 'plan.md');
		writeFileSync(file, 'mine');
		expect(saveFile(file, 'new')).toEqual({exists: file});
		expect(readFileSync(file, 'utf8')).toBe('mine');
		expect(readdirSync(folder)).toEqual(['plan.md']);
		expect(saveFile(file, 'new', {overwrite: true})).toEqual({saved: file});
		expect(readFileSync(file, 'utf8')).toBe('new');
	});

	it('says why it cannot', () => {
		const blocked = path.join(folder, 'file');
		writeFileSync(blocked, '');
		const result = saveFile(path.join(blocked, 'plan.md'), 'x');
		expect(result).toHaveProperty('trouble.title', `Cannot save ${path.join(blocked, 'plan.md')}`);
	});

	it('offers the first free name', () => {
		const file = path.join(folder, 'train.plan.md');
		expect(freeName(file)).toBe(file);
		writeFileSync(file, '');
		expect(freeName(file)).toBe(path.join(folder, 'train.plan-2.md'));
		writeFileSync(path.join(folder, 'train.plan-2.md'), '');
		expect(freeName(file)).toBe(path.join(folder, 'train.plan-3.md'));
	});
});
