import type {Block, Document} from '../model/document.js';
import type {Flag, Page} from '../model/playbook.js';
import type {Citation, Remedy} from '../model/remedy.js';
import {bullets, heading, paragraph, strong, table} from './blocks.js';
import {citationList} from './citations.js';
import {SAFETY} from './phrases.js';

/** A page of the playbook: its summary, its body, and where it comes from. */
export function pageDocument(page: Page): Document {
	return {
		title: page.title,
		blocks: [
			{kind: 'paragraph', text: [{kind: 'emphasis', text: page.summary}]},
			...page.body,
			...sources(page.citations),
		],
	};
}

/** A remedy: what it is, at a glance, then its page. */
export function remedyDocument(remedy: Remedy): Document {
	const glance: [string, string][] = [
		['Safety', `${SAFETY[remedy.safety]}. ${remedy.safetyNote}`],
		['Gain', remedy.gain],
		['Cost', remedy.costs.length > 0 ? remedy.costs.join('; ') : 'none'],
		['Sign', remedy.telltale],
		['Check', remedy.verify],
		...(remedy.lastResort ? [['Order', 'a last resort'] as [string, string]] : []),
		...(remedy.flags.length > 0
			? [['Flags', remedy.flags.map((flag) => `\`${flag}\``).join(', ')] as [string, string]]
			: []),
	];
	return {
		title: remedy.title,
		blocks: [
			paragraph(`\`${remedy.id}\`, kind \`${remedy.kind}\``),
			table('ll', ['', ''], glance),
			...remedy.body,
			...sources(remedy.citations),
		],
	};
}

/** A flag: its type and place, what it does and costs, and with which libtpu it was seen to work. */
export function flagDocument(flag: Flag): Document {
	const unit = flag.unit === undefined ? '' : ` (${flag.unit})`;
	const facts: [string, string][] = [
		['Type', `${flag.type}${unit}${flag.values ? `: ${flag.values.join(', ')}` : ''}`],
		['Default', flag.default],
		...(flag.suggested === undefined ? [] : [['Try first', flag.suggested] as [string, string]]),
		['Set in', flag.channels.length > 0 ? flag.channels.join(', ') : 'nowhere: it is refused everywhere'],
		['Cost', flag.cost],
	];
	const blocks: Block[] = [paragraph(flag.effect), table('ll', ['', ''], facts)];
	if (flag.correction !== undefined) blocks.push(paragraph(strong('Measured otherwise: '), flag.correction));
	if (flag.instead && flag.instead.length > 0) {
		blocks.push(paragraph(strong('Use instead: '), flag.instead.map((name) => `\`${name}\``).join(', ')));
	}
	if (flag.measured.length > 0) {
		blocks.push(
			heading(2, 'Measured'),
			bullets(
				flag.measured.map(
					({libtpu, accepted, note}) =>
						`libtpu ${libtpu}: ${accepted ? 'accepted' : 'refused'}${note ? `, ${note}` : ''}`,
				),
			),
		);
	}
	return {title: flag.name, blocks: [...blocks, ...sources(flag.citations)]};
}

function sources(citations: readonly Citation[]): Block[] {
	if (citations.length === 0) return [];
	return [heading(2, 'Sources'), citationList(citations)];
}
