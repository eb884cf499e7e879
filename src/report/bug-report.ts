import type {Diagnosis} from '../model/diagnosis.js';
import type {Block, Document} from '../model/document.js';
import type {Fact} from '../model/fact.js';
import type {Reading} from '../model/incident.js';
import {bullets, heading, paragraph, table} from './blocks.js';
import {codeText} from './phrases.js';

/** What maintainers ask first, and the fact that answers it: what is not known is asked of the user. */
const ASKED: readonly (readonly [question: string, fact: string])[] = [
	['JAX version', 'jax.version'],
	['libtpu version', 'libtpu.version'],
	['Framework', 'job.framework'],
	['Chip', 'chip.id'],
];

/** Figures that are told where they are known. */
const TOLD: typeof ASKED = [
	['Program', 'program.name'],
	['HBM usable', 'hbm.capacity'],
	['HBM needed', 'hbm.used'],
	['Over capacity by', 'hbm.over'],
	['Requested', 'request.size'],
	['Free', 'request.free'],
	['Largest contiguous', 'request.contiguous'],
	['Reservable', 'request.reservable'],
	['Expected', 'expected.shape'],
	['Given', 'got.shape'],
];

/** A report for the maintainers of the compiler or the framework: versions, flags, the message as printed, and what was tried. */
export function bugReportDocument(diagnosis: Diagnosis, reading: Reading, edition: string): Document {
	const {incident, facts, story} = diagnosis.analysis;
	const known = new Map<string, Fact>([...reading.facts, ...facts].reverse().map((fact) => [fact.name, fact]));
	return {
		title: `${codeText(diagnosis)}: ${story[0] ?? 'failure of a TPU program'}`,
		blocks: [
			heading(2, 'What happened'),
			...story.map((sentence) => paragraph(sentence)),
			{kind: 'code', language: 'text', text: incident.at.quote},
			heading(2, 'Environment'),
			table(
				'll',
				['What', 'Value'],
				[
					...ASKED.map(([what, fact]) => [what, known.get(fact)?.value.text ?? 'not in the log: please fill in']),
					...TOLD.flatMap(([what, fact]) => {
						const text = known.get(fact)?.value.text;
						return text === undefined ? [] : [[what, `\`${text}\``]];
					}),
				],
			),
			...flagBlocks(reading),
			...listBlocks(diagnosis),
			heading(2, 'To reproduce'),
			paragraph(
				'Please fill in: the shortest program that shows it, its mesh and shardings, and whether it fails each time.',
			),
			heading(2, 'Tried so far'),
			...triedBlocks(diagnosis),
			paragraph({kind: 'emphasis', text: `Made by xla-triage, playbook ${edition}, from the log alone.`}),
		],
	};
}

function flagBlocks({flags}: Reading): Block[] {
	const lines = flags.map((flag) => `${flag.channel}: --${flag.name}=${flag.value}`);
	return [
		heading(2, 'Flags in force'),
		lines.length > 0
			? {kind: 'code', language: 'text', text: lines.join('\n')}
			: paragraph('None are shown by the log. Please add `LIBTPU_INIT_ARGS` and `XLA_FLAGS`.'),
	];
}

function listBlocks({analysis}: Diagnosis): Block[] {
	const {allocations} = analysis.incident;
	if (allocations.length === 0) return [];
	const rows = allocations
		.slice(0, 20)
		.map((entry) => [
			entry.rank === undefined ? '' : String(entry.rank),
			entry.size ?? '',
			entry.shape === undefined ? '' : `\`${entry.shape}\``,
			entry.op === undefined ? '' : `\`${entry.op}\``,
			entry.label === undefined ? '' : `\`${entry.label}\``,
			entry.kind ?? '',
		]);
	const columns = ['', 'Size', 'Shape', 'Operator', 'XLA label', 'Type'];
	return [heading(2, 'Largest allocations'), table('rrllll', columns, rows)];
}

function triedBlocks({remedies}: Diagnosis): Block[] {
	const decided = remedies.filter((ranked) => ranked.decision !== undefined || ranked.note !== undefined);
	if (decided.length === 0) return [paragraph('Please fill in.')];
	return [
		bullets(
			decided.map(
				({remedy, decision, note}) => `${remedy.title}${decision ? `: ${decision}` : ''}${note ? `. ${note}` : ''}`,
			),
		),
	];
}
