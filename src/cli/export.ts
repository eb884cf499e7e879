import {typed} from '../report/how.js';
import {jsonText} from '../report/json-text.js';
import type {Diagnosis} from '../model/diagnosis.js';
import type {Reading} from '../model/incident.js';
import {REPORT_MARK} from '../model/report-mark.js';
import {shellSnippet} from '../plan/index.js';
import {
	bugReportDocument,
	chatText,
	diagnosisDocument,
	diagnosisJson,
	oneScreen,
	paragraph,
	printHtml,
	printMarkdown,
	printPlain,
	redact,
	redactionText,
	type KnownSecrets,
	type PlainOptions,
} from '../report/index.js';
import {jsonContext, reportContext, type Desk} from './desk.js';
import {routedTitle, unrecognisedDocument} from './unrecognised.js';

/** Forms in which a diagnosis can leave the program. */
export const FORMATS = ['text', 'brief', 'markdown', 'json', 'html', 'shell', 'bug-report'] as const;
export type Format = (typeof FORMATS)[number];

export interface ExportOptions {
	readonly format: Format;
	/** With every remedy and source. Text without it fits one screen. */
	readonly full: boolean;
	/** Replaces secrets; undefined replaces none. */
	readonly secrets: KnownSecrets | undefined;
	readonly plain: PlainOptions;
}

export interface Exported {
	readonly text: string;
	/** What was replaced, as a sentence; absent where nothing was to be. */
	readonly redaction?: string;
}

/** Everything found in a reading, in one of the forms. */
export function exportDiagnoses(
	desk: Desk,
	reading: Reading,
	diagnoses: readonly Diagnosis[],
	options: ExportOptions,
): Exported {
	const {secrets} = options;
	if (!secrets) return {text: print(desk, reading, diagnoses, options)};
	const hosts = [...(secrets.hosts ?? []), ...reading.incidents.flatMap((incident) => incident.hosts)];
	// The values are covered before they are printed: a line break in the middle of a secret would hide it.
	const pages = new Set<object>([
		...desk.playbook.remedies,
		...Object.values(desk.playbook.flow.nodes),
		// Where a statement comes from is public; its address looks like any other host.
		...diagnoses.flatMap((diagnosis) => diagnosis.remedies.flatMap(({citations}) => citations)),
	]);
	const {value, replaced} = redact({reading, diagnoses}, {...secrets, hosts}, pages);
	return {text: print(desk, value.reading, value.diagnoses, options), redaction: redactionText(replaced)};
}

function print(desk: Desk, reading: Reading, diagnoses: readonly Diagnosis[], options: ExportOptions): string {
	switch (options.format) {
		case 'json':
			return `${jsonText(diagnosisJson(reading, diagnoses, jsonContext(desk)), 2)}\n`;
		case 'shell':
			return shellScript(desk, reading, diagnoses);
		case 'bug-report':
			return marked(
				diagnoses
					.map((diagnosis) => printMarkdown(bugReportDocument(diagnosis, reading, desk.playbook.edition)))
					.join('\n'),
			);
		case 'brief':
			return briefText(desk, reading, diagnoses);
		case 'text':
			return options.full
				? printDocuments(desk, reading, diagnoses, options)
				: screenText(desk, reading, diagnoses, options.plain);
		case 'markdown':
		case 'html':
			return printDocuments(desk, reading, diagnoses, options);
	}
}

function printDocuments(
	desk: Desk,
	reading: Reading,
	diagnoses: readonly Diagnosis[],
	{format, full, plain}: ExportOptions,
): string {
	const context = reportContext(desk, full ? 'full' : 'plan');
	const documents = diagnoses.map((diagnosis) => diagnosisDocument(diagnosis, context));
	if (diagnoses.length === 0 || reading.routed.length > 0) documents.push(unrecognisedDocument(reading, desk.playbook));
	const unshown = unshownWords(reading);
	if (unshown.length > 0) documents.push({title: 'More failures', blocks: unshown.map((words) => paragraph(words))});
	if (format === 'html') return marked(printHtml(documents));
	if (format === 'markdown') return marked(documents.map(printMarkdown).join('\n'));
	return documents.map((document) => printPlain(document, plain)).join('\n\n');
}

/** The first failure on one screen, others named; or what was found in its place. */
export function screenText(desk: Desk, reading: Reading, diagnoses: readonly Diagnosis[], plain: PlainOptions): string {
	const [first, ...rest] = diagnoses;
	if (!first) return printPlain(unrecognisedDocument(reading, desk.playbook), plain);
	const {fill} = reportContext(desk, 'plan');
	const also = [
		...rest.map(({analysis: {incident, story}}) => `${incident.code} at line ${incident.at.line}: ${story[0] ?? ''}`),
		...reading.routed.map(({kind, at}) => `${routedTitle(kind, desk.playbook)} at line ${at.line}.`),
	];
	const screen = oneScreen(first, {fill, also, log: logWords(reading)}, plain);
	return [screen, ...unshownWords(reading).map((words) => `  ${words}\n`)].join('');
}

/** Says of each log how many of its failures are not kept. */
function unshownWords({evidence}: Reading): readonly string[] {
	return evidence.flatMap(({name, unshown = 0}) =>
		unshown > 0
			? [
					`… and at least ${unshown.toLocaleString('en-US')} more ${unshown === 1 ? 'failure' : 'failures'} in ${name}, not shown.`,
				]
			: [],
	);
}

function briefText(desk: Desk, reading: Reading, diagnoses: readonly Diagnosis[]): string {
	if (diagnoses.length === 0) return screenText(desk, reading, diagnoses, {width: 100, colour: false});
	const context = reportContext(desk, 'plan');
	return diagnoses.map((diagnosis) => chatText(diagnosis, context)).join('\n');
}

/** The evidence as arguments of a command, or `LOG` where the names are long, hold blanks, or came from a pipe. */
function logWords({evidence}: Reading): string {
	const names = [...new Set(evidence.map(({name}) => name))];
	const words = names.join(' ');
	return names.every((name) => /^[\w./~+:=@-]+$/.test(name) && /[./]/.test(name)) && words.length <= 30 ? words : 'LOG';
}

/** Flags as commands, everything else as comments; it is said where no step is a command. */
function shellScript(desk: Desk, reading: Reading, diagnoses: readonly Diagnosis[]): string {
	if (diagnoses.length === 0) return '';
	const scripts = diagnoses.map(({plan}) =>
		shellSnippet(plan, reading.flags, desk.playbook.flags, libtpuOf(reading), (step) => typed(step)?.text),
	);
	return `# ${REPORT_MARK}\n${scripts.join('\n')}`;
}

/** With the mark by which the reader of evidence knows a report again, behind the first line: a comment in Markdown and HTML. */
function marked(text: string): string {
	return text.replace('\n', `\n<!-- ${REPORT_MARK} -->\n`);
}

function libtpuOf(reading: Reading): string | undefined {
	return reading.facts.find((fact) => fact.name === 'libtpu.version')?.value.text;
}
