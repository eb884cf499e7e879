import type {Block, Document} from '../../model/document.js';
import type {Playbook} from '../../model/playbook.js';
import {
	handbookOf,
	heading,
	paragraph,
	printHandbookHtml,
	printHandbookMarkdown,
	printHtml,
	printMarkdown,
	printPlain,
	table,
} from '../../report/index.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {entriesOf, lookUp, type Entry} from '../look-up.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';

export interface ExplainOptions {
	readonly playbook?: string;
	readonly format: 'text' | 'markdown' | 'html';
	/** The whole handbook as one document. */
	readonly all?: boolean;
}

/** Prints the page of a code, remedy, flag, question, fact or term; without a name, the list of all pages; with `all`, the whole handbook. */
export async function explainCommand(world: World, words: readonly string[], options: ExplainOptions): Promise<Exit> {
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	if (options.all === true) {
		world.stdout.write(handbook(desk.playbook, world, options));
		return EXIT.done;
	}
	const entries = entriesOf(desk.playbook);
	const asked = words.join(' ');
	if (asked === '') {
		world.stdout.write(print(contents(entries), world, options));
		return EXIT.done;
	}
	const first = lookUp(entries, asked);
	const name = first.found.length > 0 || first.mentions.length > 0 ? asked : american(asked);
	const {found, mentions, near} = name === asked ? first : lookUp(entries, name);
	if (found.length > 0) {
		const documents = found.map((entry) => entry.document());
		world.stdout.write(
			options.format === 'html'
				? printHtml(documents)
				: documents.map((document) => print(document, world, options)).join('\n\n'),
		);
		return EXIT.done;
	}
	if (mentions.length > 0) {
		world.stdout.write(print(mentioning(name, mentions), world, options));
		return EXIT.done;
	}
	sayTrouble(world, {
		title: `There is no page on ${asked}`,
		cause: near.length > 0 ? `Did you mean ${near.slice(0, 8).map(shortName).join(', ')}?` : 'No name is close to it.',
		todo: 'xla-triage explain, without a name, lists all pages.',
	});
	return EXIT.usage;
}

/** `utilisation` as flags and settings spell it. */
function american(name: string): string {
	return name.replaceAll(/is(?=ations?\b|ation_|ing\b|ed?\b|er\b)/gi, 'iz').replaceAll(/our(?=\b|_)/g, 'or');
}

function print(document: Document, world: World, {format}: ExplainOptions): string {
	if (format === 'html') return printHtml([document]);
	return format === 'markdown' ? printMarkdown(document) : printPlain(document, world);
}

function handbook(playbook: Playbook, world: World, {format}: ExplainOptions): string {
	const book = handbookOf(playbook);
	if (format === 'html') return printHandbookHtml(book, playbook.flow);
	if (format === 'markdown') return printHandbookMarkdown(book, playbook.flow);
	return book.chapters
		.flatMap(({title, blocks, entries}) => [{title, blocks}, ...entries])
		.map((document) => printPlain(document, world))
		.join('\n\n');
}

/** What only those meet who write flows and pages. */
const FOR_AUTHORS = 'complaints';

function contents(entries: readonly Entry[]): Document {
	const folders = [...new Set(entries.map((entry) => folder(entry.id)))];
	const listed = (name: string, heads: string): Block[] => [
		heading(2, heads),
		table(
			'll',
			['Name', 'About'],
			entries.filter((entry) => folder(entry.id) === name).map((entry) => [`\`${shortName(entry)}\``, entry.title]),
		),
	];
	return {
		title: 'Pages',
		blocks: [
			paragraph('`xla-triage explain NAME` prints one of them.'),
			...folders.filter((name) => name !== FOR_AUTHORS).flatMap((name) => listed(name, name)),
			...(folders.includes(FOR_AUTHORS) ? listed(FOR_AUTHORS, 'For authors: complaints of flows check') : []),
		],
	};
}

/** Most pages that a search lists. */
const MOST = 12;

function mentioning(name: string, entries: readonly Entry[]): Document {
	return {
		title: `Pages that mention ${name}`,
		blocks: [
			table(
				'll',
				['Name', 'About'],
				entries.slice(0, MOST).map((entry) => [`\`${shortName(entry)}\``, entry.title]),
			),
			paragraph(
				`${entries.length > MOST ? `${entries.length - MOST} more mention it. ` : ''}\`xla-triage explain NAME\` prints one of them.`,
			),
		],
	};
}

function folder(id: string): string {
	return id.slice(0, id.indexOf('/'));
}

function shortName(entry: Entry): string {
	return entry.id.slice(entry.id.indexOf('/') + 1);
}
