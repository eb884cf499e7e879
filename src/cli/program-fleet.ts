import {Argument, Option, type Command} from 'commander';
import type {CheckFlagsOptions} from './commands/check-flags.js';
import type {CompletionKind} from './commands/completion.js';
import type {SummaryOptions} from './commands/summary.js';
import type {Exit} from './exit.js';
import {playbookOption, redactOption} from './setting-options.js';
import type {World} from './world.js';

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

/** The commands for those who look after many jobs, and for agents. */
export function addFleet(program: Command, world: World, act: Act): void {
	program
		.command('summary')
		.description('group the failures of many logs')
		.argument('[log...]', 'logs, or records that diagnose --each printed; without them, standard input lists the logs')
		.addOption(
			new Option('-f, --format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text'),
		)
		.option('-0, --null', 'the names on standard input end in NUL')
		.option('--jobs <n>', 'how many files at a time; default: one per processor')
		.addOption(redactOption(world))
		.addOption(playbookOption(world))
		.action(
			act(async (names: string[], options: SummaryOptions) =>
				(await import('./commands/summary.js')).summaryCommand(world, names, options),
			),
		);
	program
		.command('check-flags')
		.description('check the flags in force: known, in the right place, harmful')
		.argument('[what...]', "logs, or flags such as 'LIBTPU_INIT_ARGS=--name=value'; default: this environment")
		.allowUnknownOption() // they are what it checks
		.option('--libtpu <version>', 'version to check against; default: that of the log, or all measured ones')
		.addOption(
			new Option('-f, --format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text'),
		)
		.addOption(playbookOption(world))
		.action(
			act(async (given: string[], options: CheckFlagsOptions) =>
				(await import('./commands/check-flags.js')).checkFlagsCommand(world, given, options),
			),
		);
	program
		.command('mcp')
		.description('serve the Model Context Protocol to agents, on stdin and stdout')
		.addOption(playbookOption(world))
		.action(
			act(async (options: {playbook?: string}) => (await import('./commands/mcp.js')).mcpCommand(world, options)),
		);
	program
		.command('skill')
		.description('print a SKILL.md for coding agents')
		.action(act(async () => (await import('./commands/skill.js')).skillCommand(world)));
	program
		.command('completion')
		.description('print the completion script of a shell, or the man page')
		.addArgument(new Argument('<kind>', 'what to print').choices(['bash', 'zsh', 'fish', 'man']))
		.action(
			act(async (kind: CompletionKind) =>
				(await import('./commands/completion.js')).completionCommand(world, program, kind),
			),
		);
	program
		.command('complete-words', {hidden: true})
		.argument('[words...]')
		.allowUnknownOption()
		.action(
			act(async (words: string[]) =>
				(await import('./commands/completion.js')).completeWordsCommand(world, program, words),
			),
		);
}
