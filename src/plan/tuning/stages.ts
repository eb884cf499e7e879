/** How far a run comes: it is compiled, its program is loaded, then it runs. A failure of a later stage says that the earlier ones passed. */
const STAGES = [
	{code: /^E[1-9]\d{3}$/, passed: 'it does not compile'},
	{code: /^E0101$/, passed: 'it compiles'},
	{code: /^E0\d{3}$/, passed: 'it compiles and is loaded'},
] as const;

/** Whether a failure of this code shows that the stage of the other one was passed. */
export function isLater(code: string, than: string): boolean {
	const [stage, other] = [stageOf(code), stageOf(than)];
	return stage !== undefined && other !== undefined && stage > other;
}

/** What a failure of this code shows to have gone well: `it compiles`. */
export function passedBefore(code: string): string {
	return STAGES[stageOf(code) ?? 0]?.passed ?? '';
}

function stageOf(code: string): number | undefined {
	const stage = STAGES.findIndex((one) => one.code.test(code));
	return stage < 0 ? undefined : stage;
}
