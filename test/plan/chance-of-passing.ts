import type {Drill} from '../../src/model/drill.js';
import {answersOf, drillRound, rightAnswers} from '../../src/plan/practice/index.js';

/** The chance that answers at random, without hints, pass a drill. */
export function chanceOfPassing(drill: Drill): number {
	const {items, pass} = drillRound(drill, 0);
	let spread = [1];
	for (const item of items) {
		const right = rightAnswers(item).length / answersOf(item);
		spread = Array.from(
			{length: spread.length + 1},
			(_, count) => (spread[count] ?? 0) * (1 - right) + (spread[count - 1] ?? 0) * right,
		);
	}
	return spread.reduce((sum, chance, count) => sum + (count * 100 >= pass * items.length ? chance : 0), 0);
}
