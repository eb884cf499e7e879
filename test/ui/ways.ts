// The way to each screen, from the first one, by keys.
import {openDesk} from '../../src/cli/desk.js';
import {processWorld} from '../../src/cli/world.js';
import {world, type World} from './fixture.js';
import {TUNED} from './tuned.js';

/** From the list of remedies over one of flags. */
const TO_TUNING = ['enter', 'down', 'down', 'down', 'enter'];

/** From the first screen to practice. */
const TO_PRACTICE = ['down', 'down', 'down', 'down', 'down', 'enter'];
const TO_DRILL = [...TO_PRACTICE, 'down', 'enter'];

/** Name of the frame, the screen it shows, and the keys that lead to it. */
export const WAYS: readonly (readonly [name: string, screen: string, keys: readonly string[]])[] = [
	['intake', 'intake', []],
	['open-file', 'open-file', ['down', 'enter', 'tr']],
	['paste', 'paste', ['down', 'down', 'enter']],
	['describe', 'describe', ['down', 'down', 'down', 'enter']],
	['samples', 'samples', ['down', 'down', 'down', 'down', 'enter']],
	['sessions', 'sessions', ['end', 'up', 'enter']],
	['happened', 'happened', ['enter']],
	['question', 'question', ['enter', 'enter']],
	['question-no-log', 'question', ['down', 'down', 'down', 'enter', 'enter']],
	['verdict', 'verdict', ['enter', 'enter', 'enter', 'enter', 'down']],
	['remedies', 'remedies', ['enter', 'm', 'a', 'down', 'x', 'down']],
	['remedy', 'remedy', ['enter', 'm', 'enter']],
	['what-if', 'what-if', ['enter', 'm', 'enter', '4']],
	['note', 'note', ['enter', 'm', 'n', 'ask first']],
	['plan', 'plan', ['enter', 'm', 'a', 'p']],
	['tune', 'tune', ['enter', 'm', ...TO_TUNING]],
	['trial-result', 'trial-result', ['enter', 'm', ...TO_TUNING, 'enter', '33.1G']],
	['trials', 'trials', ['enter', 'm', ...TO_TUNING, 'enter', '33.1G', 'enter', 'end', 'up', 'enter']],
	['save', 'save', ['enter', 'p', 'enter']],
	['overwrite', 'overwrite', ['enter', 'p', 'enter', 'ctrl-u', 'taken.md', 'enter']],
	['facts', 'evidence', ['enter', 'e', 'down', 'down']],
	['buffers', 'evidence', ['enter', 'e', 'tab']],
	['buffers-each', 'evidence', ['enter', 'e', 'tab', 'g', 's']],
	['flags', 'evidence', ['enter', 'e', 'tab', 'tab']],
	['log', 'evidence', ['enter', 'e', 'tab', 'tab', 'tab']],
	['search', 'search', ['enter', '/', 'batch', 'down']],
	['terms', 'terms', ['enter', 't']],
	['page', 'page', ['enter', 't', 'enter']],
	['practice', 'practice', TO_PRACTICE],
	['practice-reached', 'practice', [...TO_DRILL, 'enter', 'enter', 'enter', 'enter', 'end', 'enter']],
	['drill', 'drill', TO_DRILL],
	['drill-answer', 'drill-answer', [...TO_DRILL, 'down', 'enter']],
	['drill-line', 'drill', [...TO_DRILL, 'enter', 'enter', 'down']],
	['drill-log', 'drill-log', [...TO_DRILL, 'l']],
	['drill-result', 'drill-result', [...TO_DRILL, 'enter', 'enter', 'enter', 'enter']],
	['tour', 'tour', [...TO_PRACTICE, 'enter']],
	['tour-shape', 'tour', [...TO_PRACTICE, 'enter', 'enter', 'enter']],
	['calculator', 'calculator', [...TO_PRACTICE, 'enter', 'enter', 'enter', 'enter']],
	['help', 'help', ['?']],
	['incidents', 'incidents', ['enter', 'end', 'enter', 'other.log', 'enter', 'down', 'down', 'enter']],
	['quit', 'quit', ['enter', 'm', 'a', 'q']],
	['routed', 'happened', ['down', 'down', 'down', 'down', 'enter', 'down', 'enter']],
];

/** Arrays have names only by the patterns of the shipped playbook. */
async function shipped(): Promise<Pick<World, 'playbook' | 'conditions'>> {
	const desk = await openDesk(processWorld(), undefined);
	if (!desk) throw new Error('The playbook has faults.');
	return desk;
}

/** The world in which a way leads there. */
export async function worldFor(name: string, keys: readonly string[]): Promise<World> {
	if (TO_TUNING.every((key, at) => keys[at + 2] === key)) return world({playbook: TUNED});
	if (name === 'quit') return world({append: () => Promise.resolve({ok: false, message: 'The disk is full.'})});
	return name === 'what-if' ? world(await shipped()) : world();
}
