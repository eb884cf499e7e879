import {Command, CommanderError, Option} from 'commander';
import {neutralise} from '../model/neutral.js';
import {EXIT, type Exit} from './exit.js';
import type {DoctorOptions} from './commands/doctor.js';
import type {Format} from './export.js';
import {groupCommands} from './help-groups.js';
import {misspelt} from './misspelt.js';
import {addFlows} from './program-flows.js';
import {addFleet} from './program-fleet.js';
import {addLearning} from './program-learn.js';
import {addSharing} from './program-share.js';
import {say, sayTrouble} from './say.js';
import {playbookOption, redactOption} from './setting-options.js';
import type {World} from './world.js';
import type {DiagnoseOptions, RecordFormat} from './commands/diagnose.js';
import type {CompareOptions} from './commands/compare.js';
import type {ExplainOptions} from './commands/explain.js';
import type {RunCommandOptions} from './commands/run.js';
import type {TuneOptions} from './commands/tune.js';
import type {ProbeCommandOptions} from './commands/probe.js';
import type {WhatIfOptions} from './commands/what-if.js';
import type {ResumeOptions, WizardOptions} from './commands/wizard.js';

/** Formats of `diagnose`, written here too so that help does not load the command. */
const FORMATS = ['text', 'brief', 'markdown', 'json', 'html', 'shell', 'bug-report'] satisfies Format[];
const RECORDS = ['ndjson', 'sarif', 'junit', 'github', 'prometheus'] satisfies RecordFormat[];

/** Runs one command line and gives its exit code. Every command is loaded only when it is called for. */
export async function run(world: World, argv: readonly string[]): Promise<Exit> {
	let exit: Exit = EXIT.done;
	// The doctor lists them, and a shell that completes a word shows nothing else.
	if (!['doctor', 'complete-words'].includes(argv[0] ?? ''))
		for (const complaint of world.settings?.complaints ?? []) say(world, complaint);
	const act: Act =
		(action) =>
		async (...given) => {
			exit = await action(...given);
		};
	const program = new Command('xla-triage')
		.description('Reads the log of a crashed TPU job, shows where the memory went, and leaves a remediation plan.')
		.version(
			`${XLA_TRIAGE_VERSION} (build ${XLA_TRIAGE_BUILD}, playbook ${XLA_TRIAGE_PLAYBOOK})`,
			'-V, --version',
			'print the version',
		)
		.helpOption('-h, --help', 'print help')
		.configureOutput({
			writeOut: (text) => world.stdout.write(neutralise(text)),
			writeErr: (text) => world.stderr.write(neutralise(text)),
		})
		.usage('[log...]  |  <command> [options]')
		.addHelpText(
			'before',
			'xla-triage train.log               the wizard\nkubectl logs POD | xla-triage      the same, from a pipe\n',
		)
		.addHelpText(
			'after',
			`
Options of the wizard (xla-triage [log...]):
  --plain           numbered questions on plain streams instead of screens
  --answers <file>  answers given beforehand, by question id
  --playbook <dir>  read flows and content from this folder

Exit codes: 0 diagnosed; 1 nothing recognised; 2 bad usage or unreadable input;
            3 only failures that are not XLA:TPU's; 130 interrupted.`,
		)
		.showHelpAfterError('Run xla-triage --help for usage.')
		.exitOverride();
	const answers = (): Option => new Option('--answers <file>', 'answers given beforehand, by question id');
	const logs = 'files to read; - or nothing for standard input';

	program
		.command('wizard', {isDefault: true, hidden: true})
		.argument('[log...]', logs)
		.option('--plain', 'numbered questions on plain streams instead of screens')
		.addOption(answers())
		.addOption(playbookOption(world))
		.action(
			act(async (names: string[], options: WizardOptions) => {
				const meant = misspelt(names, program);
				if (meant === undefined) return (await import('./commands/wizard.js')).wizardCommand(world, names, options);
				sayTrouble(world, {
					title: `There is no file ${names[0] ?? ''}`,
					cause: 'It is not a command, but close to one.',
					todo: `Did you mean: xla-triage ${[meant, ...names.slice(1)].join(' ')}`,
				});
				return EXIT.usage;
			}),
		);
	program
		.command('diagnose')
		.description('print the diagnosis and the plan, without a question')
		.argument('[log...]', logs)
		.addOption(
			new Option('-f, --format <format>', 'how to print (default: text; with --each: ndjson)').choices([
				...FORMATS,
				...RECORDS,
			]),
		)
		.option('--each', 'read each file alone and print one record per file; without files, standard input lists them')
		.option('-0, --null', 'with --each: names on standard input end in NUL')
		.option('--jobs <n>', 'with --each: how many files at a time; default: one per processor')
		.option('--full', 'all remedies, questions and sources')
		.addOption(redactOption(world))
		.option('--no-redact', 'replace nothing, in a bug report either')
		.addOption(answers())
		.addOption(playbookOption(world))
		.action(
			act(async (names: string[], options: DiagnoseOptions) =>
				(await import('./commands/diagnose.js')).diagnoseCommand(world, names, options),
			),
		);
	addSharing(program, world, act);
	program
		.command('compare')
		.description('show what changed between two failures and why')
		.argument('<before>', 'a log, - for standard input, or a session; ID:2 is the second evidence of a session')
		.argument('<after>', 'the other one')
		.addOption(
			new Option('-f, --format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text'),
		)
		.addOption(playbookOption(world))
		.action(
			act(async (before: string, after: string, options: CompareOptions) =>
				(await import('./commands/compare.js')).compareCommand(world, [before, after], options),
			),
		);
	program
		.command('what-if')
		.description('print what a program would need after changes')
		.argument('<evidence>', 'a folder written by --xla_dump_to, a log that lists buffers, or a session')
		.argument(
			'[change...]',
			"a dimension (batch=1/2, sequence=1024, params['w']:1=1/2), donate, fsdp, remat, microbatch=2, …",
		)
		.addOption(new Option('-f, --format <format>', 'how to print').choices(['text', 'json']).default('text'))
		.addOption(playbookOption(world))
		.action(
			act(async (evidence: string, changes: string[], options: WhatIfOptions) =>
				(await import('./commands/what-if.js')).whatIfCommand(world, evidence, changes, options),
			),
		);
	program
		.command('run')
		.description('run a command; if it runs out of memory, offer the wizard')
		.argument('[command...]', 'after two dashes: run -- python train.py')
		.option('--exit-map <map>', 'exit codes by kind of failure: deterministic=42,retryable=43')
		.option('--report <file>', 'write the record of a failure there, as JSON')
		.option('--no-ask', 'print the diagnosis to stderr and ask nothing, on a terminal too')
		.addOption(playbookOption(world))
		.action(
			act(async (words: string[], options: RunCommandOptions) =>
				(await import('./commands/run.js')).runCommand(world, words, options),
			),
		);
	program
		.command('tune')
		.description('try flags, one change at a time; the trials are kept')
		.argument('[words...]', 'a dump folder or a session (default: the last one); after two dashes a command for --run')
		.option('--log <file>', 'the log of the failure, or of the open trial')
		.option('--run', 'run the command for each trial and record the result')
		.option('--auto <n>', 'with --run or a dump: the most trials, unattended')
		.option('--fits-after <minutes>', 'with --run: a run of this length counts as one that fits')
		.option('--limit <minutes>', 'with --run: end a trial without a failure or a step')
		.option('--python <command>', 'with a dump: the Python that has jax and libtpu', 'python3')
		.option('--module <name>', 'with a dump: which program of it')
		.option('--new', 'with --run or a dump: start again instead of continuing')
		.option('--anyway', 'try flags even if they cannot close the gap alone')
		.option('--export', 'print what helped as a shell snippet')
		.option('--history', 'print the trials so far')
		.addOption(playbookOption(world))
		.action(
			act(async (words: string[], options: TuneOptions) => {
				const command = argv.includes('--') ? argv.slice(argv.indexOf('--') + 1) : [];
				const [session] = words.slice(0, words.length - command.length);
				return (await import('./commands/tune.js')).tuneCommand(world, session, command, options);
			}),
		);
	program
		.command('explain')
		.description('print the page of a code, remedy, flag, question or term')
		.argument('[name...]', 'what to explain; default: a list of all pages')
		.option('--all', 'the whole handbook as one document, with the decision trees drawn')
		.addOption(
			new Option('-f, --format <format>', 'how to print').choices(['text', 'markdown', 'html']).default('text'),
		)
		.addOption(playbookOption(world))
		.action(
			act(async (words: string[], options: ExplainOptions) =>
				(await import('./commands/explain.js')).explainCommand(world, words, options),
			),
		);
	program
		.command('resume')
		.description('go on with a saved session')
		.argument('[session]', 'its id, the beginning of its id, or its name; default: the last one')
		.option('--plain', 'numbered questions on plain streams instead of screens')
		.option('--force', 'also if it is open elsewhere; if that wizard still runs, answers can be lost')
		.addOption(answers())
		.addOption(playbookOption(world))
		.action(
			act(async (id: string | undefined, options: ResumeOptions) =>
				(await import('./commands/wizard.js')).resumeCommand(world, id, options),
			),
		);
	addSessions(program, world, act);
	addLearning(program, world, act);
	program
		.command('doctor')
		.description('check the terminal, playbook, state folder and Python')
		.option('--python <command>', 'the Python to look at', 'python3')
		.addOption(playbookOption(world))
		.action(
			act(async (options: DoctorOptions) =>
				(await import('./commands/doctor.js')).doctorCommand(world, XLA_TRIAGE_VERSION, options),
			),
		);
	program
		.command('probe')
		.description('prove remedies with the real TPU compiler, without a TPU')
		.argument('[from]', 'a dump folder, or a log or session whose plan names the variants; default: the last session')
		.option('--chip <chip>', 'chip (v5e, v6e, …) or topology (v5e:4x4); default: from the evidence')
		.option('-o, --out <file>', 'where to write the script: recompile.py for a dump, else probe_remedies.py')
		.option('--module <name>', 'which program of the dump; default: the one that did not fit')
		.option('--force', 'replace the file if it exists')
		.option('--time-limit <seconds>', 'for each variant', '900')
		.option('--read <file>', 'read the results of the script into a session')
		.option('--session <session>', 'the session to use; default: the last one')
		.addHelpText(
			'after',
			`
From a dump (XLA_FLAGS=--xla_dump_to=/tmp/xla_dump), with none of your code:
  xla-triage probe /tmp/xla_dump             writes recompile.py: the program that failed, and changes of it
  python3 recompile.py                       needs jax and libtpu (pip), on any Linux machine with an x86-64 processor
  xla-triage probe /tmp/xla_dump --read recompile.jsonl    the plan then says what was measured

From your own step, for what a dump cannot express (batch, sequence, checkpointing, micro-batches):
  xla-triage probe train.log                 writes probe_remedies.py; put your training step into it
  python3 probe_remedies.py > probe.jsonl    compiles each variant, runs nothing
  xla-triage probe --read probe.jsonl        into the last session; xla-triage probe train.log --read … begins one
More: xla-triage explain probe`,
		)
		.addOption(playbookOption(world))
		.action(
			act(async (from: string | undefined, options: ProbeCommandOptions) =>
				(await import('./commands/probe.js')).probeCommand(world, from, options),
			),
		);
	addFleet(program, world, act);
	addFlows(program, world, act);
	groupCommands(program);

	try {
		await program.parseAsync([...argv], {from: 'user'});
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		return error.exitCode === 0 ? EXIT.done : EXIT.usage;
	}
	return exit;
}

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

function addSessions(program: Command, world: World, act: Act): void {
	const sessions = program
		.command('sessions')
		.description('list, rename or delete saved sessions')
		.option('--json', 'as JSON')
		.action(
			act(async (options: {json?: boolean}) =>
				(await import('./commands/sessions.js')).listSessionsCommand(world, options),
			),
		);
	sessions
		.command('rename')
		.description('give a session another name')
		.argument('<session>')
		.argument('<name>')
		.action(
			act(async (id: string, name: string) =>
				(await import('./commands/sessions.js')).renameSessionCommand(world, id, name),
			),
		);
	sessions
		.command('delete')
		.description('delete a session')
		.argument('<session>')
		.action(act(async (id: string) => (await import('./commands/sessions.js')).deleteSessionCommand(world, id)));
}
