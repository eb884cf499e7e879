import type {Block, Inline} from '../model/document.js';
import type {Playbook} from '../model/playbook.js';
import {bullets, heading, paragraph, strong, table} from './blocks.js';
import {nameOf} from './flow-part.js';
import {flowEntries} from './handbook-flows.js';
import {links, withClaims} from './handbook-links.js';
import {flagDocument, pageDocument, remedyDocument} from './pages.js';
import type {HandbookEntry} from './handbook-entry.js';
import {citedPlaces, claimPlaces, type Said} from './handbook-places.js';

export interface HandbookChapter {
	readonly id: string;
	readonly title: string;
	readonly blocks: readonly Block[];
	readonly entries: readonly HandbookEntry[];
}

/** Everything that a playbook knows, in reading order, as one value for several printers. */
export interface Handbook {
	readonly title: string;
	readonly edition: string;
	readonly chapters: readonly HandbookChapter[];
}

/** The name of a place inside the handbook: `terms-padding`. */
export function anchorOf(id: string): string {
	return id.replace(/[^A-Za-z0-9_-]+/g, '-');
}

/** Puts a playbook together as a handbook. */
export function handbookOf(playbook: Playbook): Handbook {
	const said = claimPlaces(playbook);
	const pages = (folder: string): HandbookEntry[] =>
		playbook.pages
			.filter(({id}) => id.startsWith(`${folder}/`))
			.map((page) => ({
				id: page.id,
				title: page.title,
				blocks: [...withClaims(pageDocument(page).blocks, page.claims)],
			}));
	const chapter = (id: string, title: string, intro: string, entries: readonly HandbookEntry[]): HandbookChapter => ({
		id,
		title,
		blocks: [paragraph(intro)],
		entries,
	});
	const other = [...new Set(playbook.pages.map(({id}) => nameOf(id)))].filter(
		(folder) => !['codes', 'terms', 'guides', 'routed'].includes(folder),
	);
	return {
		title: 'XLA:TPU errors: the handbook',
		edition: playbook.edition,
		chapters: [
			chapter(
				'codes',
				'Error codes',
				'What each code means, what it looks like, and what to do first.',
				pages('codes'),
			),
			chapter(
				'flows',
				'Decision trees',
				'The questions, their order, and where each answer leads. A mark shows answers that a log can give.',
				flowEntries(playbook),
			),
			chapter(
				'remedies',
				'Remedies',
				'What can be done, what it gains, what it costs, and how to check that it worked.',
				playbook.remedies.map((remedy) => ({
					id: `remedies/${remedy.id}`,
					title: remedy.title,
					blocks: [...withClaims(remedyDocument(remedy).blocks, remedy.claims)],
				})),
			),
			{
				...chapter(
					'flags',
					'Flags',
					'Flags of the compiler and the runtime, with what was measured.',
					flagEntries(playbook),
				),
				blocks: flagTable(playbook),
			},
			chapter('terms', 'Terms', 'The words that reports and pages use.', pages('terms')),
			chapter('guides', 'Guides', 'How to get evidence, and how to read it.', pages('guides')),
			chapter('routed', 'Failures of others', 'What looks alike and is no failure of XLA:TPU.', pages('routed')),
			...other.map((folder) =>
				chapter(folder, `${folder[0]?.toUpperCase() ?? ''}${folder.slice(1)}`, 'More pages.', pages(folder)),
			),
			chapter('tables', 'Tables', 'Figures and names that the other pages rest on.', [
				chipTable(playbook),
				factTable(playbook),
			]),
			claimChapter(playbook, said),
			sourceChapter(playbook),
		],
	};
}

function flagEntries({flags}: Playbook): HandbookEntry[] {
	return flags.map((flag) => ({
		id: `flags/${flag.name}`,
		title: flag.name,
		blocks: withClaims(flagDocument(flag).blocks, flag.claims),
	}));
}

function flagTable({flags}: Playbook): Block[] {
	const cells = flags.map(({name, purpose, default: value, suggested, measured}): Inline[][] => [
		[{kind: 'link', text: name, target: `flags/${name}`}],
		...[
			purpose,
			value,
			suggested ?? '',
			measured.map(({libtpu, accepted}) => `${libtpu}: ${accepted ? 'yes' : 'no'}`).join(', ') || 'not measured',
		].map((text): Inline[] => [{kind: 'text', text}]),
	]);
	const empty = table('lllll', ['Flag', 'For', 'Default', 'Try first', 'Accepted by libtpu'], []);
	return [
		paragraph('Flags of the compiler and the runtime, with what was measured.'),
		empty.kind === 'table' ? {...empty, rows: cells} : empty,
	];
}

function chipTable({chips}: Playbook): HandbookEntry {
	const rows = chips.map(({name, usable, devicesPerChip, vmem, note}) => [
		name,
		usable.join(', '),
		String(devicesPerChip),
		vmem,
		note ?? '',
	]);
	return {
		id: 'tables/chips',
		title: 'Chips',
		blocks: [table('llrll', ['Chip', 'HBM usable by one device', 'Devices a chip', 'VMEM', 'Note'], rows)],
	};
}

function factTable({facts}: Playbook): HandbookEntry {
	const rows = facts.map(({name, kind, from, label, meaning}) => [`\`${name}\``, label, kind, from, meaning]);
	return {
		id: 'tables/facts',
		title: 'Facts',
		blocks: [
			paragraph('What conditions and sentences may name.'),
			table('lllll', ['Name', 'Label', 'Kind', 'From', 'Meaning'], rows),
		],
	};
}

function claimChapter({claims}: Playbook, said: ReadonlyMap<string, readonly Said[]>): HandbookChapter {
	return {
		id: 'claims',
		title: 'Statements of the sources',
		blocks: [paragraph('Every statement that the playbook has to make, and where it is said.')],
		entries: claims.map((claim) => {
			const places = said.get(claim.id) ?? [];
			const where: Inline[] =
				places.length > 0
					? links(
							places.map(({target}) => target),
							places.map(({title}) => title),
						)
					: [{kind: 'text', text: 'nowhere yet'}];
			return {
				id: `claims/${claim.id}`,
				title: claim.id,
				blocks: [
					paragraph({kind: 'text', text: claim.says}),
					{kind: 'paragraph', text: [strong('Said in: '), ...where]},
				],
			};
		}),
	};
}

function sourceChapter(playbook: Playbook): HandbookChapter {
	const blocks = citedPlaces(playbook).map(({title, source, places}): Block[] => [
		paragraph(
			/^https?:/.test(source)
				? {kind: 'link', text: title, target: source}
				: {kind: 'text', text: title === source ? title : `${title} (${source})`},
			': ',
			...links(
				places.map(({target}) => target),
				places.map(({title: words}) => words),
			),
		),
	]);
	const intro = bullets(['An address leads to the source itself.', 'After the colon are the pages that rest on it.']);
	return {
		id: 'sources',
		title: 'Sources',
		blocks: [intro, heading(2, 'All sources'), {kind: 'list', ordered: false, items: blocks}],
		entries: [],
	};
}
