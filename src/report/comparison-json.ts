import type {Comparison, StepOutcome} from '../model/comparison.js';

/** The JSON of `compare`; `comparison.schema.json` beside this file is its published schema. */
export interface ComparisonJson {
	readonly schema: 'xla-triage.comparison/1';
	/** In order of how much they explain. `bytes`: by how much each changed what is missing, needed − capacity. */
	readonly factors: readonly {
		readonly kind: string;
		readonly change: string;
		readonly because: readonly string[];
		readonly bytes?: number;
	}[];
	readonly figures: readonly {readonly fact: string; readonly before?: string; readonly after?: string}[];
	readonly buffers: Comparison['buffers'];
	/** How much of the change in the headline the buffers account for; absent where a side lists none. */
	readonly account?: Comparison['account'];
	/** Whether both list buffers and share next to none, or give figures of different kinds. */
	readonly unlike: boolean;
	/** Whether no figure, buffer or flag differs. */
	readonly same: boolean;
	/** What the evidence does not show. */
	readonly missing: readonly string[];
	/** What the accepted steps of the first session brought; absent where none was accepted. */
	readonly plan?: StepOutcome;
}

/** Everything that was found, for programs. The same evidence gives the same bytes. */
export function comparisonJson(comparison: Comparison, outcome: StepOutcome | undefined): ComparisonJson {
	return {
		schema: 'xla-triage.comparison/1',
		factors: comparison.factors.map(({kind, change, because, bytes}) => ({
			kind,
			change,
			because,
			...(bytes === undefined ? {} : {bytes: Math.round(bytes)}),
		})),
		figures: comparison.figures,
		buffers: comparison.buffers,
		...(comparison.account ? {account: comparison.account} : {}),
		unlike: comparison.unlike,
		same: comparison.same,
		missing: comparison.missing,
		...(outcome ? {plan: outcome} : {}),
	};
}
