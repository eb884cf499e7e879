import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readText} from '../../src/readers/index.js';

const FIXTURES = path.resolve('test/fixtures/lab');

describe('golden readings', () => {
	it.each(readdirSync(FIXTURES).filter((file) => file.endsWith('.log')))('%s', async (file) => {
		const reading = readText(file, readFileSync(path.join(FIXTURES, file), 'utf8'));
		await expect(`${JSON.stringify(reading, undefined, '\t')}\n`).toMatchFileSnapshot(
			path.join(FIXTURES, file.replace(/log$/, 'reading.json')),
		);
	});
});
