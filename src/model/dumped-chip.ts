/** How a dump names a chip: in platform_version of topology.textproto, and in version and variant of target_arguments.txt. */
const DUMPED: readonly {readonly chip: string; readonly words: RegExp}[] = [
	{chip: 'v5e', words: /TPU v5 lite|VIPERFISH"?\s+variant: "lite"/},
	{chip: 'v5p', words: /TPU v5\b|VERSION_VIPERFISH/},
	{chip: 'v6e', words: /TPU v6 lite|VERSION_GHOSTLITE/},
	{chip: 'v7x', words: /TPU7x|VERSION_6acc60406/},
	{chip: 'v4', words: /TPU v4\b|VERSION_PUFFERFISH/},
	{chip: 'v3', words: /TPU v3\b|VERSION_DRAGONFISH/},
	{chip: 'v2', words: /TPU v2\b|VERSION_JELLYFISH/},
];

/** Id of the chip that a file of a dump names; undefined where it names none that is known. */
export function dumpedChip(text: string): string | undefined {
	return DUMPED.find(({words}) => words.test(text))?.chip;
}
