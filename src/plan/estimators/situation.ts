import type {Chip} from '../../model/playbook.js';
import type {Known} from '../known.js';
import type {Memory} from '../memory.js';
import type {Saving} from '../saving.js';

/** All that an estimator may look at. */
export interface Situation {
	readonly memory: Memory;
	readonly known: Known;
	readonly chips: readonly Chip[];
}

/** Says what a remedy would save, or undefined where the evidence does not show it: a figure is never invented. */
export type Estimator = (situation: Situation) => Saving | undefined;
