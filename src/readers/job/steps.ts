// Counts of steps: `step: 12`, `step=12/100`, `completed step: 12`, `Train step 12`, `global_step 300`, progress bars.

const BAR = /(\d{1,3})%\|[^|]{0,300}\|\s*([\d,]+)\/([\d,?]+)\s*\[/;
/** Keras: ` 12/100 ━━━━━━━━━━ 27s 310ms/step`. */
const KERAS = /(?:^|\s)(\d+)\/\d+\s*(?:[━═]|\[[=>.]{3,}\])/;
const STEP =
	/\b(?:(?:completed|train(?:ing)?|global|current|finished|iter(?:ation)?)[ _-]?)?(?:step|iteration|iter)(?:[ _]?num(?:ber)?)?\b["']?\s{0,8}[:=#]?\s{0,8}\[?(\d[\d,]{0,11})(?!\s{0,8}(?:seconds|s\b|ms|%|hours|chars))(?:\s{0,8}(?:\/|of)\s{0,8}\d[\d,]*)?\b(?!\.\d)/i;
/** Bars that count files or shards, not steps. */
const OTHER_BAR =
	/loading|checkpoint shards|download|tokeniz|fetching|map\b|generating|convert|precompil|compil|weights|safetensors|examples|filter/i;
/** What names a number of steps without having done them, and code. */
const PLANNED =
	/total|max|num_|steps_per|every|warmup|at step|from step|for step|resum|until|eval_|save_|log(?:ging)?_step|interval|File "|Attempting|restor/i;

/** The step that a line of progress counts, as printed without separators. */
export function stepIn(raw: string, text: string): string | undefined {
	if (raw.includes('%|')) {
		const bar = BAR.exec(raw);
		if (bar && !OTHER_BAR.test(raw.slice(0, bar.index))) return bar[2]?.replaceAll(',', '');
	}
	if (/[━═]|\[=/.test(text)) return KERAS.exec(text)?.[1];
	if (!/step|iter/i.test(text) || text.length > 1000 || PLANNED.test(text)) return undefined;
	return STEP.exec(text)?.[1]?.replaceAll(',', '');
}
