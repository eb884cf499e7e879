import type {Command} from 'commander';
import type {Exit} from './exit.js';
import type {World} from './world.js';

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

/** The commands for text that is passed on to others. */
export function addSharing(program: Command, world: World, act: Act): void {
	program
		.command('redact')
		.description('print a text without paths, users, hosts, projects, tokens …')
		.argument('[file]', 'what to redact; - or nothing for standard input')
		.action(act(async (file: string | undefined) => (await import('./commands/redact.js')).redactCommand(world, file)));
}
