import type {Command} from 'commander';

/** What can be asked for the last of some words: names that only a running program knows. */
export interface Names {
	readonly pages: () => Promise<readonly string[]>;
	readonly sessions: () => Promise<readonly string[]>;
}

/** Candidates for the last word of a command line, which may be empty. None where a file name is wanted: shells complete those. */
export async function candidates(program: Command, words: readonly string[], names: Names): Promise<readonly string[]> {
	const last = words.at(-1) ?? '';
	const before = words.slice(0, -1);
	const {command, rest} = reached(program, before);
	const valued = command.options.find(
		({short, long, required, optional}) => [short, long].includes(before.at(-1)) && (required || optional),
	);
	const all = valued
		? (valued.argChoices ?? (valued.long === '--session' ? await names.sessions() : []))
		: last.startsWith('-')
			? [...command.options.flatMap(({long}) => long ?? []), '--help']
			: [...subcommands(command), ...(await values(command, rest, names))];
	return [...new Set(all)].filter((one) => one.startsWith(last)).sort();
}

function reached(
	program: Command,
	words: readonly string[],
): {readonly command: Command; readonly rest: readonly string[]} {
	let command = program;
	const rest: string[] = [];
	for (const word of words) {
		const next = rest.length === 0 ? command.commands.find((one) => one.name() === word) : undefined;
		if (next) command = next;
		else if (!word.startsWith('-')) rest.push(word);
	}
	return {command, rest};
}

function subcommands(command: Command): readonly string[] {
	return command.commands.map((one) => one.name()).filter((name) => !HIDDEN.has(name));
}

async function values(command: Command, rest: readonly string[], names: Names): Promise<readonly string[]> {
	const name = command.name();
	const parent = command.parent?.name();
	if (name === 'explain') return names.pages();
	if (rest.length > 0 && name !== 'compare') return [];
	if (['resume', 'tune', 'probe', 'compare'].includes(name) || parent === 'sessions') return names.sessions();
	return command.registeredArguments[rest.length]?.argChoices ?? [];
}

const HIDDEN: ReadonlySet<string> = new Set(['wizard', 'complete-words']);

/** The script of a shell that asks the program for candidates, and lets the shell complete files where there are none. */
export const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = {
	bash: `# xla-triage completion bash > /etc/bash_completion.d/xla-triage, or: source <(xla-triage completion bash)
_xla_triage() {
	local IFS=$'\\n'
	COMPREPLY=($("\${COMP_WORDS[0]}" complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
	if [ "\${#COMPREPLY[@]}" -eq 0 ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -o filenames -F _xla_triage xla-triage
`,
	zsh: `#compdef xla-triage
# xla-triage completion zsh > a folder of $fpath as _xla-triage
_xla_triage() {
	local -a found
	found=("\${(@f)$("\${words[1]}" complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
	found=("\${(@)found:#}")
	if (( \${#found} )); then compadd -a found; else _files; fi
}
if [ "$funcstack[1]" = "_xla-triage" ]; then _xla_triage "$@"; else compdef _xla_triage xla-triage; fi
`,
	fish: `# xla-triage completion fish > ~/.config/fish/completions/xla-triage.fish
function __xla_triage_words
	set -l words (commandline -opc) (commandline -ct)
	$words[1] complete-words -- $words[2..-1] 2>/dev/null
end
complete -c xla-triage -a '(__xla_triage_words)'
`,
};

/** The man page, made of the same descriptions as --help. */
export function manPage(program: Command, version: string): string {
	const commands = program.commands.filter((one) => !HIDDEN.has(one.name()));
	return [
		`.TH XLA-TRIAGE 1 "" "xla-triage ${version}" "User Commands"`,
		'.SH NAME',
		roff('xla-triage - diagnose the crash of a TPU job and plan what to do'),
		'.SH SYNOPSIS',
		'.B xla-triage',
		roff('[log...] | <command> [options]'),
		'.SH DESCRIPTION',
		roff(program.description()),
		'.SH COMMANDS',
		...commands.flatMap((one) => [
			'.TP',
			`.B ${roff(`${one.name()} ${one.usage()}`)}`,
			roff(one.description()),
			...one.options.flatMap(({flags, description}) => ['.RS', '.TP', `.B ${roff(flags)}`, roff(description), '.RE']),
		]),
		'.SH EXIT STATUS',
		roff(
			"0 diagnosed; 1 nothing recognised; 2 bad usage or unreadable input; 3 only failures that are not XLA:TPU's; 130 interrupted. run ends with the code of its command.",
		),
		'',
	].join('\n');
}

function roff(text: string): string {
	return text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replace(/^([.'])/, '\\&$1');
}
