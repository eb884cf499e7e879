import {Command, CommanderError, Option} from 'commander';
import {EXIT, type Exit} from './exit.js';
import type {World} from './world.js';
import type {DiagnoseOptions} from './commands/diagnose.js';

/** Formats of `diagnose`, written here too so that help does not load the command. */
const FORMATS = ['text', 'markdown', 'json', 'html'];

/** Runs one command line and gives its exit code. Every command is loaded only when it is called for. */
export async function run(world: World, argv: readonly string[]): Promise<Exit> {
	let exit: Exit = EXIT.done;
	const act =
		<Arguments extends readonly unknown[]>(action: (...given: Arguments) => Promise<Exit>) =>
		async (...given: Arguments): Promise<void> => {
			exit = await action(...given);
		};
	const program = new Command('xla-triage')
		.description('Reads the log of a crashed TPU job, shows where the memory went, and leaves a remediation plan.')
		.version(XLA_TRIAGE_VERSION, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'print help')
		.configureOutput({writeOut: (text) => world.stdout.write(text), writeErr: (text) => world.stderr.write(text)})
		.showHelpAfterError('xla-triage --help tells what can be given.')
		.exitOverride();
	const playbook = (): Option => new Option('--playbook <dir>', 'read flows and content from this folder');

	program
		.command('diagnose')
		.description('print the diagnosis and the plan, without a question')
		.argument('[log...]', 'files to read; - or nothing for standard input')
		.addOption(new Option('-f, --format <format>', 'how to print').choices(FORMATS).default('text'))
		.option('--full', 'with how each step is done, every question and every source')
		.addOption(playbook())
		.action(
			act(async (logs: string[], options: DiagnoseOptions) =>
				(await import('./commands/diagnose.js')).diagnoseCommand(world, logs, options),
			),
		);

	try {
		await program.parseAsync([...argv], {from: 'user'});
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		return error.exitCode === 0 ? EXIT.done : EXIT.usage;
	}
	return exit;
}
