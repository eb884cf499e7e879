import type {Framework} from '../model/framework.js';
import type {JobSigns, LineSign, Traceback} from '../model/job.js';
import {isInTree} from './frame.js';

/** The framework of a job, with the line that shows it. */
export interface Recognised extends LineSign {
	readonly framework: Framework;
}

/**
 * The framework that failed: that of the innermost frame in the tree of one. Without such a frame, that of the strongest sign; one that
 * lies below others counts only where no other is as strong.
 */
export function frameworkOf(
	signs: Pick<JobSigns, 'marks'>,
	traceback: Traceback | undefined,
	frameworks: readonly Framework[],
): Recognised | undefined {
	const yields = ({yieldsTo}: Framework): boolean =>
		yieldsTo?.some((id) => signs.marks.some(({framework}) => framework === id)) ?? false;
	// What a library runs on has the settings, where the log shows it.
	const own = frameworks.filter((framework) => !yields(framework));
	const upper = own.filter(({base, id}) => !base && id !== 'any');
	for (const frame of traceback?.frames.toReversed() ?? []) {
		const framework = upper.find(({trees}) => isInTree(frame.file, trees));
		if (framework) return {framework, text: frame.file, line: frame.line};
	}
	const strength = ({framework, weight}: JobSigns['marks'][number]): number =>
		weight * 2 + (upper.some(({id}) => id === framework) ? 1 : 0);
	const marks = signs.marks.filter(({framework}) => own.some(({id}) => id === framework));
	const [best] = marks.toSorted((a, b) => strength(b) - strength(a) || a.line - b.line);
	const framework = best && own.find(({id}) => id === best.framework);
	return best && framework && {framework, text: best.text, line: best.line};
}
