import type {
	Account,
	BufferChange,
	ComparedBuffers,
	ComparedFigure,
	Comparison,
	Factor,
	FactorKind,
	StepOutcome,
} from '../model/comparison.js';
import type {Block, Document} from '../model/document.js';
import type {FactDeclaration} from '../model/fact.js';
import {parseSize, printSize} from '../model/size.js';
import {bullets, heading, paragraph, strong, table} from './blocks.js';

/** What the document needs beside the comparison. */
export interface ComparisonContext {
	readonly before: string;
	readonly after: string;
	readonly facts: readonly FactDeclaration[];
	readonly outcome?: StepOutcome;
}

/** Rows of the table of buffers: the rest is in the JSON. */
const MOST_BUFFERS = 12;

/** Two failures side by side: what changed, which factors explain it, and with what evidence. */
export function comparisonDocument(comparison: Comparison, context: ComparisonContext): Document {
	const {factors, buffers, missing, account, unlike} = comparison;
	const blocks: Block[] = [
		{
			kind: 'list',
			ordered: false,
			items: [
				[paragraph(strong('Before: '), {kind: 'text', text: context.before})],
				[paragraph(strong('After: '), {kind: 'text', text: context.after})],
			],
		},
		heading(2, 'What explains it'),
		...verdictBlocks(comparison),
		...factors.flatMap((factor, index) => factorBlocks(factor, index, unlike)),
	];
	if (context.outcome) blocks.push(heading(2, 'What the plan brought'), paragraph(context.outcome.verdict));
	blocks.push(...figureBlocks(comparison, context.facts));
	if (buffers.length > 0 && !unlike) {
		blocks.push(
			heading(2, 'Buffers'),
			table('llr', ['', 'Buffers', 'Bytes'], buffers.slice(0, MOST_BUFFERS).map(bufferRow)),
		);
		if (buffers.length > MOST_BUFFERS)
			blocks.push(paragraph(`${buffers.length - MOST_BUFFERS} smaller changes are in the JSON (\`--format json\`).`));
		if (account) blocks.push(paragraph(accountText(account)));
	}
	if (missing.length > 0 && !unlike) blocks.push(paragraph(strong('Not told: '), `${missing.join('; ')}.`));
	return {title: 'What changed between two failures', blocks};
}

/** What is said before the factors, or in their place. */
function verdictBlocks({factors, same, unlike}: Comparison): readonly Block[] {
	if (same)
		return [
			paragraph('Nothing differs: the figures, the buffers and the flags that are told are the same on both sides.'),
		];
	if (unlike)
		return [
			paragraph('The two do not look like one program that changed, so no change of it is named. What is known:'),
		];
	if (factors.length === 0)
		return [paragraph('No change stands out: the need differs by less than 0.1 %. The tables show the rest.')];
	return [];
}

/** Figures that differ, those that anchor them, and how many are the same. */
function figureBlocks({figures, same}: Comparison, facts: readonly FactDeclaration[]): readonly Block[] {
	const declared = new Map(facts.map((fact) => [fact.name, fact]));
	const shown = figures.filter(({fact, before, after}) => before !== after || ANCHORS.has(fact));
	const equal = figures.length - shown.length;
	const rows = shown.map((figure) => {
		const {fact} = figure;
		const label = declared.get(fact)?.label ?? `\`${fact}\``;
		const guess = GUESSES.has(fact) ? ' (guessed)' : '';
		const [before, after] = cells(figure, declared.get(fact)?.kind === 'size');
		return [`${label}${guess}`, before, after];
	});
	const others =
		equal === 1 ? '1 more figure is the same on both sides.' : `${equal} more figures are the same on both sides.`;
	return [
		heading(2, 'Figures'),
		table('lrr', ['', 'Before', 'After'], rows),
		...(equal > 0 && !same ? [paragraph(others)] : []),
	];
}

/** Shown even where they are the same: what the others are read against. */
const ANCHORS: ReadonlySet<string> = new Set([
	'code',
	'hbm.used',
	'hbm.capacity',
	'request.size',
	'vmem.used',
	'smem.used',
]);

const GUESSES: ReadonlySet<string> = new Set(['batch.size', 'sequence.length', 'vocabulary.size', 'layers.count']);

/** Both sides in one notation: sizes as XLA's headline prints them, and shapes without layouts where those agree. */
function cells({before, after}: ComparedFigure, isSize: boolean): readonly [string, string] {
	const [a, b] = [before, after].map((text) => (text !== undefined && isSize ? sizeCell(text) : (text ?? '–')));
	const [bareA, bareB] = [a, b].map((text) => text?.replace(/\{[^{}]*\}$/, '') ?? '–');
	return bareA === bareB && a !== b ? [a ?? '–', b ?? '–'] : [bareA ?? '–', bareB ?? '–'];
}

/** `16.00GiB` and `17179869184` as `16.00G`. */
function sizeCell(text: string): string {
	const size = /^\d+$|iB$/.test(text) ? parseSize(text) : undefined;
	return size ? printSize((size.bytes.low + size.bytes.high) / 2) : text;
}

/** How much of the change in the headline the table explains. */
function accountText({headline, matched, appeared, gone}: Account): string {
	const all = matched + appeared + gone;
	const parts = [
		`${signedText(matched)} in buffers that both hold`,
		...(appeared > 0 ? [`${signedText(appeared)} in new ones`] : []),
		...(gone < 0 ? [`${signedText(gone)} in those that are gone`] : []),
	].join(', ');
	if (headline === undefined) return `Together the buffers changed by ${signedText(all)}: ${parts}.`;
	if (Math.abs(headline) < 1)
		return `The headline did not change; the buffers changed by ${signedText(all)}: ${parts}.`;
	const share = Math.round((100 * all) / headline);
	const rest = headline - all;
	// More than the headline: in the lists each buffer counts, in the headline those that take turns in one place count once.
	const why =
		Math.abs(all) > Math.abs(headline) && share > 0
			? ' Buffers that take turns in the same memory count once in the headline and each in the lists.'
			: ` The rest, ${signedText(rest)}, is in what the lists do not show: smaller buffers, fragmentation, the program's code.`;
	const left = Math.abs(rest) > 0.1 * Math.abs(headline) ? why : '';
	return `The headline changed by ${signedText(headline)}; these lists account for ${signedText(all)} (${share} %): ${parts}.${left}`;
}

const NAMES: Readonly<Record<FactorKind, string>> = {
	batch: 'Batch',
	sequence: 'Sequence',
	element_type: 'Element type',
	sharding: 'Sharding',
	remat: 'Rematerialization',
	chip: 'Chip',
	vocabulary: 'Vocabulary',
	layers: 'Layers',
	width: 'Width',
	padding: 'Padding',
	donation: 'Donation',
	debug_print: 'Debug print',
	flags: 'Flags',
	other: 'Other',
};

function factorBlocks({kind, change, because, bytes}: Factor, index: number, unlike: boolean): Block[] {
	if (unlike && kind === 'other') return [bullets(because)];
	const amount =
		bytes === undefined || Math.round(bytes) === 0 || kind === 'other'
			? ''
			: `; the missing memory changes by ${signedText(bytes)}`;
	return [
		paragraph(strong(`${unlike ? '' : `${index + 1}. `}${NAMES[kind]}`), `: ${change}${amount}.`),
		bullets(because),
	];
}

const CHANGES: Readonly<Record<BufferChange['change'], string>> = {
	scaled: 'other extents',
	retyped: 'other type',
	reshaped: 'reshaped',
	recounted: 'other number',
	appeared: 'appeared',
	gone: 'gone',
};

function bufferRow({change, before, after}: BufferChange): string[] {
	const both = before && after;
	const shapes =
		both && before.shape === after.shape
			? `${before.count === after.count ? '' : `${before.count} → `}${after.count} × \`${after.shape}\``
			: [before, after].flatMap((side) => (side ? [buffersText(side)] : [])).join(' → ');
	const name = both && change === 'recounted' && before.count === after.count ? 'padded otherwise' : CHANGES[change];
	return [name, shapes, `${sizeText(before)} → ${sizeText(after)}`];
}

function buffersText({shape, count}: ComparedBuffers): string {
	return count === 1 ? `\`${shape}\`` : `${count} × \`${shape}\``;
}

function sizeText(buffers: ComparedBuffers | undefined): string {
	return buffers ? printSize(buffers.bytes) : '0B';
}

function signedText(bytes: number): string {
	if (Math.round(bytes) === 0) return '±0B';
	return `${bytes > 0 ? '+' : '−'}${printSize(Math.abs(Math.round(bytes)))}`;
}
