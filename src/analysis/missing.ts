/** What the evidence does not show, and what would. */
import type {Incident, Reading} from '../model/incident.js';
import type {Buffer} from '../model/analysis.js';
import {headIsMissing} from './largest.js';
import type {Known} from '../model/known.js';

/** Short phrases, the most useful first. */
export function missingIn(
	incident: Incident,
	reading: Reading,
	buffers: readonly Buffer[],
	known: Known,
): readonly string[] {
	const gaps: string[] = [];
	if (incident.code === 'E1000') {
		if (buffers.length === 0) gaps.push('list of buffers: one more run with a compiler dump shows it');
		else if (headIsMissing(buffers)) gaps.push('the first entries of the list of buffers: the log begins after them');
		else if (buffers.every((buffer) => buffer.op === undefined))
			gaps.push('names of operations: a full memory report or a compiler dump has them');
		if (!known.has('hbm.capacity')) gaps.push('usable HBM of the device: the generation of the chip tells it');
		if (!known.has('hbm.used'))
			gaps.push('how much the program needs in all: one more run with a compiler dump shows it');
	}
	if (incident.code === 'E0100' || incident.code === 'E0101') {
		if (!known.has('request.free')) gaps.push('how much was free: the rest of the message says it');
		else if (known.text('allocation.cause') === 'unknown')
			gaps.push('the largest free stretch: newer messages print it');
		if (reading.profile.length === 0)
			gaps.push('what else holds memory on the device: a device memory profile shows it');
	}
	const end = incident.hints.find((hint) => hint.kind === 'cut_inside');
	if (incident.code === 'E0102' && !end && (!known.has('expected.shape') || !known.has('got.shape'))) {
		gaps.push('shapes and layouts of the parameter: newer messages print them');
	}
	if (end) gaps.unshift(`the log ends inside the report (line ${end.place.line}): what came after is not known`);
	else if (incident.hints.some((hint) => hint.kind === 'truncated'))
		gaps.push('the rest of the message: the log is cut');
	return gaps;
}
