import type {Diagnosis} from '../../model/diagnosis.js';

/** What kind of failure it is, so that it can be sent to whoever can act on it. */
export type FailureClass = 'capacity' | 'configuration' | 'compiler' | 'hardware' | 'environment';

/** The class of a failure and whether the same job, started again unchanged, may get further. Absent where the verdict does not say. */
export function outcomeClass({verdict}: Diagnosis): {readonly class?: FailureClass; readonly retryable?: boolean} {
	const stated = verdict as {readonly class?: FailureClass; readonly retryable?: boolean};
	return {
		...(stated.class === undefined ? {} : {class: stated.class}),
		...(stated.retryable === undefined ? {} : {retryable: stated.retryable}),
	};
}
