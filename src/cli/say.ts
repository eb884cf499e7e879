import type {Reading} from '../model/incident.js';
import {neutralise} from '../model/neutral.js';
import type {Complaint} from '../model/playbook.js';
import type {Trouble} from '../store/trouble.js';
import type {World} from './world.js';

/** Tells a person what went wrong, why, and what to do. */
export function sayTrouble(world: World, trouble: Trouble): void {
	const todo = asTyped(world, trouble.todo);
	world.stderr.write(neutralise(`xla-triage: ${trouble.title}\n  ${trouble.cause}\n  ${todo}\n`));
}

/** Lists complaints about a playbook as `file:line:column: what; what to do`. */
export function sayComplaints(world: World, complaints: readonly Complaint[]): void {
	for (const {place, message, hint, id} of complaints) {
		world.stderr.write(neutralise(`${place.file}:${place.line}:${place.column}: ${message} [${id}]\n  ${hint}\n`));
	}
}

/** One sentence beside the result, which goes to stdout. */
export function say(world: World, sentence: string): void {
	world.stderr.write(neutralise(`xla-triage: ${asTyped(world, sentence)}\n`));
}

/** How the user types the command: scripts/start.mjs says so when it was started with npm. */
function startedAs({env}: World): string {
	return env['XLA_TRIAGE_STARTED_AS'] ?? 'xla-triage';
}

/** A hint with its commands as the user types them: without a link there is no command of our name. */
function asTyped(world: World, hint: string): string {
	return hint.replaceAll(/\bxla-triage(?= )(?! itself| wrote)/g, startedAs(world));
}

/** One line for each file that was given as evidence and is a report of this program. */
export function passedOver({evidence}: Reading): readonly string[] {
	return evidence.flatMap(({name, form}) =>
		form === 'report' ? [`${name} is a report by xla-triage, so it is ignored.`] : [],
	);
}
