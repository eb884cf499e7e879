// A screen reader hears the twin of a screen: what is seen is in it.
import {expect, onTestFinished, test} from 'vitest';
import {compose, sceneOf} from '../../src/ui/compose.js';
import {line, plain} from '../../src/ui/text/line.js';
import {stage} from './stage.js';
import {WAYS, worldFor} from './ways.js';

/** A reader has the log itself, and the twin names groups of buffers and not each one. */
const ELSEWHERE = new Set(['log', 'buffers-each']);

test.each(WAYS.filter(([name]) => !ELSEWHERE.has(name)))(
	'%s: the twin says every figure, and every word of a choice',
	async (name, _, keys) => {
		const opened = await stage({columns: 158, rows: 60, world: await worldFor(name, keys)});
		onTestFinished(() => opened.close());
		await opened.press(...keys);
		const state = opened.state();
		const {rules} = opened.session;
		const {body, menu} = compose(rules.scene(state));
		const heard = compose(sceneOf(rules.knowledge, rules.view(state.events), state, true));
		const words = new Set(wordsOf([...heard.body.map(plain), ...labelsOf(heard.menu)]));
		const seen = [...wordsOf(body.map(plain)).filter((word) => /\d/.test(word)), ...wordsOf(labelsOf(menu))];
		expect(words.size).toBeGreaterThan(0);
		expect(seen.filter((word) => !words.has(word))).toEqual([]);
	},
);

function labelsOf(menu: ReturnType<typeof compose>['menu']): string[] {
	return menu.flatMap(({label, more = []}) => [typeof label === 'string' ? line(label) : label, ...more]).map(plain);
}

/** Words and figures in small letters; what is cut with `…` is no word. */
function wordsOf(texts: readonly string[]): string[] {
	return texts
		.flatMap((text) => text.split(/\s+/))
		.filter((word) => !word.includes('…'))
		.flatMap((word) => word.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}._%-]*[\p{L}\p{N}%]/gu) ?? []);
}
