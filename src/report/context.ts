import type {Diagnosis} from '../model/diagnosis.js';
import type {Playbook} from '../model/playbook.js';

/** What a report needs to know beside the diagnosis. */
export interface ReportContext {
	readonly playbook: Playbook;
	/** Puts the figures of facts into a sentence of the playbook. */
	readonly fill: (template: string, diagnosis: Diagnosis) => string;
	/** plan: with how each step is done, for a file · full: with every remedy and source too. For one screen see `screen/`. */
	readonly detail: 'plan' | 'full';
}
