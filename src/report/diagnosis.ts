import type {Diagnosis} from '../model/diagnosis.js';
import type {Block, Document} from '../model/document.js';
import type {Citation} from '../model/remedy.js';
import {heading, bullets} from './blocks.js';
import {happenedBlocks, memoryBlocks} from './happened.js';
import {citationList} from './citations.js';
import {codeText} from './phrases.js';
import {planBlocks} from './plan.js';
import {remedyBlocks} from './remedies.js';
import type {ReportContext} from './context.js';
import {verdictBlocks} from './verdict.js';

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
			...verdictBlocks(diagnosis, context.fill),
			...planBlocks(diagnosis),
			...remedyBlocks(diagnosis, context),
			...missingBlocks(diagnosis),
			...sourceBlocks(diagnosis, context),
		],
	};
}

function missingBlocks(diagnosis: Diagnosis): Block[] {
	if (diagnosis.missing.length === 0) return [];
	return [heading(2, 'What your log does not show'), bullets(diagnosis.missing)];
}

/** Sources of the verdict and of the steps to take; in full, of every remedy that is told. */
function sourceBlocks(diagnosis: Diagnosis, {detail, playbook}: ReportContext): Block[] {
	const told =
		detail === 'full'
			? diagnosis.remedies.filter(({standing}) => standing !== 'ruled out')
			: diagnosis.plan.restarts.flatMap(({steps}) => steps);
	const page = playbook.pages.find(({id}) => id === diagnosis.verdict.page);
	const sources = new Map<string, Citation>();
	for (const citation of [...(page?.citations ?? []), ...told.flatMap(({citations}) => citations)]) {
		sources.set(citation.source, citation);
	}
	const items = [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, citation]) => citation);
	return items.length === 0 ? [] : [heading(2, 'Sources'), citationList(items)];
}
