import {capacity, needed, type Side} from './side.js';

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

/** Bytes by which the larger side is larger: by the headlines, else by what is listed. */
export function growthOf({small, large}: Orientation): number {
	return Math.abs((needed(large) ?? large.census.total) - (needed(small) ?? small.census.total));
}

/** Bytes by which the need changed, after − before; undefined where a side gives no figure. */
export function changeOfNeed({before, after}: Orientation): number | undefined {
	const [a, b] = [needed(before), needed(after)];
	return a === undefined || b === undefined ? undefined : b - a;
}

/** By how many bytes what is missing changed: needed − capacity. */
export function changeOfLack(sides: Orientation): number | undefined {
	const need = changeOfNeed(sides);
	const [had, has] = [capacity(sides.before), capacity(sides.after)];
	return need === undefined || had === undefined || has === undefined ? need : need - (has - had);
}
