import {Argument, Option, type Command} from 'commander';
import type {Exit} from './exit.js';
import type {FlowsGraphOptions} from './commands/flows-graph.js';
import type {FlowsNewOptions, NewKind} from './commands/flows-new.js';
import type {FlowsTestOptions} from './commands/flows-test.js';
import {playbookOption} from './setting-options.js';
import type {World} from './world.js';

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

const FOLDER = 'a folder with flows and content; default: the current one';

/** The commands check, test, draw and begin flows and pages. */
export function addFlows(program: Command, world: World, act: Act): void {
	const flows = program.command('flows').description('check, test, draw and begin flows and pages');
	flows
		.command('check')
		.description('check the flows and pages of a folder')
		.argument('[dir]', FOLDER)
		.action(
			act(async (folder: string | undefined) => (await import('./commands/flows.js')).flowsCheckCommand(world, folder)),
		);
	flows
		.command('test')
		.description('run the play-scripts in test/plays of a folder and report the results')
		.argument('[dir]', FOLDER)
		.option('--strict', 'fail if a node, edge, option, inference or remedy is in no play')
		.action(
			act(async (folder: string | undefined, options: FlowsTestOptions) =>
				(await import('./commands/flows-test.js')).flowsTestCommand(world, folder, options),
			),
		);
	flows
		.command('graph')
		.description('draw a flow, or all of them')
		.argument('[names...]', 'a playbook folder, a flow such as e1000, or both')
		.addOption(new Option('-f, --format <format>', 'how to draw').choices(['text', 'mermaid', 'svg']).default('text'))
		.option('--session <id>', 'mark the path of a saved session')
		.addOption(playbookOption(world))
		.action(
			act(async (names: string[], options: FlowsGraphOptions) =>
				(await import('./commands/flows-graph.js')).flowsGraphCommand(world, names, options),
			),
		);
	flows
		.command('new')
		.description('write the files of a new code, remedy, drill or play, ready to be filled in')
		.addArgument(new Argument('<kind>', 'what to make').choices(['code', 'remedy', 'drill', 'play']))
		.argument('<name>', 'E4321 for a code, my-remedy for a remedy, the name of a remedy (or all) for a play')
		.option('--at <verdict>', 'where a new remedy can help, such as e1000/sum')
		.option(
			'--dir <dir>',
			'the folder to write to; without it the current one if it holds a playbook, else .xla-triage',
		)
		.option('--force', 'replace existing files')
		.action(
			act(async (kind: NewKind, name: string, options: FlowsNewOptions) =>
				(await import('./commands/flows-new.js')).flowsNewCommand(world, kind, name, options),
			),
		);
}
