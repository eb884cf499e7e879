// Readings against the truth of collected and measured crashes, where these are at hand; our own fixtures always.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readText} from '../../src/readers/index.js';
import {compare} from './against-truth.js';

const FOLDERS = ['../shared/corpus', '../shared/lab'].filter((folder) => existsSync(folder));
const FIXTURES = path.resolve('test/fixtures/lab');

describe('golden readings', () => {
	it.each(readdirSync(FIXTURES).filter((file) => file.endsWith('.log')))('%s', async (file) => {
		const reading = readText(file, readFileSync(path.join(FIXTURES, file), 'utf8'));
		await expect(`${JSON.stringify(reading, undefined, '\t')}\n`).toMatchFileSnapshot(
			path.join(FIXTURES, file.replace(/log$/, 'reading.json')),
		);
	});
});

for (const folder of FOLDERS) {
	describe(folder, () => {
		const {code, negative, routed, field, alloc, misses} = compare(folder);
		it('has the right code for every crash', () => expect(code[0], misses.join('\n')).toBe(code[1]));
		it('has no HBM failure where there is none', () => expect(negative[0], misses.join('\n')).toBe(negative[1]));
		it('says what is not ours', () => expect(routed[0], misses.join('\n')).toBe(routed[1]));
		it('has 99 % of the figures', () => expect(field[0] / field[1], misses.join('\n')).toBeGreaterThanOrEqual(0.99));
		it('has 99 % of the list entries', () =>
			expect(alloc[0] / alloc[1], misses.join('\n')).toBeGreaterThanOrEqual(0.99));
	});
}
