import type {Diagnosis} from '../../model/diagnosis.js';
import type {FailureClass} from '../../model/flow.js';
import type {Reading} from '../../model/incident.js';

/** What kind of failure it is, and whether the same job, started again unchanged, may get further. */
export interface Outcome {
	readonly class?: FailureClass;
	readonly retryable?: boolean;
}

/** What the verdict says. */
export function outcomeOf({verdict}: Diagnosis): Outcome {
	return {...(verdict.class === undefined ? {} : {class: verdict.class}), retryable: verdict.retryable};
}

/** The same for a reading that holds only failures of others; empty where that is not known. */
export function routedOutcome({routed}: Reading): Outcome {
	const [first] = routed;
	return first === undefined ? {} : (BY_KIND[first.kind] ?? {});
}

const BY_KIND: Readonly<Partial<Record<string, Outcome>>> = {
	quota: {class: 'environment', retryable: true},
	network: {class: 'environment', retryable: true},
	tpu_in_use: {class: 'environment', retryable: true},
	tpu_not_ready: {class: 'environment', retryable: true},
	host_oom_killer: {class: 'environment'},
	host_memory: {class: 'environment'},
};
