import {neutraliseLine} from '../../model/neutral.js';
import {jsonText} from '../../report/json-text.js';
import {printBlocks, table} from '../../report/index.js';
import {Sessions, sessionsFolder} from '../../store/sessions.js';
import type {Trouble} from '../../store/trouble.js';
import {EXIT, type Exit} from '../exit.js';
import {say, sayTrouble} from '../say.js';
import {whenText} from '../when.js';
import type {World} from '../world.js';

/** The sessions of this user. */
export function userSessions(): Sessions {
	return new Sessions(sessionsFolder(), XLA_TRIAGE_VERSION);
}

/** Lists the saved sessions, the last changed first. */
export function listSessionsCommand(world: World, {json}: {readonly json?: boolean}): Promise<Exit> {
	const sessions = userSessions().list();
	if (json === true) {
		world.stdout.write(`${jsonText({schema: 'xla-triage.sessions/1', sessions}, 2)}\n`);
	} else if (sessions.length === 0) {
		say(world, `No sessions are kept in ${sessionsFolder()}.`);
	} else {
		const now = new Date();
		const rows = sessions.map(({id, name, changed, codes, answered, decided}) => [
			`\`${id}\``,
			neutraliseLine(name).replaceAll('`', "'"),
			[...new Set(codes)].join(', '),
			String(answered),
			String(decided),
			whenText(changed, now),
		]);
		const block = table('lllrrl', ['Session', 'Name', 'Codes', 'Answers', 'Decisions', 'Last used'], rows);
		world.stdout.write(printBlocks([block], world));
	}
	return Promise.resolve(EXIT.done);
}

/** Gives a session another name. */
export function renameSessionCommand(world: World, id: string, name: string): Promise<Exit> {
	return told(world, userSessions().rename(id, name), `Session ${id} is now called ${name}.`);
}

/** Deletes a session. */
export function deleteSessionCommand(world: World, id: string): Promise<Exit> {
	return told(world, userSessions().remove(id), `Session ${id} is deleted.`);
}

function told(world: World, trouble: Trouble | undefined, success: string): Promise<Exit> {
	if (trouble) sayTrouble(world, trouble);
	else say(world, success);
	return Promise.resolve(trouble ? EXIT.usage : EXIT.done);
}
