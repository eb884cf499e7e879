import type {Diagnosis} from '../../model/diagnosis.js';
import type {Reading} from '../../model/incident.js';
import {diagnosisDocument, diagnosisJson, printHtml, printMarkdown, printPlain} from '../../report/index.js';
import {readEvidence} from '../../store/evidence.js';
import {diagnoseReading, jsonContext, openDesk, reportContext, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {unrecognisedDocument} from '../unrecognised.js';
import {sayTrouble} from '../say.js';
import {sourcesOf} from '../sources.js';
import type {World} from '../world.js';

export const FORMATS = ['text', 'markdown', 'json', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export interface DiagnoseOptions {
	readonly format: Format;
	readonly playbook?: string;
	/** Say more in text: how each step is done, every question, every source. */
	readonly full?: boolean;
}

/** Reads the evidence and prints what it means and what to do, without a question. */
export async function diagnoseCommand(world: World, names: readonly string[], options: DiagnoseOptions): Promise<Exit> {
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
	const {reading, troubles} = await readEvidence(sources);
	for (const trouble of troubles) sayTrouble(world, trouble);
	if (troubles.length === sources.length) return EXIT.usage;
	const diagnoses = diagnoseReading(desk, reading);
	world.stdout.write(print(world, desk, reading, diagnoses, options));
	if (troubles.length > 0) return EXIT.usage;
	return exitOf(reading);
}

/** 0 if an XLA code was found, 3 if only failures of others were, 1 if nothing was. */
export function exitOf(reading: Reading): Exit {
	if (reading.incidents.length > 0) return EXIT.done;
	return reading.routed.length > 0 ? EXIT.routed : EXIT.nothing;
}

function print(
	world: World,
	desk: Desk,
	reading: Reading,
	diagnoses: readonly Diagnosis[],
	options: DiagnoseOptions,
): string {
	const {format} = options;
	if (format === 'json')
		return `${JSON.stringify(diagnosisJson(reading, diagnoses, jsonContext(desk)), undefined, 2)}\n`;
	const full = format !== 'text' || options.full === true;
	const documents = diagnoses.map((diagnosis) =>
		diagnosisDocument(diagnosis, reportContext(desk, full ? 'full' : 'brief')),
	);
	if (diagnoses.length === 0 || reading.routed.length > 0) documents.push(unrecognisedDocument(reading, desk.playbook));
	switch (format) {
		case 'markdown':
			return documents.map(printMarkdown).join('\n');
		case 'html':
			return printHtml(documents);
		case 'text':
			return documents.map((document) => printPlain(document, world)).join('\n\n');
	}
}
