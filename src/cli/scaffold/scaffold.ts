import type {PlaybookFile} from '../../playbook/index.js';

/** Files to write, new ones and changed ones, and what the author does next; or why nothing is made. */
export type Scaffold =
	{readonly files: readonly PlaybookFile[]; readonly next: readonly string[]} | {readonly problem: string};
