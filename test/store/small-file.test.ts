import {execFileSync} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {readSmallFile} from '../../src/store/small-file.js';
import {causeOf} from '../../src/store/trouble.js';

const folder = mkdtempSync(path.join(tmpdir(), 'small-file-'));
execFileSync('mkfifo', [path.join(folder, 'pipe')]);

it.each([
	[path.join(folder, 'pipe'), 'It is a pipe or a device.'],
	['/dev/zero', 'It is a pipe or a device.'],
	[folder, 'It is a folder.'],
	[path.join(folder, 'none'), 'There is no such file or folder.'],
])('refuses %s, and does not wait for it', (file, cause) => {
	let said = '';
	try {
		readSmallFile(file);
	} catch (error) {
		said = causeOf(error);
	}
	expect(said).toBe(cause);
});

it('reads a plain file', () => {
	const file = path.join(folder, 'a');
	writeFileSync(file, 'theme: dark\n');
	expect(readSmallFile(file).toString()).toBe('theme: dark\n');
});
