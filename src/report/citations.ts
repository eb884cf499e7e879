import type {Block} from '../model/document.js';
import type {Citation} from '../model/remedy.js';
import {paragraph} from './blocks.js';

/** Sources as a list: a link where there is an address, else the title with what it is. */
export function citationList(citations: readonly Citation[]): Block {
	return {
		kind: 'list',
		ordered: false,
		items: citations.map(({title, source}) => [
			/^https?:/.test(source)
				? paragraph({kind: 'link', text: title, target: source})
				: paragraph({kind: 'text', text: named(title, source)}),
		]),
	};
}

/** A seed document is known by its title: the name of its file means nothing to a reader. */
function named(title: string, source: string): string {
	if (/^(?:seed:\s*)?\d{3}_[0-9a-f]+\.txt$/.test(source))
		return /\bseed document/i.test(title) ? title : `${title}, seed document`;
	return title === source ? title : `${title} (${source})`;
}
