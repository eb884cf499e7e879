import {Option, type Command} from 'commander';
import type {SummaryOptions} from './commands/summary.js';
import type {Exit} from './exit.js';
import type {World} from './world.js';

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

/** The commands for those who look after many jobs. */
export function addFleet(program: Command, world: World, act: Act): void {
	program
		.command('summary')
		.description('group the failures of many logs')
		.argument('[log...]', 'logs, or records that diagnose --each printed; without them, standard input lists the logs')
		.addOption(
			new Option('-f, --format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text'),
		)
		.option('-0, --null', 'the names on standard input end in NUL')
		.option('--jobs <n>', 'how many are read at the same time; without it, one for each processor')
		.option('--redact', 'replace paths, users, hosts, addresses, projects, buckets and tokens')
		.addOption(new Option('--playbook <dir>', 'read flows and content from this folder'))
		.action(
			act(async (names: string[], options: SummaryOptions) =>
				(await import('./commands/summary.js')).summaryCommand(world, names, options),
			),
		);
}
