import type {Document} from '../../model/document.js';
import {paragraph, table} from '../blocks.js';
import type {FailureRecord} from './record.js';

/** Inputs of a group that are named; the others are counted. */
const MOST_NAMED = 5;

/** Failures that are one and the same, by their fingerprint. */
export interface FailureGroup {
	/** Fingerprint; for what has none, what it is: `routed/quota`, `unreadable`, `nothing`. */
	readonly key: string;
	readonly count: number;
	/** Times of the messages; of the files where the messages bear none; absent where neither is known. */
	readonly first_seen?: string;
	readonly last_seen?: string;
	/** The first few inputs, and jobs inside them. */
	readonly inputs: readonly string[];
	/** The record of its first input. */
	readonly example: FailureRecord;
}

/** Groups records as they come; memory grows with the number of different failures only. */
export class Summary {
	readonly #groups = new Map<
		string,
		{count: number; first?: string; last?: string; inputs: string[]; example: FailureRecord}
	>();
	#inputs = 0;

	/** `time`: when the input was last written, for records whose message bears no time. */
	add(record: FailureRecord, time?: string): void {
		this.#inputs += 1;
		const key = record.fingerprint ?? (record.routed === undefined ? record.outcome : `routed/${record.routed}`);
		const name = record.job === undefined ? record.input : `${record.input} ${record.job}`;
		const group = this.#groups.get(key) ?? {count: 0, inputs: [], example: record};
		this.#groups.set(key, group);
		group.count += 1;
		if (group.inputs.length < MOST_NAMED) group.inputs.push(name);
		const seen = record.seen ?? time;
		if (seen === undefined) return;
		if (group.first === undefined || at(seen) < at(group.first)) group.first = seen;
		if (group.last === undefined || at(seen) > at(group.last)) group.last = seen;
	}

	/** Most frequent first. */
	groups(): readonly FailureGroup[] {
		return [...this.#groups]
			.map(([key, {count, first, last, inputs, example}]) => ({
				key,
				count,
				...(first === undefined ? {} : {first_seen: first}),
				...(last === undefined ? {} : {last_seen: last}),
				inputs,
				example,
			}))
			.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
	}

	json(version: string, edition: string): object {
		return {
			schema: 'xla-triage.summary/1',
			tool: {name: 'xla-triage', version, playbook: edition},
			inputs: this.#inputs,
			groups: this.groups(),
		};
	}

	document(): Document {
		const groups = this.groups();
		const failures = groups.filter(({example}) => example.outcome === 'diagnosed');
		const others = groups.filter(({example}) => example.outcome !== 'diagnosed');
		return {
			title: `${this.#inputs} ${this.#inputs === 1 ? 'input' : 'inputs'}, ${failures.length} different ${failures.length === 1 ? 'failure' : 'failures'} of XLA:TPU`,
			blocks: [
				...(failures.length === 0
					? [paragraph('No failure of XLA:TPU was recognised.')]
					: [table('rllll', ['Count', 'Failure', 'First step', 'Seen', 'In'], failures.map(row))]),
				...(others.length === 0 ? [] : [table('rlll', ['Count', 'Other inputs', 'Seen', 'In'], others.map(otherRow))]),
			],
		};
	}
}

function row({key, count, example, ...group}: FailureGroup): readonly string[] {
	const what = [
		`${example.code ?? ''} ${example.scenario ?? ''}`.trim(),
		example.program,
		example.framework,
		example.chip,
	];
	return [
		String(count),
		`${what.filter(Boolean).join(', ')} (\`${key}\`)`,
		example.first_step === undefined ? '' : `\`${example.first_step}\``,
		span(group),
		named(count, group.inputs),
	];
}

function otherRow({key, count, example, ...group}: FailureGroup): readonly string[] {
	return [String(count), OTHER[example.outcome] ?? key, span(group), named(count, group.inputs)];
}

const OTHER: Readonly<Partial<Record<FailureRecord['outcome'], string>>> = {
	nothing: 'no failure recognised',
	unreadable: 'cannot be read',
};

function span({first_seen: first, last_seen: last}: Pick<FailureGroup, 'first_seen' | 'last_seen'>): string {
	if (first === undefined || last === undefined) return '';
	const [from, to] = [first.slice(0, 16).replace('T', ' '), last.slice(0, 16).replace('T', ' ')];
	return from === to ? from : `${from} to ${to}`;
}

function named(count: number, inputs: readonly string[]): string {
	const [first = ''] = inputs;
	const shown = first.slice(first.lastIndexOf('/') + 1).replaceAll('`', "'");
	return count > 1 ? `${shown} and ${count - 1} more` : shown;
}

function at(time: string): number {
	return Date.parse(time);
}
