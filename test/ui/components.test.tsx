import {render as renderInk} from 'ink-testing-library';
import {describe, expect, test} from 'vitest';
import {startSession} from '../../src/ui/perform.js';
import {Menu} from '../../src/ui/view/menu.js';
import {Wizard} from '../../src/ui/view/wizard.js';
import {world} from './fixture.js';

describe('components alone', () => {
	test('a menu shows its lines and marks the chosen one', () => {
		const {lastFrame} = renderInk(
			<Menu
				identity="m"
				items={[
					{id: 'a', label: 'First'},
					{id: 'b', label: 'Second'},
				]}
				cursor={1}
				rows={2}
				columns={40}
				onMove={() => undefined}
				onChoose={() => undefined}
			/>,
		);
		expect(lastFrame()).toBe('  First\n❯ Second');
	});

	test('a menu keeps to its rows', () => {
		const items = Array.from({length: 30}, (_, index) => ({id: String(index), label: `line ${index}`}));
		const {lastFrame} = renderInk(
			<Menu
				identity="m"
				items={items}
				cursor={12}
				rows={5}
				columns={40}
				onMove={() => undefined}
				onChoose={() => undefined}
			/>,
		);
		expect(lastFrame()?.split('\n')).toHaveLength(5);
		expect(lastFrame()).toContain('❯ line 12');
	});

	test('the wizard draws without its own keyboard', () => {
		const session = startSession(world(), {columns: 100, rows: 30}, () => undefined);
		const {lastFrame} = renderInk(<Wizard rules={session.rules} state={session.state()} dispatch={session.dispatch} />);
		expect(lastFrame()).toContain('Why did the TPU job fail');
	});
});
