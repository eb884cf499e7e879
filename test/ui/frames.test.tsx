// Every screen, at three sizes, as text. `npx vitest run test/ui/frames -u` renews them; the difference is read by a person.
import {fileURLToPath} from 'node:url';
import {describe, expect, onTestFinished, test} from 'vitest';
import {width} from '../../src/report/width.js';
import {compose} from '../../src/ui/compose.js';
import {SCREENS} from '../../src/ui/screens/index.js';
import {stage} from './stage.js';
import {WAYS, worldFor} from './ways.js';

const SIZES = [
	[60, 20],
	[80, 24],
	[120, 40],
] as const;

describe.each(SIZES)('at %d×%d', (columns, rows) => {
	test.each(WAYS)('%s', async (name, screen, keys) => {
		const given = await worldFor(name, keys);
		const opened = await stage({columns, rows, world: given});
		onTestFinished(() => opened.close());
		await opened.press(...keys);
		expect(opened.where()).toBe(screen);
		expect(opened.tallest()).toBeLessThanOrEqual(rows - 1);
		const frame = opened.text();
		for (const row of frame.split('\n')) expect(width(row)).toBeLessThanOrEqual(columns);
		// The keys that matter most are there at every size.
		const footer = frame.split('\n').at(-1) ?? '';
		const needed = footer.includes('take it')
			? ['enter', 'esc', 'ctrl-c']
			: ['enter', '?', 'q', ...(compose(opened.session.rules.scene(opened.state())).menu.length > 1 ? ['↑↓'] : [])];
		for (const key of [...needed, ...(screen === 'intake' || footer.includes('take it') ? [] : ['←'])])
			expect(footer, `the footer of ${name}`).toMatch(new RegExp(`(?:^| )${key.replace('?', '\\?')} `));
		await expect(`${frame}\n`).toMatchFileSnapshot(
			fileURLToPath(new URL(`frames/${columns}x${rows}/${name}.txt`, import.meta.url)),
		);
	});
});

test('every screen has a frame', () => {
	const shown = new Set(WAYS.map(([, screen]) => screen));
	expect(Object.keys(SCREENS).filter((screen) => !shown.has(screen))).toEqual([]);
});
