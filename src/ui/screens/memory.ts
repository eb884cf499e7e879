// The memory of the program over time: a bar for each stretch of its schedule, and what is alive in the one under the cursor.
import type {Analysis} from '../../model/analysis.js';
import {resolve, type Fact} from '../../model/fact.js';
import {barText, memoryBars} from '../../report/memory-bars.js';
import {cell, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem} from './screen.js';

/** One line a stretch, in the order of the schedule. */
export function memoryItems({memory}: Analysis, capacity: number | undefined, columns: number): MenuItem[] {
	if (!memory) return [];
	const room = Math.max(10, columns - 36);
	return memoryBars(memory, capacity, room).map((bar, index) => ({
		id: `step:${index}`,
		label: [
			span(bar.steps, 'muted'),
			...cell(line(span(bar.text, 'strong')), 10, 'right'),
			span('  '),
			span(barText(bar), capacity !== undefined && (memory.stretches[index]?.bytes ?? 0) > capacity ? 'warn' : 'good'),
			span(index === memory.peak ? '  peak' : '', 'muted'),
		],
	}));
}

/** What is alive at the fullest moment of the stretch under the cursor. */
export function memoryLines({memory}: Analysis, cursor: number, columns: number): Line[] {
	const stretch = memory?.stretches[cursor];
	if (!stretch) return [];
	return [
		line(span(`At step ${stretch.at}: `, 'muted'), span(stretch.text, 'strong')),
		...stretch.largest
			.map(({text, shape, what}) =>
				wrap(
					line(
						...cell(line(span(text, 'strong')), 9, 'right'),
						span('  '),
						span(shape, 'code'),
						span(what === '' ? '' : `  ${what}`, 'muted'),
					),
					columns,
					{hang: 11},
				),
			)
			.flatMap((lines) => lines.slice(0, 1)),
	];
}

/** Bytes that the device offers, where they are known. */
export function capacityOf(facts: readonly Fact[]): number | undefined {
	const value = resolve(facts).get('hbm.capacity')?.value;
	return value?.kind === 'size' ? value.bytes.high : undefined;
}

/** What the bars are. */
export function memoryHead(facts: readonly Fact[]): string {
	const capacity = resolve(facts).get('hbm.capacity')?.value.text;
	return `  steps of the schedule, most alive in each${capacity === undefined ? '' : `; │ is the capacity, ${capacity}`}`;
}
