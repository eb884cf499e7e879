/** What the program's arrays are for, and what it holds that it need not. The same for a dump and for a list. */
import {carries, type BufferGroup} from '../model/analysis.js';
import type {Fact} from '../model/fact.js';
import {atLeastZero, middle, point, subtract, sumOf} from '../model/interval.js';
import {WEIGHTS, type Use} from '../model/program.js';
import {printSize} from '../model/size.js';
import {covers} from '../program/list/buffers.js';
import {slotBytes} from '../program/list/slots.js';
import {useByName} from '../program/names.js';
import type {Known} from '../model/known.js';
import {product} from '../program/numbers.js';
import {sizeFact, textFact, truthFact} from './derived.js';
import {resultFacts} from './results.js';
import {donationFacts} from './returned.js';
import {outsideOf, totalOf, type Held} from './held.js';
import {extentOf, listsOf} from './projections.js';

/** All facts about uses; each absent where nothing shows it. */
export function useFacts(held: Held): readonly Fact[] {
	return [
		...oneHotFacts(held),
		...debugFacts(held),
		...replicatedFacts(held),
		...cacheFacts(held),
		...batchFacts(held),
		...parameterFacts(held),
		...donationFacts(held),
		...resultFacts(held),
		...widenedFacts(held),
		...narrowedFacts(held),
		...pairingFacts(held),
	];
}

function weight(groups: readonly BufferGroup[]): number {
	return middle(totalOf(groups));
}

function from(groups: readonly BufferGroup[]): readonly string[] {
	return listsOf(groups.flatMap(({buffers}) => buffers));
}

function isUsed(...uses: readonly Use[]): (group: BufferGroup) => boolean {
	return ({use}) => uses.includes(use);
}

/** `onehot.bytes` and `onehot.words`: rows that a one-hot operation makes; indices carry the same in a fraction of the memory. */
function oneHotFacts({buffers}: Held): readonly Fact[] {
	const rows = buffers.filter(({op, label}) => useByName(op, label) === 'one-hot');
	const [largest] = rows;
	if (!largest) return [];
	const name = useByName(largest.op) ? (largest.op ?? '') : 'one_hot';
	const words = `line ${largest.line}, "${name.length > 60 ? `… ${name.slice(-60)}` : name}"`;
	const ground = {rule: 'buffers made by a one-hot operation', from: listsOf(rows), note: `Operation in ${words}.`};
	return [
		sizeFact('onehot.bytes', sumOf(rows.map(({bytes}) => bytes)), ground),
		textFact('onehot.words', words, ground),
	];
}

/** `debug.suspected` and `debug.words`: yes with its sign, no where a list shows none, unknown without a list. */
function debugFacts({incident, named, known}: Held): readonly Fact[] {
	const callback = named.find(({op, label}) => useByName(op, label) === 'debug');
	const least = middle(known.range('hbm.capacity') ?? known.range('hbm.used') ?? {low: 0, high: 0}) * 0.02;
	const ordered = incident.slots.find(
		(slot) => slot.shapes.some(({shape}) => shape === 'token[]') && slotBytes(slot).low > least,
	);
	const hint = incident.hints.find(({kind}) => kind === 'debug_callback');
	// TensorFlow estimators put all on device 0, so it is not a sign there.
	const isJax = known.text('job.framework') === 'jax';
	const maximal = isJax ? incident.hints.find(({kind}) => kind === 'maximal_device_sharding') : undefined;
	const rule = 'sign of a callback or debug print';
	const [list, line, words] = callback
		? [listsOf([callback]), callback.line, 'names a callback']
		: ordered
			? [['slots'], ordered.line, 'has a large slot that is shared with tokens, which order callbacks and prints']
			: hint
				? [['hints'], hint.place.line, 'names a callback']
				: [['hints'], maximal?.place.line, 'shows a sharding on one device, as a print of a whole array makes it'];
	if (line !== undefined) {
		const note = `Line ${line} ${words}.`;
		return [
			truthFact('debug.suspected', true, {rule, from: list, note}),
			textFact('debug.words', note, {rule, from: list, note}),
		];
	}
	if (!covers(named, known.range('hbm.used'))) return [];
	const note = 'No listed buffer is tied to a callback or to the tokens that order one.';
	return [truthFact('debug.suspected', false, {rule, from: listsOf(named), note})];
}

/** A smaller share of all listed bytes is not what fills the memory. */
const NOTABLE = 0.04;

/** `replicated.suspected`, `replicated.words` and `replicated.bytes`: arrays that a device holds whole. Shapes alone cannot prove the opposite. */
function replicatedFacts(held: Held): readonly Fact[] {
	const {groups, incident, program} = held;
	const least = weight(groups) * NOTABLE;
	const found = groups.flatMap((group) => {
		const why = middle(group.each) >= least ? whyWhole(group, held) : undefined;
		return why === undefined ? [] : [{group, why}];
	});
	const hint = incident.hints.find(({kind}) => kind === 'full_rematerialization');
	const given = program.arguments.length > 0 ? replicatedArguments(held, found.length > 0) : [];
	if (given.some(({name}) => name === 'replicated.suspected') || (found.length === 0 && !hint)) return given;
	const note = found[0]?.why ?? `Line ${hint?.place.line ?? 0}: the partitioner had to gather a whole array.`;
	const lists = found.length > 0 ? from(groups) : ['hints'];
	const ground = {rule: 'sign of an array that is whole on a device', from: lists, note};
	return [
		...given,
		truthFact('replicated.suspected', true, ground),
		textFact('replicated.words', note, ground),
		...(found.length > 0 ? [sizeFact('replicated.bytes', totalOf(found.map(({group}) => group)), ground)] : []),
	];
}

/** From this extent on, a square is large enough to be divided over devices. */
const LARGE_SIDE = 256;

function whyWhole(group: BufferGroup, {program, groups}: Held): string | undefined {
	const {term, shape, place} = group;
	const {frame} = term;
	if (program.arguments.length > 0) {
		const at = frame ? ` (${frame.file.split('/').at(-1) ?? ''}:${frame.line})` : '';
		if (term.gathered === undefined) return undefined;
		return `${shape}${at} has the examples of all ${term.gathered} devices, and each device needs only its own.`;
	}
	if (term.sharding === '{replicated}') return `The label of ${shape} says sharding={replicated}.`;
	if (place !== 'temp') return undefined;
	if (term.gathered !== undefined)
		return `${shape} is there whole, and also one of ${term.gathered} devices' part of it.`;
	const dims = term.dims.filter(({extent}) => extent > 1);
	const [first, second] = dims;
	const isSide = first && second && first.extent === second.extent && first.extent >= LARGE_SIDE;
	const sequence = extentOf(program, 'sequence');
	const isParameter = groups.some((one) => WEIGHTS.has(one.use) && one.dims.join() === group.dims.join());
	if (!isSide || first.extent === sequence || isParameter) return undefined;
	return `${shape} has the same extent twice and nothing divides it over the chips.`;
}

/** Arguments of one kind: where all are replicated, it is meant so; where most are divided, what is not was forgotten. */
const ALIKE: readonly (readonly Use[])[] = [
	['parameter', 'state'],
	['input', 'cache'],
];

function replicatedArguments({program}: Held, others: boolean): readonly Fact[] {
	const {arguments: args, devices = 1, total} = program;
	if (devices === 1) return [];
	const sum = (some: typeof args): number => some.reduce((bytes, one) => bytes + one.bytes, 0);
	const whole = ALIKE.flatMap((uses) => {
		const alike = args.filter(({use}) => uses.includes(use));
		const replicated = alike.filter((one) => one.replicated);
		const isForgotten = (sum(alike) - sum(replicated)) * devices > sum(replicated);
		return isForgotten && sum(replicated) >= NOTABLE * total.high ? replicated : [];
	}).toSorted((a, b) => b.bytes - a.bytes);
	const [largest] = whole;
	const rule = 'arguments that every device holds whole beside others that are divided';
	const ground = {rule, from: ['live'], note: 'The dump says so of each argument.'};
	const copied = sum(args.filter(({use, replicated}) => replicated && (use === 'parameter' || use === 'state')));
	const copies = {rule: 'parameters and optimizer state that every device holds whole', from: ['live']};
	const weights = [sizeFact('weights.replicated', point(copied), copies)];
	if (!largest) return others ? weights : [truthFact('replicated.suspected', false, ground), ...weights];
	const more = whole.length === 1 ? ' is' : ` and ${whole.length - 1} more arguments are`;
	const words = `${largest.name}${more} replicated on ${devices} devices, while others are divided: ${printSize(sum(whole))} on each.`;
	return [
		truthFact('replicated.suspected', true, {...ground, note: words}),
		textFact('replicated.words', words, ground),
		sizeFact('replicated.bytes', point(sum(whole)), ground),
		...weights,
	];
}

/** A smaller share of all memory is not what halving the cache would free. */
const LEAST_CACHE = 0.1;
/** Of the arguments, a cache is at least so much. */
const MOST_ARGUMENTS = 0.4;
/** Only where most arguments are listed, something is known to be missing among them. */
const LISTED = 0.6;

/** `cache.suspected`: arguments that keep keys and values. The inputs of one attention look like them, but are small beside its scores. */
function cacheFacts({groups, halves}: Held): readonly Fact[] {
	const outside = outsideOf(groups);
	const all = halves ? middle(halves.outside) : weight(outside);
	if (outside.length === 0 || all === 0) return [];
	const caches = outside.filter(isUsed('cache'));
	const bytes = weight(caches);
	const ground = {rule: 'arguments that look like keys and values', from: from(outside)};
	const fills = !halves || bytes >= middle(halves.all) * LEAST_CACHE;
	const count = caches.reduce((sum, group) => sum + group.count, 0);
	if (count >= 2 && bytes >= all * MOST_ARGUMENTS && fills) return [truthFact('cache.suspected', true, ground)];
	const isOther = weight(outside) >= all * LISTED && (bytes < all * 0.1 || !fills);
	return isOther ? [truthFact('cache.suspected', false, ground)] : [];
}

/** `batch.outside`: arguments and outputs with the batch dimension, where they are most of them. */
function batchFacts({groups}: Held): readonly Fact[] {
	const outside = outsideOf(groups);
	const own = outside.filter((group) => carries(group, 'batch'));
	if (2 * weight(own) <= weight(outside)) return [];
	return [sizeFact('batch.outside', totalOf(own), {rule: 'arguments with the batch dimension', from: from(own)})];
}

/** Of parameters and state together, an optimizer's state is at least so much. */
const STATE_SHARE = 1 / 3;

/** `weights.bytes`, `weights.divided` and `optimizer.suspected`. */
function parameterFacts({groups, halves, known, program}: Held): readonly Fact[] {
	const given = groups.filter(({place}) => place === 'argument');
	const weights = given.filter(isUsed('parameter', 'state'));
	const rule = 'arguments that are parameters or optimizer state';
	if (weights.length === 0) {
		// Known only where most of the arguments are listed, and all of them are something else.
		const others = given.every(({use, dims}) => use === 'input' || use === 'cache' || dims.length <= 2);
		const none = halves && given.length > 0 && others && totalOf(given).low >= halves.outside.high * 0.8;
		const note = 'Every argument that is listed is an input or a cache.';
		return none ? [sizeFact('weights.bytes', {low: 0, high: 0}, {rule, from: from(groups), note})] : [];
	}
	const lists = from(weights);
	const divided = program.devices === 1 ? undefined : weights.find(({term}) => term.dims.some(({over}) => over > 1));
	const note = `${divided?.shape ?? ''} is one device's part of a parameter.`;
	const states = weight(weights.filter(isUsed('state')));
	return [
		sizeFact('weights.bytes', totalOf(weights), {rule, from: lists}),
		...(divided
			? [truthFact('weights.divided', true, {rule: 'a parameter is there whole and in parts', from: lists, note})]
			: []),
		...(!divided && isWhole(weights, known)
			? [sizeFact('weights.replicated', totalOf(weights), {rule: 'more than one part of the model', from: lists})]
			: []),
		...(states >= STATE_SHARE * weight(weights)
			? [truthFact('optimizer.suspected', true, {rule: 'arguments as an optimizer keeps them', from: lists})]
			: []),
	];
}

/** Arrays that a training step keeps for a parameter at most: itself, two moments, an average, a gradient. */
const MOST_COPIES = 5;
/** Padding and the batch add less to the state. */
const MARGIN = 1.3;

/** Whether these are more than what the model that the log names leaves on one device of a mesh that divides it. */
function isWhole(weights: readonly BufferGroup[], known: Known): boolean {
	const share = (name: string): number => (known.range(name)?.high ?? Infinity) / (known.range('mesh.parts')?.low ?? 0);
	const elements = weights.reduce((sum, {dims, count}) => sum + product(dims) * count, 0);
	return elements > MOST_COPIES * share('model.parameters') || weight(weights) > MARGIN * share('model.state');
}

/** `widened.bytes`: quantised arrays that are expanded as a whole before they are used. */
function widenedFacts({groups}: Held): readonly Fact[] {
	const wide = groups.filter(isUsed('copy'));
	if (wide.length === 0) return [];
	const rule = 'temporaries with the extents of a narrower argument';
	const note = `${wide.map(({shape}) => shape).join(', ')} among the temporaries: wide copies of arguments in 8 bits or fewer.`;
	return [sizeFact('widened.bytes', totalOf(wide), {rule, from: from(wide), note})];
}

/** Here the 32-bit values of parameters are the optimizer's. */
const TRAINS: ReadonlySet<string> = new Set(['training', 'rl']);

/**
 * `narrowed.bytes`: copies of parameters in fewer bits than these are stored in. `weights.wide`: nothing else needs the wide ones, as an
 * optimizer does. `arguments.unlisted`: arguments and outputs that no list shows.
 */
function narrowedFacts({groups, halves, program, known}: Held): readonly Fact[] {
	const narrow = groups.filter(isUsed('narrowed'));
	const rule = 'temporaries that convert a parameter to 16 bits';
	const note = `${narrow.map(({shape}) => shape).join(', ')}: the label converts a parameter.`;
	const trains = TRAINS.has(known.text('job.workload') ?? '') || groups.some(({pass}) => pass !== 'unknown');
	const ground = {rule, from: from(narrow), note};
	const shown = totalOf(outsideOf(groups));
	const unlisted = halves && groups.length > 0 && program.from === 'list' ? subtract(halves.outside, shown) : undefined;
	const rest = {rule: 'arguments and outputs − those listed', from: from(groups)};
	return [
		...(narrow.length > 0
			? [sizeFact('narrowed.bytes', totalOf(narrow), ground), truthFact('weights.wide', !trains, ground)]
			: []),
		...(unlisted ? [sizeFact('arguments.unlisted', atLeastZero(unlisted), rest)] : []),
	];
}

/** Smaller matrices are not what fills the memory. */
const LEAST_PAIRS = 0.1;

/** `pairing.seen`: a large matrix of the rows of an input against the same rows, as similarities and contrastive losses make it. */
function pairingFacts({groups}: Held): readonly Fact[] {
	const found = groups.find((group) => {
		const [rows, columns, ...more] = group.term.dims.filter(({extent}) => extent > 1);
		const isPair = rows && columns && more.length === 0 && group.place === 'temp' && carries(group, 'rows');
		return isPair && rows.symbols.join() === columns.symbols.join() && weight([group]) >= weight(groups) * LEAST_PAIRS;
	});
	if (!found) return [];
	const note = `${found.shape} holds the rows of an input against the same rows.`;
	return [truthFact('pairing.seen', true, {rule: 'rows of an input against the same rows', from: from([found]), note})];
}
