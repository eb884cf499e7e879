import type {Course} from '../../model/drill.js';
import {dueQuestions} from '../../plan/practice/index.js';
import {loadSamples} from '../../store/samples.js';
import {canRunWizard, openKeyboard, plainText, roundOf} from '../../ui/index.js';
import {openDesk} from '../desk.js';
import {secretsBySettings} from '../known-secrets.js';
import {distance} from '../distance.js';
import {EXIT, type Exit} from '../exit.js';
import {practiceRoom} from '../practice.js';
import {linesOf, runOver} from '../run-wizard.js';
import {say, sayComplaints, sayTrouble} from '../say.js';
import type {World} from '../world.js';
import {createWizardry} from '../wizardry.js';
import {userSessions} from './sessions.js';

export interface PracticeOptions {
	readonly playbook?: string;
	/** Print the drills and what was reached, and ask nothing. */
	readonly list?: boolean;
	/** Makes the order of answers repeatable. */
	readonly seed?: string;
	/** Numbered questions on plain streams. */
	readonly plain?: boolean;
}

/** Drills, the review of weak spots, and the tour, in the screens of the wizard; without a name, a menu of all. */
export async function practiceCommand(world: World, name: string | undefined, options: PracticeOptions): Promise<Exit> {
	const {seed, playbook} = options;
	if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
		return refuse(world, `${seed} is not a seed`, 'A seed is a whole number of at most nine digits.');
	}
	const desk = await openDesk(world, playbook);
	if (!desk) return EXIT.usage;
	const room = practiceRoom(desk, playbook, seed === undefined ? undefined : Number(seed));
	sayComplaints(world, await room.complaints());
	const loaded = await room.practice();
	if (!loaded.ok) return EXIT.usage;
	const practice = loaded.value;
	const item = name === undefined ? undefined : meant(practice.course, name);
	if (name !== undefined && item === undefined) return unknown(world, practice.course, name);
	if (item === 'review' && dueQuestions(practice.course.drills, practice.attempts, practice.now).length === 0) {
		say(world, 'Nothing is due: no weak spot is known, or it is too early to ask again.');
		return EXIT.done;
	}
	const drawn =
		options.list !== true && options.plain !== true && !world.piped && world.watched && canRunWizard(world.env);
	const wizardry = createWizardry({
		desk,
		samples: await loadSamples(),
		sessions: userSessions(),
		sources: [],
		secrets: secretsBySettings(world),
		practice: room.practice,
		opening: {practice, ...(item === undefined || options.list === true ? {} : {item})},
	});
	if (options.list === true) {
		world.stdout.write(plainText(wizardry, world.width));
		return EXIT.done;
	}
	const keyboard = drawn ? openKeyboard() : undefined;
	const {code, state} = await runOver(world, wizardry, keyboard, keyboard ? undefined : linesOf(world.stdin, 'stdin'));
	const answered = state.round?.events.length ?? 0;
	if (answered > 0 && roundOf(state)?.now.over === false) say(world, 'You left the round early, so it does not count.');
	return code === 0 ? EXIT.done : EXIT.interrupted;
}

/** The line of the menu that a name means. */
function meant({drills}: Course, name: string): string | undefined {
	if (name === 'tour' || name === 'review') return name;
	const like = drills.filter(({id}) => id.startsWith(name));
	const drill = drills.find(({id}) => id === name) ?? (like.length === 1 ? like[0] : undefined);
	return drill && `drill:${drill.id}`;
}

function unknown(world: World, course: Course, name: string): Exit {
	const near = [...course.drills.map(({id}) => id), 'tour', 'review']
		.map((id) => ({id, steps: distance(name, id)}))
		.sort((a, b) => a.steps - b.steps)
		.slice(0, 3)
		.map(({id}) => id);
	return refuse(world, `There is no drill ${name}`, `Similar names: ${near.join(', ')}.`);
}

function refuse(world: World, title: string, cause: string): Exit {
	sayTrouble(world, {title, cause, todo: 'xla-triage practice --list shows all drills.'});
	return EXIT.usage;
}
