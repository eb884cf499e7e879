import type {AliveGroup, BufferGroup, MemoryPart} from '../model/analysis.js';
import type {Diagnosis} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {resolve} from '../model/fact.js';
import {add} from '../model/interval.js';
import {printRange} from '../model/size.js';
import {heading, paragraph, table} from './blocks.js';
import {barText, memoryBars} from './memory-bars.js';
import {isSeen} from './phrases.js';

/** What happened: the story in the user's figures, and their own line quoted. */
export function happenedBlocks(diagnosis: Diagnosis): Block[] {
	if (!isSeen(diagnosis))
		return [heading(2, 'What happened'), paragraph('No log was read. This follows from your answers alone.')];
	const {incident, story} = diagnosis.analysis;
	const blocks: Block[] = [heading(2, 'What happened'), ...story.map((sentence) => paragraph(sentence))];
	blocks.push({kind: 'quote', where: `${incident.at.evidence}:${incident.at.line}`, text: incident.at.quote});
	const repeated = repetition(incident.occurrences, incident.hosts);
	if (repeated) blocks.push(paragraph(repeated));
	return blocks;
}

function repetition(occurrences: number, hosts: readonly string[]): string | undefined {
	const times = occurrences > 1 ? `Printed ${occurrences} times` : undefined;
	const where =
		hosts.length > 0 ? `on ${hosts.length === 1 ? hosts[0] : `${hosts.length} hosts: ${some(hosts, 8)}`}` : undefined;
	if (!times && !where) return undefined;
	return `${[times ?? 'Printed', where].filter(Boolean).join(' ')}.`;
}

function some(names: readonly string[], most: number): string {
	const rest = names.length - most;
	return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

/** Where the memory goes: the parts of the whole, and the largest groups of buffers inside. */
export function memoryBlocks({analysis}: Diagnosis): Block[] {
	const blocks: Block[] = [];
	const {parts, groups} = analysis;
	if (parts.length > 0) {
		const whole = parts.reduce((sum, part) => sum + part.bytes.high, 0);
		blocks.push(
			table(
				'lrr',
				['Part', 'Size', parts.some((part) => part.label === 'missing') ? 'Of the request' : 'Of the whole'],
				parts.map((part) => [part.label, part.text, whole > 0 ? percent(part.bytes.high / whole) : '']),
			),
		);
	}
	if (groups.length > 0) {
		blocks.push(table('rlll', ['Size', 'Buffers', 'Probably', 'Where'], groups.slice(0, 8).map(groupRow)));
		if (groups.length > 8) blocks.push(paragraph(`${groups.length - 8} smaller groups are not shown.`));
	}
	const made = madeText(analysis);
	if (made) blocks.push(paragraph(made));
	blocks.push(...timeBlocks(analysis));
	const sum = listedAgainst(groups, parts);
	if (sum) blocks.push(paragraph(sum));
	if (analysis.alive) blocks.push(...aliveBlocks(analysis.alive));
	return blocks.length === 0 ? [] : [heading(2, 'Where the memory goes'), ...blocks];
}

/** Where the code makes the largest listed buffer: its line, or the operation that JAX named; undefined where the log has neither. */
export function madeText({buffers}: Diagnosis['analysis']): string | undefined {
	const [largest] = buffers;
	if (!largest || largest.place === 'argument') return undefined;
	const source = largest.allocation?.source;
	if (source !== undefined) return `The largest buffer is made at \`${source}\`.`;
	return largest.op === undefined ? undefined : `The largest buffer is made by \`${innermost(largest.op)}\`.`;
}

/** Columns of the name of an operation inside a sentence. */
const OPERATION_COLUMNS = 60;

/** An operation without its parameters; of a long path the innermost pieces, which say where it is. */
function innermost(op: string): string {
	const plain = op.replace(/\[.*$/s, '') || op;
	if (plain.length <= OPERATION_COLUMNS) return plain;
	const pieces = plain.split('/');
	let tail = pieces.pop() ?? '';
	for (
		let next = pieces.pop();
		next !== undefined && next.length + tail.length < OPERATION_COLUMNS;
		next = pieces.pop()
	)
		tail = `${next}/${tail}`;
	return `…/${tail}`;
}

/** Columns of the bars. */
const BAR_COLUMNS = 40;

/** The memory of the program over time, with the capacity as a line. */
function timeBlocks({memory, facts}: Diagnosis['analysis']): Block[] {
	const peak = memory?.stretches[memory.peak];
	if (!memory || !peak) return [];
	const value = resolve(facts).get('hbm.capacity')?.value;
	const capacity = value?.kind === 'size' ? value.bytes.high : undefined;
	const bars = memoryBars(memory, capacity, BAR_COLUMNS);
	const size = Math.max(...bars.map((bar) => bar.text.length));
	const text = bars.map((bar) => `${bar.steps}  ${bar.text.padStart(size)}  ${barText(bar)}`).join('\n');
	const line = value === undefined ? '' : ` The line marks the capacity of ${value.text}.`;
	return [
		paragraph(
			`Memory over time, by step of the compiler's schedule: ${peak.text} at step ${peak.at} of ${memory.last}.${line}`,
		),
		{kind: 'code', language: '', text},
	];
}

/** Why the listed temporaries do not add up to the total. */
function listedAgainst(groups: readonly BufferGroup[], parts: readonly MemoryPart[]): string | undefined {
	const whole = parts.find((part) => part.label === 'temporaries');
	const listed = groups
		.filter((group) => group.place === 'temp')
		.reduce((sum, group) => add(sum, group.total), {low: 0, high: 0});
	if (!whole || listed.high === 0) return undefined;
	if (listed.low > whole.bytes.high * 1.02)
		return `The listed temporaries add up to ${printRange(listed)}, more than the peak of ${whole.text}: not all are alive at once, or some share memory.`;
	if (listed.high < whole.bytes.low * 0.9)
		return `The listed temporaries add up to ${printRange(listed)} of ${whole.text}. Messages list only the largest.`;
	return undefined;
}

/** What a device memory profile shows alive, by the line that made it. */
export function aliveBlocks(groups: readonly AliveGroup[]): Block[] {
	const rows = groups
		.slice(0, 8)
		.map(({text, count, kind, made, device}) => [text, `${count} × ${kind}`, `\`${made}\``, device]);
	const rest = groups.length - rows.length;
	const more = rest > 0 ? [paragraph(`${rest} smaller groups are not shown.`)] : [];
	return [table('rlll', ['Alive', 'What', 'Made at', 'Device'], rows), ...more];
}

function groupRow(group: BufferGroup): string[] {
	const count = group.count > 1 ? `${group.count} × ` : '';
	const pass = group.pass === 'unknown' ? '' : `, ${group.pass}`;
	const place = group.place === 'temp' ? 'temporaries' : group.place === 'other' ? 'other' : `${group.place}s`;
	return [group.text, `${count}\`${group.shape}\``, group.what, `${place}${pass}`];
}

function percent(share: number): string {
	const value = share * 100;
	return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
}
