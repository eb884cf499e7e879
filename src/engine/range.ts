import type {Environment} from '@marcbachmann/cel-js';
import type {Interval} from '../model/interval.js';
import {add, atMost, equal, lessThan, multiply, subtract} from '../model/interval.js';

/** The name under which conditions know sizes and numbers. */
export const NUMBER = 'number';

/** Thrown where a fact is missing or operands leave the result open; `&&` and `||` absorb it where the other side decides. */
export const UNDECIDED = new Error('what is known leaves it open');

/** A size or number inside a condition: all that is known of it is the range it lies in. */
export class Range implements Interval {
	readonly low: number;
	readonly high: number;

	constructor(interval: Interval) {
		this.low = interval.low;
		this.high = interval.high;
	}
}

/** Teaches an environment what the operators mean on ranges. */
export function registerRange(environment: Environment): void {
	environment.registerType(NUMBER, {ctor: Range, fields: {}});
	environment.registerOperator(`-${NUMBER}`, (a: Range) => new Range({low: -a.high, high: -a.low}));
	for (const [operator, result] of Object.entries(ARITHMETIC)) {
		environment.registerOperator(`${NUMBER} ${operator} ${NUMBER}`, (a: Range, b: Range) => new Range(result(a, b)));
	}
	for (const [operator, holds] of Object.entries(COMPARISONS)) {
		environment.registerOperator(`${NUMBER} ${operator} ${NUMBER}`, (a: Range, b: Range) => decided(holds(a, b)));
	}
}

const ARITHMETIC: Readonly<Record<string, (a: Range, b: Range) => Interval>> = {
	'+': add,
	'-': subtract,
	'*': multiply,
	'/': quotient,
};

// `!=` is derived from `==` by the library.
const COMPARISONS: Readonly<Record<string, (a: Range, b: Range) => boolean | undefined>> = {
	'<': lessThan,
	'<=': atMost,
	'>': (a, b) => lessThan(b, a),
	'>=': (a, b) => atMost(b, a),
	'==': equal,
};

function decided(holds: boolean | undefined): boolean {
	if (holds === undefined) throw UNDECIDED;
	return holds;
}

// The corners are divided, not multiplied by a reciprocal: 49 × (1 / 49) is less than 1, and a range must not lose its ends to rounding.
function quotient(a: Range, b: Range): Interval {
	if (b.low <= 0 && b.high >= 0) throw UNDECIDED;
	const corners = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high];
	return {low: Math.min(...corners), high: Math.max(...corners)};
}
