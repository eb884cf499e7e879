import type {Framework, Knob} from '../model/framework.js';
import type {Job} from '../model/job.js';
import type {KnobNames} from '../model/diagnosis.js';
import {isCall} from '../model/knob-text.js';
import {isOfKernel} from './knob.js';

/**
 * How the usual frameworks call the setting of a remedy. For jobs that name no framework, or only the library below: `any` lists the usual ones.
 * Those that are made for another kind of work than the job's are left out, and those in which the remedy has no setting.
 */
export function usualNames(
	remedy: string,
	job: Job | undefined,
	frameworks: readonly Framework[],
	kernel?: string,
): readonly KnobNames[] {
	const own = frameworks.find(({id}) => id === job?.framework?.value.text);
	if (own && !own.base) return [];
	const any = frameworks.find(({id}) => id === 'any');
	const usual = any?.usual[own?.id ?? 'any'] ?? any?.usual['any'] ?? [];
	const group = groupOf(job?.workload?.value.text);
	return usual.flatMap((id) => {
		const framework = frameworks.find((one) => one.id === id);
		if (!framework || (group !== undefined && groupOf(framework.workload) !== group)) return [];
		// What holds for a version or a model alone is no usual name.
		const fits = ({for: ids, key, given, kernels}: Knob): boolean =>
			ids.includes(remedy) && key !== undefined && !given && isOfKernel(kernels, kernel);
		const knob = framework.knobs.find(fits);
		if (knob?.key === undefined || isCall(knob.key)) return [];
		return [{framework: framework.short ?? framework.title, keys: [knob.key, ...knob.with.map(({key}) => key)]}];
	});
}

/** Kinds of work that share their settings; undefined where the settings could be of either group. */
function groupOf(workload: string | undefined): 'training' | 'serving' | undefined {
	if (workload === 'training') return 'training';
	return workload === 'serving' || workload === 'inference' ? 'serving' : undefined;
}
