/** The short story of an incident in the user's figures: the headline first, then where the memory goes. */
import type {BufferGroup, MemoryPart} from '../model/analysis.js';
import type {Incident} from '../model/incident.js';
import {printRange} from '../model/size.js';
import {middle, sumOf} from './buffers.js';
import {holds} from './carried.js';
import {printShare} from './derived.js';
import type {Known} from './known.js';

/** What the sentences are made from. */
export interface Told {
	readonly incident: Incident;
	readonly known: Known;
	readonly groups: readonly BufferGroup[];
	readonly parts: readonly MemoryPart[];
}

/** Sentences, the headline first; never empty. */
export function storyOf(told: Told): readonly string[] {
	return [headline(told), ...divided(told), ...groupSentences(told)];
}

function headline(told: Told): string {
	const {incident, known} = told;
	if (known.has('request.size')) return requestHeadline(told);
	if (known.has('expected.bytes') || known.has('expected.shape')) return mismatchHeadline(known);
	const {tc, sc} = {tc: known.text('tc.used'), sc: known.text('sc.used')};
	const limit = capacityWords(told);
	if (tc !== undefined && sc !== undefined) {
		const sum = known.text('hbm.used') ?? '';
		return `TensorCore needs ${tc} and SparseCore ${sc}: together ${sum}${limit === '' ? '' : `, more than ${limit}`}.`;
	}
	const used = known.text('hbm.used');
	const over = known.text('hbm.over');
	const share = known.text('over.share');
	const lack = over === undefined ? '' : ` lacks ${over}${share === undefined ? '' : ` (${share})`}`;
	const memory =
		incident.space === undefined || incident.space === 'hbm' ? 'The program' : `In ${incident.space} the program`;
	if (used !== undefined && limit !== '')
		return `${memory} needs ${used}; ${limit}${lack === '' ? ' is not enough' : lack}.`;
	if (used !== undefined) return `${memory} needs ${used}, more than there is.`;
	if (over !== undefined) return `${memory} needs ${over} more than there is.`;
	const largest = known.text('largest.size');
	if (largest !== undefined) return `${memory} does not fit; the largest buffer listed has ${largest}.`;
	return incident.space === undefined || incident.space === 'hbm'
		? 'The program does not fit; the message gives no figures.'
		: `The program does not fit into ${incident.space}; the message gives no figures.`;
}

/** `the chip (31.25G usable: likely TPU v6e)`. */
function capacityWords({incident, known}: Told): string {
	const capacity = known.text('hbm.capacity');
	if (capacity === undefined) return '';
	if (incident.space !== undefined && incident.space !== 'hbm') return `${incident.space} (${capacity})`;
	const chip = known.text('chip.id');
	return chip === undefined ? `the chip (${capacity} usable)` : `the chip (${capacity} usable: likely ${chip})`;
}

function requestHeadline({incident, known}: Told): string {
	const size = known.text('request.size') ?? '';
	const program = known.text('program.name');
	const what =
		incident.code === 'E0101'
			? `Loading ${program ?? 'a program'} asked for ${size}`
			: `A buffer of ${size} was asked for`;
	const free = known.text('request.free');
	const short = known.text('request.short');
	const stretch = known.text('request.contiguous') ?? known.text('request.reservable');
	if (free === undefined) return `${what}, which could not be had.`;
	if (known.text('allocation.cause') === 'fragmentation') {
		return `${what}; ${free} was free, but no stretch larger than ${stretch ?? 'that'}.`;
	}
	return `${what}; ${free} was free${short === undefined ? '' : `, ${short} too little`}.`;
}

function mismatchHeadline(known: Known): string {
	const [expected, got] = [known.text('expected.bytes'), known.text('got.bytes')];
	const index = known.text('parameter.index');
	const parameter = index === undefined ? 'A parameter' : `Parameter ${index}`;
	const program = known.text('program.name');
	const of = program === undefined ? '' : ` of ${program}`;
	const sizes =
		expected === undefined || got === undefined
			? 'has another size than the program was compiled for'
			: `should have ${expected} bytes and has ${got}`;
	const factor = known.text('mismatch.factor');
	const dimension = known.text('mismatch.dimension');
	const why = dimension === undefined ? '' : `: ${dimension}`;
	return `${parameter}${of} ${sizes}${factor === undefined || factor === '1' ? '' : ` (factor ${factor})`}${why}.`;
}

/** `arguments 5.72G (16 %), temporaries 29.16G (84 %).` */
function divided({known, parts}: Told): readonly string[] {
	if (parts.length < 2 || known.has('request.size') || known.has('tc.used')) return [];
	const all = middle(sumOf(parts.map((part) => part.bytes)));
	const words = parts.map((part) => {
		const share = middle(part.bytes) / all;
		return `${part.label} ${part.text} (${printShare({low: share, high: share})})`;
	});
	const sentence = `${words.join(', ')}.`;
	return [sentence.charAt(0).toUpperCase() + sentence.slice(1)];
}

/** A sentence for each of the heaviest kinds of buffers. */
const MOST_SENTENCES = 3;

function groupSentences({known, groups}: Told): readonly string[] {
	const needed = middle(known.range('hbm.used') ?? sumOf(groups.map((group) => group.total)));
	const vocabulary = groups.filter((group) => holds(group, 'vocabulary') && group.place === 'temp');
	const sentences =
		vocabulary.length > 0 ? [{weight: weightOf(vocabulary), text: vocabularySentence(vocabulary, known)}] : [];
	for (const group of groups.filter((one) => !vocabulary.includes(one))) {
		sentences.push({weight: weightOf([group]), text: groupSentence(group)});
	}
	return sentences
		.filter((sentence) => sentence.weight >= needed * 0.05)
		.toSorted((a, b) => b.weight - a.weight)
		.slice(0, MOST_SENTENCES)
		.map((sentence) => sentence.text);
}

function weightOf(groups: readonly BufferGroup[]): number {
	return middle(sumOf(groups.map((group) => group.total)));
}

function vocabularySentence(groups: readonly BufferGroup[], known: Known): string {
	const count = groups.reduce((sum, group) => sum + group.count, 0);
	const wide = groups.filter((group) => group.element === 'f32').reduce((sum, group) => sum + group.count, 0);
	const bytes = printRange(sumOf(groups.map((group) => group.total)));
	const floats = wide === 0 ? '' : wide === count ? ', in f32' : `, ${wide} of them f32`;
	return `${bytes} in ${count} ${count === 1 ? 'buffer' : 'buffers'} shaped by the vocabulary (…,${known.text('vocabulary.size') ?? ''})${floats}.`;
}

function groupSentence(group: BufferGroup): string {
	const each = group.buffers[0]?.text ?? printRange(group.each);
	const what = group.what === '' ? '' : `: ${group.what}`;
	if (group.count === 1) return `${each} in one buffer ${group.shape}${what}.`;
	return `${group.text} in ${group.count} × ${each} ${group.shape}${what}.`;
}
