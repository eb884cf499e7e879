import type {Reading} from '../../model/incident.js';
import {neutraliseLine} from '../../model/neutral.js';
import {readEvidence} from '../../store/evidence.js';
import {answersFor} from '../answers.js';
import {diagnoseReading, NOTHING_SAID, openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {exportDiagnoses, type Format} from '../export.js';
import {fileAddress} from '../hyperlinks.js';
import {knownSecrets} from '../known-secrets.js';
import {passedOver, say, sayTrouble} from '../say.js';
import {sourcesOf} from '../sources.js';
import type {World} from '../world.js';

/** Forms in which records are printed. */
export const RECORD_FORMATS = ['ndjson', 'sarif', 'junit', 'github', 'prometheus'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

export interface DiagnoseOptions {
	/** A form of the report, or of records: see `eachCommand`. Text, where nothing is said. */
	readonly format?: Format | RecordFormat;
	/** Read every input apart from the others. */
	readonly each?: boolean;
	/** With `each`: names on standard input end in NUL; inputs read at the same time. */
	readonly null?: boolean;
	readonly jobs?: string;
	readonly playbook?: string;
	/** A file of answers by question id. */
	readonly answers?: string;
	/** Say more in text: how each step is done, every question, every source. */
	readonly full?: boolean;
	/** Replace secrets; a bug report is redacted unless this is false. */
	readonly redact?: boolean;
}

/** Reads the evidence and prints what it means and what to do, without a question. */
export async function diagnoseCommand(world: World, names: readonly string[], options: DiagnoseOptions): Promise<Exit> {
	if (options.each === true) return (await import('./each.js')).eachCommand(world, names, options);
	const {format = 'text'} = options;
	const sources = sourcesOf(world, names);
	if (sources.length === 0) {
		sayTrouble(world, {
			title: 'No log was given',
			cause: 'A diagnosis needs the output of the crashed job.',
			todo: 'xla-triage diagnose train.log, or kubectl logs POD | xla-triage diagnose',
		});
		return EXIT.usage;
	}
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	const answers = await answersFor(world, desk.playbook, options.answers);
	if (!answers) return EXIT.usage;
	const {reading, troubles} = await readEvidence(sources, {frameworks: desk.playbook.frameworks});
	for (const trouble of troubles) sayTrouble(world, trouble);
	if (troubles.length === sources.length) return EXIT.usage;
	for (const line of passedOver(reading)) say(world, line);
	const diagnoses = diagnoseReading(desk, reading, {...NOTHING_SAID, answers});
	if (isRecordFormat(format)) {
		const input = neutraliseLine(
			sources.map((source) => (source.kind === 'file' ? source.path : source.name)).join(' '),
		);
		const secrets = options.redact === true ? knownSecrets() : undefined;
		(await import('./each.js')).printReading(world, desk, {input, reading, diagnoses, secrets, format});
		return troubles.length > 0 ? EXIT.usage : exitOf(reading);
	}
	const secrets = (options.redact ?? format === 'bug-report') ? knownSecrets() : undefined;
	const {text, redaction} = exportDiagnoses(desk, reading, diagnoses, {
		format,
		full: options.full === true,
		secrets,
		plain: {
			width: world.width,
			colour: world.colour,
			...(world.theme ? {theme: world.theme} : {}),
			hyperlinks: world.hyperlinks === true,
			// An address would show the folder that the names of a redacted report hide.
			...(secrets ? {} : {fileAddress}),
		},
	});
	world.stdout.write(text);
	if (text === '') say(world, 'No failure of XLA:TPU was recognised, so there is nothing to print in this form.');
	if (redaction !== undefined) say(world, redaction);
	return troubles.length > 0 ? EXIT.usage : exitOf(reading);
}

/** 0 if an XLA code was found, 3 if only failures of others were, 1 if nothing was. */
export function exitOf(reading: Reading): Exit {
	if (reading.incidents.length > 0) return EXIT.done;
	return reading.routed.length > 0 ? EXIT.routed : EXIT.nothing;
}

function isRecordFormat(format: Format | RecordFormat): format is RecordFormat {
	return RECORD_FORMATS.some((one) => one === format);
}
