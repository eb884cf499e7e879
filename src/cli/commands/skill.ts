import {SKILL} from '../agents/skill-text.js';
import {EXIT, type Exit} from '../exit.js';
import type {World} from '../world.js';

/** Prints a SKILL.md for coding agents. */
export function skillCommand(world: World): Promise<Exit> {
	world.stdout.write(SKILL);
	return Promise.resolve(EXIT.done);
}
