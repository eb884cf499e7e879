import type {BufferChange, ComparedBuffers, Comparison, Factor, FactorKind, StepOutcome} from '../model/comparison.js';
import type {Block, Document} from '../model/document.js';
import type {FactDeclaration} from '../model/fact.js';
import {printSize} from '../model/size.js';
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
	const {factors, figures, buffers, missing} = comparison;
	const labels = new Map(context.facts.map((fact) => [fact.name, fact.label]));
	const blocks: Block[] = [
		paragraph(strong('Before: '), {kind: 'text', text: context.before}),
		paragraph(strong('After: '), {kind: 'text', text: context.after}),
		heading(2, 'What explains it'),
		...factors.flatMap((factor, index) => factorBlocks(factor, index)),
	];
	if (factors.length === 0) blocks.push(paragraph('The two failures do not differ in what the evidence tells.'));
	if (context.outcome) blocks.push(heading(2, 'What the plan brought'), paragraph(context.outcome.verdict));
	blocks.push(
		heading(2, 'Figures'),
		table(
			'lrr',
			['', 'Before', 'After'],
			figures.map(({fact, before, after}) => [labels.get(fact) ?? `\`${fact}\``, cell(before), cell(after)]),
		),
	);
	if (buffers.length > 0) {
		blocks.push(
			heading(2, 'Buffers'),
			table('llr', ['', 'Buffers', 'Bytes'], buffers.slice(0, MOST_BUFFERS).map(bufferRow)),
		);
		if (buffers.length > MOST_BUFFERS)
			blocks.push(paragraph(`${buffers.length - MOST_BUFFERS} smaller changes are in the JSON (\`--format json\`).`));
	}
	if (missing.length > 0) blocks.push(paragraph(strong('Not told: '), `${missing.join('; ')}.`));
	return {title: 'What changed between two failures', blocks};
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
	other: 'Not explained',
};

function factorBlocks({kind, change, because, bytes}: Factor, index: number): Block[] {
	const amount =
		bytes === undefined || Math.round(bytes) === 0 ? '' : `; what is lacking changes by ${signedText(bytes)}`;
	return [paragraph(strong(`${index + 1}. ${NAMES[kind]}`), `: ${change}${amount}.`), bullets(because)];
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
			? `${before.count} → ${after.count} × \`${after.shape}\``
			: [before, after].flatMap((side) => (side ? [buffersText(side)] : [])).join(' → ');
	return [CHANGES[change], shapes, `${sizeText(before)} → ${sizeText(after)}`];
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

function cell(text: string | undefined): string {
	return text ?? '–';
}
