import {expect, it} from 'vitest';
import {DOORS} from './doors.js';
import {fuzz} from './fuzz.js';

/** Minutes for each door. */
const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 10);

it.each(Object.keys(DOORS))('no input breaks the door of %s', (name) => {
	const {runs, findings} = fuzz(name, MINUTES * 60, Date.now() % 1e9);
	expect(findings.map(({run, what}) => `${String(run)}: ${what}`)).toEqual([]);
	expect(runs).toBeGreaterThan(0);
});
