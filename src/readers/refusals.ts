// Flags that a parser refused: the process ends with one of these lines before any program is compiled.

/** Strings of which one stands in every line that is read here. */
export const REFUSAL_ANCHORS: readonly string[] = [
	'command line flag',
	'Illegal value',
	'in XLA_FLAGS',
	'No such compile option',
	'into flag',
];

const PATTERNS: readonly RegExp[] = [
	/Unknown command line flag '-{0,2}([\w.]+)'/g,
	/Illegal value '[^']*' specified for flag '-{0,2}([\w.]+)'/g,
	/No such compile option: '([\w.]+)'/g,
	/Failed to parse '[^']*' into flag ([\w.]+)/g,
];
/** `Unknown flags in XLA_FLAGS: --a=1 --b`: all that follow are refused. */
const IN_VARIABLE = /Unknown flags? in XLA_FLAGS:((?:\s+-{1,2}[\w.]+(?:=\S*)?)+)/;
const MOST = 50;

/** Collects the names of refused flags from the lines of one log, in order, each once. */
export function createRefusals(): {push(line: string): void; end(): readonly string[]} {
	const names = new Set<string>();
	const add = (name: string | undefined): void => {
		if (name !== undefined && names.size < MOST) names.add(name);
	};
	return {
		push(line) {
			for (const pattern of PATTERNS) for (const match of line.matchAll(pattern)) add(match[1]);
			for (const [, name] of (IN_VARIABLE.exec(line)?.[1] ?? '').matchAll(/-{1,2}([\w.]+)(?:=\S*)?/g)) add(name);
		},
		end: () => [...names],
	};
}
