import type {Block, Document} from '../model/document.js';
import type {Reading} from '../model/incident.js';
import type {Playbook} from '../model/playbook.js';
import {aliveGroups} from '../analysis/index.js';
import {aliveBlocks, bullets, heading, paragraph, strong} from '../report/index.js';

/** What is said when the evidence holds no failure of XLA:TPU, or others beside it: what was found in its place, and what to do. */
export function unrecognisedDocument(reading: Reading, playbook: Playbook): Document {
	const pages = new Map(playbook.pages.map((page) => [page.id, page]));
	const found = reading.incidents.length > 0;
	const blocks: Block[] = [];
	for (const {kind, at} of reading.routed) {
		const page = pages.get(`routed/${kind}`);
		blocks.push(heading(2, routedTitle(kind, playbook)));
		blocks.push({kind: 'quote', where: `${at.evidence}:${at.line}`, text: at.quote});
		if (page) blocks.push(paragraph(page.summary));
	}
	if (reading.routed.length === 0) blocks.push(...nothingBlocks(reading));
	if (reading.routed.length > 0 && !found) {
		blocks.push(paragraph('No XLA:TPU failure was recognised.'));
	}
	const title =
		reading.routed.length === 0
			? 'No failure of XLA:TPU was recognised'
			: found
				? 'Also seen: failures that are not XLA:TPU’s'
				: 'Not a failure of XLA:TPU';
	return {title, blocks};
}

/** What a failure of others is called. */
export function routedTitle(kind: string, playbook: Playbook): string {
	return playbook.pages.find(({id}) => id === `routed/${kind}`)?.title ?? kind.replaceAll('_', ' ');
}

function nothingBlocks(reading: Reading): Block[] {
	const read = reading.evidence.map(({name, lines, bytes, form}) =>
		form === 'empty'
			? `${name}: empty`
			: form === 'binary'
				? `${name}: ${bytes} ${bytes === 1 ? 'byte that is' : 'bytes that are'} not text`
				: form === 'report'
					? `${name}: a report that xla-triage wrote`
					: form === 'profile'
						? `${name}: a device memory profile`
						: `${name}: ${lines} ${lines === 1 ? 'line' : 'lines'}`,
	);
	const alive = aliveGroups(reading.profile);
	return [
		...(alive.length > 0 ? [heading(2, 'What the memory profile shows alive'), ...aliveBlocks(alive)] : []),
		paragraph(strong('Read: '), {kind: 'text', text: `${read.join('; ')}.`}),
		bullets([
			'The message may be in the log of another host: pass the logs of all hosts.',
			'The message may be cut off: pass the whole output of the job.',
			'Run `xla-triage` without a log to describe what you saw.',
		]),
	];
}
