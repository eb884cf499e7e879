import type {Block} from '../model/document.js';

/** One page of the handbook. Headings in its blocks begin at level 2. */
export interface HandbookEntry {
	/** `terms/padding`, `flows/e1000`, `flags/xla_tpu_…`; its anchor is made from it. */
	readonly id: string;
	readonly title: string;
	readonly blocks: readonly Block[];
	/** Name of the flow that is drawn above the blocks. */
	readonly drawn?: string;
}
