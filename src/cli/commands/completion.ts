import type {Command} from 'commander';
import {candidates, manPage, SCRIPTS} from '../completion.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {entriesOf} from '../look-up.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';

export type CompletionKind = keyof typeof SCRIPTS | 'man';

/** Prints the completion script of a shell, or the man page. */
export function completionCommand(world: World, program: Command, kind: CompletionKind): Promise<Exit> {
	world.stdout.write(kind === 'man' ? manPage(program, XLA_TRIAGE_VERSION) : SCRIPTS[kind]);
	return Promise.resolve(EXIT.done);
}

/** Prints candidates for the last of the words, one a line. */
export async function completeWordsCommand(world: World, program: Command, words: readonly string[]): Promise<Exit> {
	const found = await candidates(program, words, {
		pages: async () => {
			const desk = await openDesk(world, undefined);
			return desk ? entriesOf(desk.playbook).map(({id}) => id.slice(id.indexOf('/') + 1)) : [];
		},
		sessions: () =>
			Promise.resolve(
				userSessions()
					.list()
					.map(({id}) => id),
			),
	});
	world.stdout.write(found.map((one) => `${one}\n`).join(''));
	return EXIT.done;
}
