import {createReadStream} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {jsonText} from '../../report/json-text.js';
import {Summary, type FailureRecord} from '../../report/fleet/index.js';
import {printMarkdown, printPlain} from '../../report/index.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';
import {recordsFrom} from './each.js';

export interface SummaryOptions {
	readonly format: 'text' | 'markdown' | 'json';
	readonly null?: boolean;
	readonly jobs?: string;
	readonly redact?: boolean;
	readonly playbook?: string;
}

/** Groups what many logs show: the same failure on any host, day or batch size is one group. */
export async function summaryCommand(world: World, names: readonly string[], options: SummaryOptions): Promise<Exit> {
	if (names.length === 0 && !world.piped) {
		sayTrouble(world, {
			title: 'No log was given',
			cause: 'A summary needs the logs of several jobs.',
			todo: 'xla-triage summary logs/*.log, or find logs -name "*.log" | xla-triage summary',
		});
		return EXIT.usage;
	}
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	const summary = new Summary();
	const logs: string[] = [];
	for (const name of names) {
		if (name !== '-' && (await holdsRecords(name))) await addRecords(summary, name);
		else logs.push(name);
	}
	if (logs.length > 0 || names.length === 0) {
		const jobs = options.jobs === undefined ? undefined : Math.max(1, Number(options.jobs) || 1);
		for await (const {record, time} of recordsFrom(world, desk, logs, {...options, jobs})) summary.add(record, time);
	}
	if (options.format === 'json') {
		const json = summary.json(XLA_TRIAGE_VERSION, desk.playbook.edition);
		world.stdout.write(`${jsonText(json, 2)}\n`);
		return EXIT.done;
	}
	const document = summary.document();
	world.stdout.write(options.format === 'markdown' ? printMarkdown(document) : printPlain(document, world));
	return EXIT.done;
}

const RECORD_HEAD = '{"schema":"xla-triage.record/1"';

/** Whether a file holds what `diagnose --each` printed. */
async function holdsRecords(file: string): Promise<boolean> {
	try {
		// What is read from a pipe is gone, and one that nobody writes to would be waited for without an end.
		if (!(await stat(file)).isFile()) return false;
		const handle = await open(file);
		try {
			const {buffer, bytesRead} = await handle.read(Buffer.alloc(RECORD_HEAD.length), 0, RECORD_HEAD.length);
			return buffer.toString('utf8', 0, bytesRead) === RECORD_HEAD;
		} finally {
			await handle.close();
		}
	} catch {
		return false; // told when it is read as a log
	}
}

async function addRecords(summary: Summary, file: string): Promise<void> {
	for await (const line of createInterface({input: createReadStream(file), crlfDelay: Infinity})) {
		if (line.startsWith(RECORD_HEAD)) summary.add(JSON.parse(line) as FailureRecord);
	}
}
