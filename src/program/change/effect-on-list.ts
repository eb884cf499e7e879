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
	const parts = partsOf(program);
	const shares = asked.map((one) => sharesOf(program, parts, one, responses));
	const left = new Map(parts.map(({id}) => [id, {low: 1, high: 1}]));
	for (const {cuts} of shares) {
		for (const {part, share} of cuts) {
			const before = left.get(part) ?? {low: 1, high: 1};
			left.set(part, {low: before.low * (1 - share.high), high: before.high * (1 - share.low)});
		}
	}
	const saved = (end: keyof Interval): number =>
		parts.reduce(
			(sum, {id, bytes}) => sum + bytes[end] * (1 - (left.get(id)?.[end === 'low' ? 'high' : 'low'] ?? 1)),
			0,
		);
	const {total} = program;
	const measured = shares.reduce((sum, one) => sum + one.measured, 0);
	const cases = measured > 0 ? `; range from ${measured} measured programs` : '';
	return {
		need: {low: Math.max(0, Math.round(total.low - saved('high'))), high: Math.round(total.high - saved('low'))},
		basis: `${asked.map((one) => one.words).join('; ')}: the listed arrays with other sizes${cases}`,
	};
}
