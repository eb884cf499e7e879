import type {Command} from 'commander';
import type {Exit} from './exit.js';
import type {FlowsTestOptions} from './commands/flows-test.js';
import type {World} from './world.js';

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

const FOLDER = 'a folder with the folders flows and content; without it, the current one';

/** The commands for authors of flows and pages. */
export function addFlows(program: Command, world: World, act: Act): void {
	const flows = program.command('flows').description('for authors of flows and pages');
	flows
		.command('check')
		.description('check the flows and pages of a folder')
		.argument('[dir]', FOLDER)
		.action(
			act(async (folder: string | undefined) => (await import('./commands/flows.js')).flowsCheckCommand(world, folder)),
		);
	flows
		.command('test')
		.description('perform the plays in test/plays of a folder, and tell what they come to')
		.argument('[dir]', FOLDER)
		.option('--strict', 'fail where some node, edge, option, inference or remedy is in no play')
		.action(
			act(async (folder: string | undefined, options: FlowsTestOptions) =>
				(await import('./commands/flows-test.js')).flowsTestCommand(world, folder, options),
			),
		);
}
