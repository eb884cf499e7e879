// Compares readings with the truth beside each log, in the way the shared scoring script does, but in-process.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Allocation, Incident, Reading} from '../../src/model/incident.js';
import {readText} from '../../src/readers/index.js';

const HBM: ReadonlySet<string> = new Set(['E0100', 'E0101', 'E0102', 'E1000']);

/** Names in the truth files and the facts they stand for. */
const FIELDS: Readonly<Record<string, string>> = {
	used: 'hbm.used',
	capacity: 'hbm.capacity',
	exceeded: 'hbm.over',
	total_usage: 'hbm.total',
	reserved: 'hbm.reserved',
	program: 'hbm.program',
	arguments: 'hbm.arguments',
	hlo_temp: 'hbm.temp',
	program_requirement: 'hbm.requirement',
	program_global: 'hbm.global',
	program_scoped: 'hbm.scoped',
	output_size: 'hbm.output',
	output_shares: 'hbm.shared',
	unpadded: 'hbm.unpadded',
	padded: 'hbm.padded',
	fragmentation: 'hbm.fragmentation',
	fragmentation_pct: 'hbm.fragmentation_percent',
	utilization_pct: 'hbm.utilization',
	requested: 'request.size',
	free: 'request.free',
	reserved_at_bottom: 'request.reserved',
	reservable: 'request.reservable',
	largest_contiguous: 'request.contiguous',
	device: 'request.device',
	program_name: 'program.name',
	replica: 'replica',
	partition: 'partition',
	parameter: 'parameter.index',
	expected_bytes: 'expected.bytes',
	got_bytes: 'got.bytes',
	expected_shape: 'expected.shape',
	got_shape: 'got.shape',
	tc: 'tc.used',
	sc: 'sc.used',
	error_name: 'error.name',
};

/** Right answers and questions. */
export type Tally = [right: number, asked: number];

export interface Comparison {
	readonly code: Tally;
	readonly negative: Tally;
	readonly routed: Tally;
	readonly field: Tally;
	readonly alloc: Tally;
	readonly misses: readonly string[];
}

type Truth = Readonly<Record<string, unknown>> & {
	readonly code: string;
	readonly allocations?: readonly Partial<Allocation>[];
};

/** Cases of a folder: a log with its truth. Empty where the folder is not there. */
export function cases(folder: string): readonly {name: string; log: string; truth: Truth}[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((file) => file.endsWith('.log') && existsSync(path.join(folder, file.replace(/log$/, 'json'))))
		.sort()
		.map((file) => ({
			name: file.replace(/\.log$/, ''),
			log: readFileSync(path.join(folder, file), 'utf8'),
			truth: JSON.parse(readFileSync(path.join(folder, file.replace(/log$/, 'json')), 'utf8')) as Truth,
		}));
}

/** Reads every case of a folder and compares. */
export function compare(folder: string): Comparison {
	const code: Tally = [0, 0];
	const negative: Tally = [0, 0];
	const routed: Tally = [0, 0];
	const field: Tally = [0, 0];
	const alloc: Tally = [0, 0];
	const misses: string[] = [];
	const count = (tally: Tally, right: boolean, miss: string): void => {
		tally[1] += 1;
		if (right) tally[0] += 1;
		else misses.push(miss);
	};
	for (const {name, log, truth} of cases(folder)) {
		const reading = readText(`${name}.log`, log);
		const incident = reading.incidents.find((each) => each.code === truth.code) ?? reading.incidents[0];
		const said = reading.incidents.map((each) => each.code).join(',');
		if (!HBM.has(truth.code)) {
			count(negative, !reading.incidents.some((each) => HBM.has(each.code)), `${name}: ${truth.code} read as ${said}`);
			if (truth.code !== 'none') count(routed, isSaid(reading), `${name}: ${truth.code} neither read nor routed`);
			continue;
		}
		count(code, incident?.code === truth.code, `${name}: code ${truth.code} read as ${said}`);
		for (const [key, fact] of Object.entries(FIELDS)) {
			const want = printed(truth[key]);
			if (want === undefined || want.includes('unknown')) continue;
			const got = printed(incident?.facts.find((each) => each.name === fact)?.value.text);
			count(field, got === want, `${name}: ${fact} is ${want}, read as ${String(got)}`);
		}
		for (const entry of [...(truth.allocations ?? [])]) {
			if (entry.size !== undefined)
				count(alloc, has(incident?.allocations, entry), `${name}: entry ${String(entry.rank)} ${entry.size}`);
		}
		for (const entry of (truth['arguments_and_outputs'] as Partial<Allocation>[] | undefined) ?? []) {
			if (entry.size !== undefined)
				count(alloc, has(incident?.arguments, entry), `${name}: argument ${String(entry.rank)} ${entry.size}`);
		}
	}
	return {code, negative, routed, field, alloc, misses};
}

function isSaid(reading: Reading): boolean {
	return reading.routed.length > 0 || reading.incidents.some((incident) => !HBM.has(incident.code));
}

function has(list: Incident['allocations'] | undefined, want: Partial<Allocation>): boolean {
	const entry =
		list?.find(({rank, size}) => rank === want.rank && size === want.size) ??
		list?.find(({size, shape}) => size === want.size && printed(shape) === printed(want.shape));
	if (!entry) return false;
	return (['shape', 'unpadded', 'expansion'] as const).every(
		(key) => !want[key] || printed(entry[key]) === printed(want[key]),
	);
}

function printed(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return String(value).trim().replace(/[()%]/g, '').replace(/\.$/, '');
}
