// The file *-memory-usage-report.txt of an XLA dump: one block a memory space, one table an allocation.
// The same tables stand in libtpu's log line; there the log reader sees them.
import {parseSize} from '../../model/size.js';
import {dumpReader, MOST, type DumpReader} from './dump-reader.js';
import {slotRow} from './slot-row.js';

/** Reads the HBM block (`default (color=0)`) of a memory-usage report. */
export function usageReportReader(evidence: string): DumpReader {
	let hbm = false;
	let table = -1;
	return dumpReader(evidence, 'memory_usage_report', (draft, text, number) => {
		const space = /^Memory Space: .*\(color=(\d+)\)/.exec(text);
		if (space) {
			hbm = space[1] === '0';
			table = -1;
			return;
		}
		if (!hbm) return;
		const total = /^Total bytes: (\d+) \(([\d.]+)([KMGTPE]?)i?B\)/.exec(text);
		if (total?.[1] !== undefined && draft.total === undefined) {
			const printed = `${total[2] ?? ''}${total[3] === '' ? 'B' : (total[3] ?? '')}`;
			const bytes = Number(total[1]);
			const place = {evidence, line: number, quote: text.slice(0, 200)};
			draft.total = {
				name: 'hbm.used',
				value: {kind: 'size', text: parseSize(printed) ? printed : `${total[1]}B`, bytes: {low: bytes, high: bytes}},
				origin: {by: 'reader', reader: 'dump usage report', place},
			};
			return;
		}
		if (text.trimStart().startsWith('cumulative_size;')) {
			table += 1;
			return;
		}
		const row = slotRow(text, Math.max(table, 0), number);
		if (row && draft.slots.length < MOST) draft.slots.push(row);
	});
}
