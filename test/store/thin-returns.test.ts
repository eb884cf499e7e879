import {expect, test} from 'vitest';
import {thinReturns} from '../../src/store/scan/thin-returns.js';

const bar = (step: number) => `${step}%|####| ${step}/9999 [00:12<00:00] hbm`;

test('a bar that was drawn ten thousand times is kept in part, with its last state', () => {
	const bars = Array.from({length: 10_000}, (_, step) => bar(step));
	const thin = thinReturns(bars.join('\r')).split('\r');
	expect(thin).toEqual([...bars.slice(0, 64), bar(9999)]);
});

test('what is said between bars stays', () => {
	const bars = Array.from({length: 5000}, (_, step) => bar(step));
	const said = 'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm.';
	expect(thinReturns([...bars, said, ...bars].join('\r'))).toContain(`\r${said}\r`);
});

test('lines without returns, and short ones, are as they were', () => {
	for (const line of ['', 'a\rb', `${bar(1)}\r${bar(2)}`, 'x'.repeat(20_000)]) expect(thinReturns(line)).toBe(line);
});
