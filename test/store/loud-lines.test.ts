// Logs in which every line has an anchor: what is read stays the same, and what costs is bytes and not words.
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {ANCHORS, CONTEXT_BEFORE, createReader} from '../../src/readers/index.js';
import type {Reading} from '../../src/model/incident.js';
import {readEvidence} from '../../src/store/evidence.js';
import {scanLog} from '../../src/store/scan/scan-log.js';

const CRASH = readFileSync(new URL('../../content/samples/e1000-logits.log', import.meta.url), 'utf8');
/** More than is read of one shape. */
const MANY = 4000;

const LOUD: Readonly<Record<string, (step: number) => string>> = {
	'memory in use': (step) =>
		`I1120 19:18:${String(step % 60).padStart(2, '0')}.558423 21858 loop.py:91] step ${step} hbm=31.${step % 10}G`,
	allocations: (step) => `I1120 19:18:04.558423 21858 loop.py:91] Memory allocated 31.2G on TPU_${step % 8}`,
	OOM: (step) => `no OOM seen in step ${step} loss 2.5, going on`,
	retries: (step) => `W1120 19:18:04.558423 21858 rpc.cc:91] RESOURCE_EXHAUSTED retrying, attempt ${step % 5} of 5`,
	flags: (step) => `step ${step} XLA_FLAGS=--xla_a=1 LIBTPU_INIT_ARGS=--xla_c=3`,
	'256 hosts': (step) => `[host-${step % 256}] step ${step >> 8} hbm=31.2G`,
};

interface Scanned {
	readonly reading: Reading;
	/** Numbers of the lines that were read. */
	readonly lines: readonly number[];
}

async function scan(log: string): Promise<Scanned> {
	const text = Buffer.from(log);
	const reader = createReader('train.log');
	const lines: number[] = [];
	let at = 0;
	let number = 0;
	const source = (target: Buffer): Promise<number> => {
		const read = text.copy(target, 0, at, Math.min(text.length, at + target.length));
		at += read;
		return Promise.resolve(read);
	};
	const sink = {
		push(line: string, complete: boolean, loud: boolean): boolean {
			number += 1;
			lines.push(number);
			return reader.push(line, complete, loud);
		},
		skip(count: number): void {
			number += count;
			reader.skip(count);
		},
		get hot(): boolean {
			return reader.hot;
		},
	};
	const done = await scanLog(source, sink, {anchors: ANCHORS, before: CONTEXT_BEFORE});
	expect(number).toBe(done.lines);
	return {reading: reader.end(), lines};
}

describe('a log that is loud with', () => {
	it.each(Object.keys(LOUD))('%s is read in part, and its crash whole', async (kind) => {
		const line = LOUD[kind] ?? String;
		const noise = (from: number): string => Array.from({length: MANY}, (_, step) => `${line(from + step)}\n`).join('');
		const [alone, loud] = [await scan(CRASH), await scan(noise(0) + CRASH + noise(MANY))];
		expect(loud.reading.incidents).toHaveLength(1);
		const facts = (reading: Reading) => reading.incidents[0]?.facts.map(({name, value}) => [name, value.text]);
		expect(facts(loud.reading)).toEqual(facts(alone.reading));
		expect(loud.reading.incidents[0]?.allocations.length).toBe(alone.reading.incidents[0]?.allocations.length);
		expect(loud.reading.incidents[0]?.at.line).toBe((alone.reading.incidents[0]?.at.line ?? 0) + MANY);
		expect(loud.lines.length).toBeLessThan(2 * MANY * 0.5);
		// The last line before the crash says how far the job came; so does the last line of all.
		expect(loud.lines).toContain(MANY);
		expect(loud.lines.at(-1)).toBe(2 * MANY + CRASH.split('\n').length - 1);
	});
});

describe('lines of one shape', () => {
	const incident = (used: number, time: number): string =>
		`E1120 19:18:04.${String(time).padStart(6, '0')} 21858 a.cc:9] RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used ${used}.00G of 15.75G hbm. Exceeded hbm capacity by ${used - 16}.25G.\n`;

	it('are all read while their sizes differ', async () => {
		const log = Array.from({length: 400}, (_, index) => incident(index + 16, index)).join('quiet\n'.repeat(5));
		const {incidents, evidence} = (await scan(log)).reading;
		expect(incidents.length + (evidence[0]?.unshown ?? 0)).toBe(400);
	});

	it('are read again when a size is new, however often the others came', async () => {
		const same = Array.from({length: MANY}, (_, index) => incident(20, index)).join('');
		const {reading} = await scan(`${same}${incident(30, 7)}${same}`);
		expect(reading.incidents.map(({at}) => at.line)).toEqual([1, MANY + 1]);
	});

	it('are counted although they are passed over', async () => {
		const source = {kind: 'text', name: 'train.log', text: incident(20, 1).repeat(MANY)} as const;
		const {reading} = await readEvidence([source]);
		expect(reading.incidents.map(({occurrences}) => occurrences)).toEqual([MANY]);
	});

	it('are counted for each of several failures, for all hosts, in the beginning that is read whole', async () => {
		const round = (time: number): string =>
			[20, 30].map((used) => incident(used, time)).join('') +
			[1, 2, 3].map((host) => `[host-${String(host)}] ${incident(40, time)}`).join('');
		const text = Array.from({length: 300}, (_, time) => round(time)).join('a quiet line\n');
		const {reading} = await readEvidence([{kind: 'text', name: 'train.log', text}], {frameworks: []});
		expect(reading.incidents.map(({occurrences}) => occurrences)).toEqual([300, 300, 900]);
		expect(reading.incidents[2]?.hosts).toHaveLength(3);
	});

	it('are read no more in a report that is printed again and again', async () => {
		const {reading, lines} = await scan(CRASH.repeat(200));
		expect(reading.incidents).toHaveLength(1);
		expect(lines.length).toBeLessThan(CRASH.split('\n').length * 90);
	});
});
