import type {Side} from './side.js';

/** Both sides as the user gave them, and by what they need: evidence is read from less to more, and told from before to after. */
export interface Orientation {
	readonly before: Side;
	readonly after: Side;
	readonly small: Side;
	readonly large: Side;
	/** 1 when after needs more, −1 when it needs less. */
	readonly sign: 1 | -1;
}

/** An array or extent of the smaller side and its partner, in the user's order. */
export function ordered<T>({sign}: Orientation, small: T, large: T): readonly [T, T] {
	return sign > 0 ? [small, large] : [large, small];
}
