import {once} from 'node:events';
import {jsonText} from '../../report/json-text.js';
import {github, junit, prometheus, recordsOf, sarif, type FailureRecord} from '../../report/fleet/index.js';
import {answersFor} from '../answers.js';
import {openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import type {Reading} from '../../model/incident.js';
import type {DiagnoseOptions, RecordFormat} from './diagnose.js';
import {redact, type KnownSecrets} from '../../report/index.js';
import {examine, recordContext} from '../fleet/examine.js';
import {listedInputs} from '../fleet/inputs.js';
import {examineAll} from '../fleet/pool.js';
import {knownSecrets} from '../known-secrets.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';

/** Forms in which all records are printed together; `ndjson` prints each as it comes. */
const PRINTERS: Readonly<Partial<Record<string, (records: readonly FailureRecord[], version: string) => string>>> = {
	sarif,
	junit,
	github,
	prometheus,
};

/** Reads every input apart from the others and prints one record for each, in order. Without names, standard input is a list of them. */
export async function eachCommand(world: World, names: readonly string[], options: DiagnoseOptions): Promise<Exit> {
	const {format = 'ndjson'} = options;
	if (format !== 'ndjson' && !(format in PRINTERS)) {
		return refuse(
			world,
			`--each does not print ${format}`,
			'It prints records.',
			`Give --format ndjson, ${Object.keys(PRINTERS).join(', ')}.`,
		);
	}
	const jobs = options.jobs === undefined ? undefined : Number(options.jobs);
	if (jobs !== undefined && !(Number.isInteger(jobs) && jobs > 0)) {
		return refuse(world, `--jobs ${options.jobs ?? ''} is not a number of inputs`, 'It must be 1 or more.', '--jobs 4');
	}
	if (names.length === 0 && !world.piped) {
		return refuse(
			world,
			'No log was given',
			'--each reads named files.',
			'find logs -name "*.log" -print0 | xla-triage diagnose --each -0',
		);
	}
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	const answers = await answersFor(world, desk.playbook, options.answers);
	if (!answers) return EXIT.usage;
	const records = recordsFrom(world, desk, names, {...options, answers, jobs});
	const print = PRINTERS[format];
	if (print) {
		const all: FailureRecord[] = [];
		for await (const {record} of records) all.push(record);
		world.stdout.write(print(all, XLA_TRIAGE_VERSION));
		return EXIT.done;
	}
	for await (const {record} of records) {
		if (!world.stdout.write(`${jsonText(record)}\n`)) await once(world.stdout, 'drain');
	}
	return EXIT.done;
}

/** What was read of one job, to be printed as records. */
export interface Printed {
	readonly input: string;
	readonly reading: Reading;
	readonly diagnoses: readonly Diagnosis[];
	readonly secrets: KnownSecrets | undefined;
	readonly format: RecordFormat;
}

/** Prints one job: the record of its first failure as a line of JSON, or all of its failures in another form. */
export function printReading(world: World, desk: Desk, {input, reading, diagnoses, secrets, format}: Printed): void {
	const found = recordsOf({input}, reading, diagnoses, recordContext(desk));
	const records = secrets ? redact(found, secrets).value : found;
	const print = PRINTERS[format];
	world.stdout.write(print ? print(records, XLA_TRIAGE_VERSION) : `${jsonText(records[0])}\n`);
}

export interface RecordOptions {
	readonly playbook?: string;
	readonly answers?: ReadonlyMap<string, string>;
	readonly redact?: boolean;
	readonly null?: boolean;
	readonly jobs?: number | undefined;
}

/** The records of all inputs in order, each with the time at which its file was last written. */
export async function* recordsFrom(
	world: World,
	desk: Desk,
	names: readonly string[],
	{playbook, answers, redact, null: zero, jobs}: RecordOptions,
): AsyncGenerator<{readonly record: FailureRecord; readonly time?: string}> {
	const common = {...(answers ? {answers} : {}), ...(redact === true ? {secrets: knownSecrets()} : {})};
	const inputs = names.length > 0 ? names : listedInputs(world.stdin, zero === true ? '\0' : '\n');
	const pool = {...common, ...(playbook === undefined ? {} : {playbook}), ...(jobs === undefined ? {} : {jobs})};
	const all = names.includes('-') ? oneByOne(world, desk, names, common) : examineAll(desk, inputs, pool);
	for await (const {records, time} of all) {
		for (const record of records) yield {record, ...(time === undefined ? {} : {time})};
	}
}

/** Standard input can be read in this thread only. */
async function* oneByOne(
	world: World,
	desk: Desk,
	names: readonly string[],
	common: Parameters<typeof examine>[2],
): ReturnType<typeof examineAll> {
	for (const name of names) {
		yield name === '-' ? await examine(desk, 'stdin', common, world.stdin) : await examine(desk, name, common);
	}
}

function refuse(world: World, title: string, cause: string, todo: string): Exit {
	sayTrouble(world, {title, cause, todo});
	return EXIT.usage;
}
