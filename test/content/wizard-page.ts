import {readFileSync} from 'node:fs';
import path from 'node:path';
import {createConditions} from '../../src/engine/index.js';
import type {Playbook} from '../../src/model/playbook.js';
import type {Remedy} from '../../src/model/remedy.js';
import {readText} from '../../src/readers/index.js';
import {sceneOf} from '../../src/ui/compose.js';
import {deriverOf, type Knowledge} from '../../src/ui/derive.js';
import {enter} from '../../src/ui/place.js';
import {screenOf} from '../../src/ui/screens/index.js';
import {initialState} from '../../src/ui/state.js';
import {plain} from '../../src/ui/text/line.js';
import {ROOT} from '../playbook/folder.js';

/** Draws the wizard's screen of any remedy, as it stands after the bundled sample crash. */
export function remedyScreens(playbook: Playbook): (page: Remedy) => string {
	const sample = readFileSync(path.join(ROOT, 'content/samples/e1000-logits.log'), 'utf8');
	const reading = readText('sample', sample);
	const knowledge: Knowledge = {
		playbook,
		conditions: createConditions(playbook.facts),
		merge: () => reading,
		readLog: readText,
		samples: [],
		suggest: () => '',
	};
	const start = initialState([{type: 'evidence', reading}], {columns: 100, rows: 40});
	const view = deriverOf(knowledge)(start.events);
	const {diagnosis} = view.focus;
	const [any] = diagnosis.remedies;
	if (!any) throw new Error('The sample crash has no remedies.');
	return (page) => {
		const ranked = diagnosis.remedies.find(({remedy}) => remedy.id === page.id) ?? {
			...any,
			remedy: page,
			citations: page.citations,
		};
		const shown = {...view, focus: {...view.focus, diagnosis: {...diagnosis, remedies: [ranked]}}};
		const state = {...start, places: [enter({screen: 'remedy', remedy: page.id})] as const};
		const scene = sceneOf(knowledge, shown, state);
		return screenOf(scene).body(scene).map(plain).join('\n');
	};
}
