import type {Diagnosis} from '../model/diagnosis.js';
import type {Block, Document} from '../model/document.js';
import type {Playbook} from '../model/playbook.js';
import {heading, bullets, paragraph} from './blocks.js';
import {happenedBlocks, memoryBlocks} from './happened.js';
import {codeText} from './phrases.js';
import {planBlocks} from './plan.js';
import {remedyBlocks} from './remedies.js';
import {verdictBlocks} from './verdict.js';

/** What a report needs to know beside the diagnosis. */
export interface ReportContext {
	readonly playbook: Playbook;
	/** Puts the figures of facts into a sentence of the playbook. */
	readonly fill: (template: string, diagnosis: Diagnosis) => string;
	/** brief: one screen for a terminal · full: with how each step is done, for a file. */
	readonly detail: 'brief' | 'full';
}

/**
 * Everything that is said about one incident, as one document: what happened in the user's own figures and words, where the
 * memory goes, why the verdict, what to do in which order, and what is missing. Every printer prints this value.
 */
export function diagnosisDocument(diagnosis: Diagnosis, context: ReportContext): Document {
	return {
		title: [codeText(diagnosis), context.fill(diagnosis.verdict.title, diagnosis)].filter(Boolean).join(': '),
		blocks: [
			...happenedBlocks(diagnosis),
			...memoryBlocks(diagnosis),
			...verdictBlocks(diagnosis, context),
			...planBlocks(diagnosis, context),
			...remedyBlocks(diagnosis, context),
			...missingBlocks(diagnosis),
			...sourceBlocks(diagnosis, context),
		],
	};
}

function missingBlocks(diagnosis: Diagnosis): Block[] {
	if (diagnosis.missing.length === 0) return [];
	return [heading(2, 'What the evidence does not tell'), bullets(diagnosis.missing)];
}

function sourceBlocks(diagnosis: Diagnosis, {detail}: ReportContext): Block[] {
	if (detail === 'brief') {
		return [
			paragraph({kind: 'emphasis', text: 'Details of a remedy: '}, {kind: 'code', text: 'xla-triage explain <remedy>'}),
		];
	}
	const sources = new Map<string, string>();
	for (const {standing, citations} of diagnosis.remedies) {
		if (standing === 'ruled out') continue;
		for (const {title, source} of citations) sources.set(source, title);
	}
	const items = [...sources].sort(([a], [b]) => (a < b ? -1 : 1));
	if (items.length === 0) return [];
	return [
		heading(2, 'Sources'),
		{
			kind: 'list',
			ordered: false,
			items: items.map(([source, title]) => [
				/^https?:/.test(source)
					? paragraph({kind: 'link', text: title, target: source})
					: paragraph({kind: 'text', text: `${title}: ${source}`}),
			]),
		},
	];
}
