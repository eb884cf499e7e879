import type {Buffer} from '../../src/model/analysis.js';
import {layoutOf} from '../../src/model/layout.js';
import {parseShape} from '../../src/model/shape.js';
import type {Program} from '../../src/model/program.js';
import {programOfList} from '../../src/program/list/index.js';
import {KNOWLEDGE} from '../analysis/incident.js';

/** The program of a list of shapes: those computed, and those given or returned. */
export function programOf(inside: readonly string[], outside: readonly string[]): Program {
	const buffers = [
		...inside.map((shape) => buffer(shape, 'temp')),
		...outside.map((shape) => buffer(shape, 'argument')),
	];
	return programOfList(buffers, undefined, KNOWLEDGE.patterns, {}).program;
}

function buffer(shape: string, place: Buffer['place']): Buffer {
	const array = parseShape(shape);
	const bytes = (array && layoutOf(array)?.bytes) ?? 0;
	return {bytes: {low: bytes, high: bytes}, text: String(bytes), shape, place, line: 1, from: 'allocation'};
}
