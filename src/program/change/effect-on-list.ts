import type {Effect, Response} from '../../model/change.js';
import type {Interval} from '../../model/interval.js';
import type {Program} from '../../model/program.js';
import type {AskedChange} from './asked.js';
import {partsOf} from './parts.js';
import {sharesOf} from './shares.js';

/**
 * What the program of a list needs after changes. There are no lives to replay: each change takes a share of each part, in one part the shares
 * multiply, and what is left of all parts is the need.
 */
export function effectOnList(program: Program, asked: readonly AskedChange[], responses: readonly Response[]): Effect {
	const steps = asked.flatMap((one) => one.steps);
	const {cuts, measured} = sharesOf(program, partsOf(program), steps, responses);
	const saved = (end: keyof Interval): number =>
		cuts.reduce((sum, {part: {bytes}, share}) => sum + bytes[end] * share[end], 0);
	const {total} = program;
	const cases = measured > 0 ? `; range from ${measured} measured programs` : '';
	return {
		need: {low: Math.max(0, Math.round(total.low - saved('high'))), high: Math.round(total.high - saved('low'))},
		basis: `${asked.map((one) => one.words).join('; ')}: the listed arrays with other sizes${cases}`,
	};
}
