import {Option, type Command} from 'commander';
import type {Exit} from './exit.js';
import {playbookOption} from './setting-options.js';
import type {World} from './world.js';
import type {PracticeOptions} from './commands/practice.js';
import type {ShapeOptions} from './commands/shape.js';

type Act = <Arguments extends readonly unknown[]>(
	action: (...given: Arguments) => Promise<Exit>,
) => (...given: Arguments) => Promise<void>;

/** The commands for those who learn. */
export function addLearning(program: Command, world: World, act: Act): void {
	program
		.command('practice')
		.description('practise on made-up crashes: drills, a review, a tour')
		.argument('[drill]', 'a drill, tour or review; default: a menu')
		.option('--list', 'list the drills and your progress, and ask nothing')
		.option('--seed <n>', 'put the answers in a repeatable order')
		.option('--plain', 'numbered questions on plain streams')
		.addOption(playbookOption(world))
		.action(
			act(async (name: string | undefined, options: PracticeOptions) =>
				(await import('./commands/practice.js')).practiceCommand(world, name, options),
			),
		);
	program
		.command('shape')
		.description('print the memory of a shape, or why two shapes differ')
		.argument('<shape>', "as XLA prints it, in quotes: 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}'")
		.argument('[given]', 'the shape that was given instead')
		.addOption(
			new Option('-f, --format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text'),
		)
		.action(
			act(async (expected: string, given: string | undefined, options: ShapeOptions) =>
				(await import('./commands/shape.js')).shapeCommand(world, expected, given, options),
			),
		);
}
