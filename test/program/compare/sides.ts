import {analyse} from '../../../src/analysis/index.js';
import {compare, type Compared} from '../../../src/analysis/comparison/index.js';
import type {Comparison} from '../../../src/model/comparison.js';
import type {Chip} from '../../../src/model/playbook.js';
import {readText} from '../../../src/readers/index.js';
import {KNOWLEDGE} from '../../analysis/incident.js';
import {reportOf, type Program} from './programs.js';

export function sideOf(text: string, chips: readonly Chip[] = []): Compared {
	const reading = readText('train.log', text);
	const [incident] = reading.incidents;
	if (!incident) throw new Error('the report is not recognised');
	return {analysis: analyse(incident, reading, {...KNOWLEDGE, chips}), flags: reading.flags};
}

/** Compares the reports of two programs. */
export function changes(before: Program, after: Program): Comparison {
	return compare(sideOnce(before), sideOnce(after));
}

/** The side of a program, made once for each report: many tests compare with the same program. */
function sideOnce(program: Program): Compared {
	const report = reportOf(program);
	const side = sides.get(report) ?? sideOf(report);
	sides.set(report, side);
	return side;
}

const sides = new Map<string, Compared>();
