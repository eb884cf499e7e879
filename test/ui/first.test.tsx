// The frame that is shown before Ink is loaded is the one that Ink then draws, so that nothing moves under the eyes.
import {expect, onTestFinished, test, vi} from 'vitest';
import {compose} from '../../src/ui/compose.js';
import {firstFrame} from '../../src/ui/view/first.js';
import {stage} from './stage.js';

// With colours, which Ink decides on when it is loaded.
vi.hoisted(() => (process.env['FORCE_COLOR'] = '1'));

const SIZES = [
	[60, 20],
	[80, 24],
	[120, 40],
	[200, 50],
] as const;
/** Keys after which the cursor is on the first line of a menu. */
const WAYS: readonly (readonly string[])[] = [
	[],
	['enter'],
	['enter', 'enter'],
	['enter', 'w'],
	['enter', 'm'],
	['enter', 'm', 'a', 'home'],
	['enter', 'm', 'enter'],
	['enter', 'p'],
	['enter', 'e', 'tab'],
	['?'],
	['down', 'down', 'down', 'down', 'enter', 'down', 'enter'],
];

test.each(SIZES)('at %d×%d', async (columns, rows) => {
	for (const keys of WAYS) {
		const opened = await stage({columns, rows});
		onTestFinished(() => opened.close());
		await opened.press(...keys);
		const {rules} = opened.session;
		const {beside, menu, menuRows} = compose(rules.scene(opened.session.state()));
		// A list with its detail beside it, cut or of several rows each is left to Ink; no session opens on one.
		const isLeft = beside.length > 0 || menu.length > menuRows || menu.some(({more}) => more);
		expect(firstFrame(opened.session), keys.join(' ')).toBe(isLeft ? undefined : opened.frame());
		if (keys.length < 2) expect(isLeft, keys.join(' ')).toBe(false);
	}
});

test('a text field and a cursor further down are left to Ink', async () => {
	const opened = await stage();
	onTestFinished(() => opened.close());
	await opened.press('down');
	expect(firstFrame(opened.session)).toBeUndefined();
	await opened.press('enter');
	expect(opened.where()).toBe('open-file');
	expect(firstFrame(opened.session)).toBeUndefined();
});
