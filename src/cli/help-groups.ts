import type {Command} from 'commander';

const LEARN = 'Look up and learn:';

/** Commands by what they are for, in the order of the help. */
const GROUPS: readonly (readonly [heading: string, commands: readonly string[]])[] = [
	['After a crash:', ['diagnose', 'compare', 'resume', 'sessions', 'redact']],
	['Before the next run:', ['run', 'what-if', 'probe', 'tune', 'check-flags', 'shape']],
	[LEARN, ['explain', 'practice', 'doctor']],
	['Many jobs, agents, shells:', ['summary', 'mcp', 'skill', 'completion']],
	['For authors of flows and pages:', ['flows']],
];

/** Divides the commands of the help by what they are for. A command that no group names makes a group "Commands" of its own. */
export function groupCommands(program: Command): void {
	const order = GROUPS.flatMap(([, names]) => names);
	const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
	program.configureHelp({subcommandTerm: (command) => command.name()});
	program.commandsGroup(LEARN).helpCommand('help [command]', 'print the help of a command');
	for (const [heading, names] of GROUPS)
		for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);
	(program.commands as Command[]).sort((a, b) => place(a.name()) - place(b.name()));
}
