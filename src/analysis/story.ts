/** The short story of an incident in the user's figures: the headline first, then where the memory goes. */
import {middle, sumOf} from '../model/interval.js';
import {isLogits, type Buffer, type BufferGroup, type MemoryPart} from '../model/analysis.js';
import type {Incident} from '../model/incident.js';
import {printRange, printSize} from '../model/size.js';
import {mayGoOn} from './projections.js';
import {printShare} from './derived.js';
import {paddingIn} from './groups.js';
import {totalOf} from './held.js';
import type {Known} from '../model/known.js';

/** What the sentences are made from. */
export interface Told {
	readonly incident: Incident;
	readonly known: Known;
	readonly buffers: readonly Buffer[];
	readonly groups: readonly BufferGroup[];
	readonly parts: readonly MemoryPart[];
}

/** Sentences, the headline first; never empty. */
export function storyOf(told: Told): readonly string[] {
	const totals = totalsOf(told);
	return [
		headline(told),
		...(totals === undefined ? [] : [totals]),
		...padded(told),
		...groupSentences(told),
		...besides(told),
	];
}

function headline(told: Told): string {
	const {incident, known} = told;
	if (incident.code === 'E0200') return haltHeadline(known);
	if (known.has('request.size')) return requestHeadline(told);
	if (known.has('expected.bytes') || known.has('expected.shape')) return mismatchHeadline(known, isCut(incident));
	const bare = BARE[incident.code];
	if (bare !== undefined && !known.has('expected.property') && !known.has('got.property')) return bare;
	const {tc, sc} = {tc: known.text('tc.used'), sc: known.text('sc.used')};
	const limit = capacityWords(told);
	if (tc !== undefined && sc !== undefined) {
		const sum = known.text('hbm.used') ?? '';
		return `TensorCore needs ${tc} and SparseCore ${sc}: together ${sum}${limit === '' ? '' : `, more than ${limit}`}.`;
	}
	if (incident.space !== undefined && incident.space !== 'hbm') return otherSpace(incident.space, known);
	const used = known.text('hbm.used');
	const over = known.text('hbm.over');
	const share = known.text('over.share');
	const lack =
		over === undefined
			? `, more than ${limit}`
			: `, ${over}${share === undefined ? '' : ` (${share})`} more than ${limit}`;
	if (used !== undefined)
		return limit === '' ? `The program needs ${used}, more than the chip has.` : `The program needs ${used}${lack}.`;
	if (over !== undefined) return `The program needs ${over} more than the chip has.`;
	const largest = known.text('largest.size');
	return largest === undefined
		? 'The program does not fit. The message gives no figures.'
		: `The program does not fit. The largest buffer in the list takes ${largest}.`;
}

/** A core that halted: in which kernel or instruction, and why. */
function haltHeadline(known: Known): string {
	const [kernel, instruction, reason] = [
		known.text('kernel.name'),
		known.text('halt.instruction'),
		known.text('halt.reason'),
	];
	const where =
		kernel === undefined ? (instruction === undefined ? '' : ` in ${instruction}`) : ` in the kernel ${kernel}`;
	return `A TPU core halted${where}${reason === undefined ? '. The message gives no reason.' : `: ${/[.!?…]$/.test(reason) ? reason : `${reason}.`}`}`;
}

/** Run-time failures whose message has no figures. */
const BARE: Readonly<Record<string, string>> = {
	E0100: 'A buffer did not fit into HBM. The message gives no figures.',
	E0101: 'A program could not be loaded into HBM. The message gives no figures.',
	E0102: 'A buffer differs from what the program expects. The message gives no figures.',
};

/** Other memories have facts under their own names: `vmem.used`. */
function otherSpace(space: string, known: Known): string {
	const shown = (name: string) => (known.has(name) ? inUnits(name, known) : undefined);
	const [used, capacity, over] = [shown(`${space}.used`), shown(`${space}.capacity`), shown(`${space}.over`)];
	const name = known.text('kernel.name');
	const who = name === undefined ? 'The program' : `The kernel ${name}`;
	if (used === undefined) return `${who} does not fit into ${space} (not HBM).`;
	const limit = capacity === undefined ? '' : `; its limit is ${capacity}`;
	return `${who} needs ${used} of ${space} (not HBM)${limit}${over === undefined ? '' : `, ${over} too little`}.`;
}

/** What the compiler or the allocator reported beside the failure. */
function besides({incident, known}: Told): readonly string[] {
	const [target, reached] = [known.text('remat.target'), known.text('remat.reached')];
	if (incident.code === 'E1000' && target !== undefined && reached !== undefined) {
		const before = known.text('remat.before');
		return before === reached
			? [`The compiler tried to recompute arrays but could not reduce its ${reached}; its target was ${target}.`]
			: [`The compiler already recomputed what it could: it reached ${reached}, and its target was ${target}.`];
	}
	if (!['E0100', 'E0101'].includes(incident.code)) return [];
	return [...allocatorWords(known), ...compiledWords(known)];
}

/** What `memory_stats()` printed last. */
function allocatorWords(known: Known): readonly string[] {
	if (!known.has('allocator.in_use')) return [];
	const limit = known.has('allocator.limit') ? ` of ${inUnits('allocator.limit', known)}` : '';
	const largest = known.has('allocator.largest_free')
		? `; the largest free block was ${inUnits('allocator.largest_free', known)}`
		: '';
	return [
		`Before the failure, the allocator last reported ${inUnits('allocator.in_use', known)} in use${limit}${largest}.`,
	];
}

/** What `memory_analysis()` of a compiled program printed last. */
function compiledWords(known: Known): readonly string[] {
	const parts = ['arguments', 'output', 'alias', 'temp'].map((part) => `compiled.${part}`);
	if (!parts.every((part) => known.has(part))) return [];
	const [args = '', output = '', alias = '', temp = ''] = parts.map((part) => inUnits(part, known));
	return [
		`The last memory_analysis() in the log: arguments ${args}, temporaries ${temp}, outputs ${output}, of which ${alias} share arguments.`,
	];
}

/** `the 31.25G of the chip (probably v6e)`. */
function capacityWords({known, incident}: Told): string {
	const capacity = known.text('hbm.capacity');
	if (capacity === undefined) return '';
	const chip = known.text('chip.id');
	if (chip === undefined) return `the ${capacity} of the chip`;
	// A dump names the chip; else it is inferred from the capacity.
	const isRead = incident.facts.some(({name}) => name === 'chip.id');
	return `the ${capacity} of ${isRead ? chip : `the chip (probably ${chip})`}`;
}

function requestHeadline({incident, known}: Told): string {
	const size = inUnits('request.size', known);
	if (incident.code === 'E1000') {
		const limit = known.has('hbm.capacity')
			? `; the chip has ${inUnits('hbm.capacity', known)}`
			: ', more than the chip has';
		return `One buffer alone needs ${size}${limit}.`;
	}
	const program = known.text('program.name');
	const what =
		incident.code === 'E0101'
			? `Loading ${program ?? 'a program'} requested ${size}`
			: `A buffer of ${size} was requested`;
	const free = known.has('request.free') ? inUnits('request.free', known) : undefined;
	const stretchName = known.has('request.contiguous') ? 'request.contiguous' : 'request.reservable';
	const stretch = known.has(stretchName) ? inUnits(stretchName, known) : undefined;
	if (free === undefined) return `${what}, which was not available.`;
	if (known.text('allocation.cause') === 'fragmentation') {
		return `${what}; ${free} was free, but ${stretch === undefined ? 'not in one piece' : `at most ${stretch} of it ${known.has('request.contiguous') ? 'in one piece' : 'could be reserved'}`}.`;
	}
	// What the request lacks is not what the program lacks: the next request may fail too.
	const short = known.range('request.short');
	return `${what}; ${free} was free.${short === undefined ? '' : ` At least ${printSize(middle(short))} more must be free.`}`;
}

function isCut(incident: Incident): boolean {
	return incident.hints.some(({kind}) => kind === 'cut_inside');
}

function mismatchHeadline(known: Known, cut: boolean): string {
	const [expected, got] = [known.text('expected.bytes'), known.text('got.bytes')];
	const index = known.text('parameter.index');
	const parameter = index === undefined ? 'A parameter' : `Parameter ${index}`;
	const program = known.text('program.name');
	const of = program === undefined ? '' : ` of ${program}`;
	if (!known.has('got.bytes') && !known.has('got.shape')) {
		const what = [expected === undefined ? '' : `${expected} bytes`, known.text('expected.shape') ?? ''];
		return `${parameter}${of} should have ${what.filter((one) => one !== '').join(', ')}. ${cut ? 'The message is cut off before it says what was passed' : 'The message does not say what was passed'}.`;
	}
	const sizes =
		expected === undefined || got === undefined
			? 'does not have the size that the program was compiled for'
			: `should have ${expected} bytes but has ${got}`;
	const factor = known.text('mismatch.factor');
	const dimension = known.text('mismatch.dimension');
	const why = dimension === undefined ? '' : `: ${dimension}`;
	return `${parameter}${of} ${sizes}${factor === undefined || factor === '1' ? '' : ` (factor ${factor})`}${why}.`;
}

/** `Arguments 5.72G (16 % of the need), temporaries 29.16G (84 %).`; undefined where the memory is not divided. */
export function totalsOf({known, parts}: Pick<Told, 'known' | 'parts'>): string | undefined {
	if (parts.length < 2 || known.has('request.size') || known.has('tc.used')) return undefined;
	const all = middle(known.range('hbm.used') ?? sumOf(parts.map((part) => part.bytes)));
	const notable = parts.filter((part) => middle(part.bytes) >= all * 0.0005);
	if (notable.length === 0) return undefined;
	const words = notable.map((part, index) => {
		const share = middle(part.bytes) / all;
		return `${part.label} ${part.text} (${printShare({low: share, high: share})}${index === 0 ? ' of the need' : ''})`;
	});
	const sentence = `${words.join(', ')}.`;
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Padding gets a sentence from this share of the needed memory. */
const NOTABLE_PADDING = 0.1;

function padded({known, groups}: Told): readonly string[] {
	const [bytes, share] = [known.range('padding.bytes'), known.range('padding.share')];
	const needed = known.range('hbm.used');
	if (!bytes || !share || share.low < NOTABLE_PADDING) return [];
	if (needed && bytes.low < middle(needed) * NOTABLE_PADDING) return [];
	const worst = groups.find((group) => group.buffers.some((buffer) => paddingIn(buffer) !== undefined));
	const [first] = worst?.buffers ?? [];
	const words = first && paddingIn(first);
	const where = worst && words ? `: ${words} in ${worst.shape}` : '';
	return [`Padding takes ${printRange(bytes)} (${printShare(share)} of the list)${where}.`];
}

/** What the rows of groups beside the story do not say: logits that are of several shapes, and a list that ends in the middle of a group. */
function groupSentences({known, buffers, groups}: Told): readonly string[] {
	const needed = middle(known.range('hbm.used') ?? totalOf(groups));
	const notable = groups.filter((group) => middle(group.total) >= needed * 0.05);
	const vocabulary = groups.filter(isLogits);
	const logits = middle(totalOf(vocabulary)) >= needed * 0.05 && vocabulary.length > 1;
	const open = notable.find((group) => !vocabulary.includes(group) && mayGoOn(group, buffers));
	return [
		...(logits ? [vocabularySentence(vocabulary, known)] : []),
		...(open ? [`The list ends in the middle of ${open.shape}: there may be more than the ${open.count} listed.`] : []),
	];
}

function vocabularySentence(groups: readonly BufferGroup[], known: Known): string {
	const count = groups.reduce((sum, group) => sum + group.count, 0);
	const wide = groups.filter((group) => group.element === 'f32').reduce((sum, group) => sum + group.count, 0);
	const bytes = printRange(totalOf(groups));
	const floats = wide === 0 ? '' : wide === count ? ', in f32' : `, ${wide} of them f32`;
	return `Logits take ${bytes} in ${count} ${count === 1 ? 'buffer' : 'buffers'} (…,${known.text('vocabulary.size') ?? ''})${floats}.`;
}

/** A size as printed; plain bytes with their usual unit: `21474836480 bytes (20.00G)`. */
function inUnits(name: string, known: Known): string {
	const text = known.text(name) ?? '';
	const bytes = known.range(name);
	return /^\d+$/.test(text) && bytes ? `${text} bytes (${printSize(bytes.low)})` : text;
}
