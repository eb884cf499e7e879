import type {Change} from '../../model/change.js';
import type {Program, Symbol, Use} from '../../model/program.js';
import {reached, SCORES} from './reach.js';

/** A change as a person asks for it, in terms of one program. */
export interface AskedChange {
	/** As asked: `batch=1/2`. */
	readonly text: string;
	readonly changes: readonly Change[];
	/** What the compiler's answer is like: names a row of the measured responses. */
	readonly response: string;
	/** Bytes that come on top at most: gradients that are summed up over micro-batches, and their inputs. */
	readonly extra?: number;
	/** What it does, in words. */
	readonly words: string;
}

export interface Refused {
	readonly text: string;
	readonly reason: string;
}

/** A change that the dictionary does not have, as pages of remedies name it. */
export type NamedChanges = ReadonlyMap<string, readonly Change[]>;

/** Reads `batch=1/2`, `donate`, `params['w']:1=512` or a remedy's id; a change that cannot apply is refused with the reason. */
export function readChange(text: string, program: Program, named: NamedChanges = new Map()): AskedChange | Refused {
	const usual = REMEDIES[text];
	if (usual !== undefined) return {...readChange(usual, program, named), text};
	const refuse = (reason: string): Refused => ({text, reason});
	const [, name = text, amount] = /^(.+?)=([^=]*)$/.exec(text) ?? [];
	const word = amount === undefined ? WORDS[text] : AMOUNTS[name];
	if (word) return word(text, program, amount ?? '');
	const page = named.get(text);
	if (page) {
		const some = page.some((change) => reached(program, change.reach).size > 0);
		return some
			? {text, changes: page, response: 'extent', words: 'as its page says'}
			: refuse('no array of this program is of the kind that it changes');
	}
	const symbol = symbolNamed(program, name);
	if (amount === undefined)
		return refuse(`no such change; ask for a dimension (batch=1/2) or for ${Object.keys(WORDS).join(', ')}`);
	if (!symbol)
		return refuse(
			`the program has no dimension ${name}; it has ${program.symbols.flatMap(({meaning, id}) => (meaning ? [id] : [])).join(', ')}`,
		);
	const whole = symbol.global ?? symbol.extent;
	const factor = factorOf(amount, whole);
	if (factor === undefined) return refuse(`${amount} is neither a number nor a share such as 1/2`);
	if (factor < 1 && symbol.extent * factor < 1 && symbol.extent <= 1)
		return refuse(`${symbol.id} is 1 on each device already`);
	// A share of a meaning is one of each dimension that is so as surely: the layers of an encoder and of a decoder.
	const alike = program.symbols.filter(({meaning, belief}) => meaning === name && belief === symbol.belief);
	const symbols = /[/x]/.test(amount) && symbol.meaning === name ? alike : [symbol];
	return {
		text,
		changes: symbols.map(({id}) => ({kind: 'substitute', symbol: id, factor})),
		response: 'extent',
		words: symbols.map((one) => scaledWords(one, factor)).join(' and '),
	};
}

function scaledWords({id, extent, global: whole = extent}: Symbol, factor: number): string {
	const to = Math.max(1, Math.round(whole * factor));
	const each = extent === whole ? '' : `, ${Math.max(1, Math.ceil(extent * factor))} on each device`;
	return `${id} from ${whole} to ${to}${each}`;
}

/** A remedy as one would type it, with a number to change: `batch=1/2` of `reduce-batch`. */
export function typedChange(remedy: string): string | undefined {
	return REMEDIES[remedy];
}

export function isRefused(change: AskedChange | Refused): change is Refused {
	return 'reason' in change;
}

/** What a remedy means where no amount is given, by its id. */
const REMEDIES: Readonly<Record<string, string>> = {
	'donate-buffers': 'donate',
	'shard-parameters': 'fsdp',
	'remat-checkpoint': 'remat',
	'reduce-batch': 'batch=1/2',
	'shorten-sequence': 'sequence=1/2',
	microbatch: 'microbatch=2',
	'chunked-loss': 'chunked-loss=8',
	'optimizer-state-bf16': 'optimizer=bf16',
};

type Word = (text: string, program: Program, amount: string) => AskedChange | Refused;

/** Changes without an amount. */
const WORDS: Readonly<Record<string, Word>> = {
	remat(text, program) {
		const saved = reached(program, {uses: ['saved'], places: ['temporary']});
		if (saved.size === 0) return {text, reason: 'nothing that is kept for a backward pass was found'};
		return {
			text,
			changes: [{kind: 'drop', reach: {uses: ['saved'], places: ['temporary']}}],
			response: 'remat',
			words: `${saved.size} arrays kept for the backward pass are recomputed`,
		};
	},
	donate(text, program) {
		const free = program.arguments.filter(({donated, use}) => !donated && use !== 'input');
		const outputs = reached(program, {places: ['output']});
		if (free.length === 0 || outputs.size === 0)
			return {text, reason: 'every argument that is returned is donated already'};
		return {
			text,
			changes: [{kind: 'alias', reach: {places: ['output']}}],
			response: 'alias',
			words: 'outputs take the memory of the arguments that they replace',
		};
	},
	fsdp(text, program) {
		const devices = program.devices ?? 1;
		const held = program.arguments.filter(
			({use, replicated}) => replicated && (use === 'parameter' || use === 'state'),
		);
		if (devices === 1) return {text, reason: 'the program runs on one device'};
		if (held.length === 0) return {text, reason: 'no parameter or optimizer state is replicated'};
		return {
			text,
			changes: [{kind: 'divide', reach: {places: ['argument', 'output'], uses: ['parameter', 'state']}}],
			response: 'divide',
			words: `parameters and optimizer state divided over ${devices} devices`,
		};
	},
	'attention-blockwise'(text, program) {
		const reach = {places: ['temporary' as const], carries: SCORES};
		if (reached(program, reach).size === 0) return {text, reason: 'no attention scores were found'};
		return {
			text,
			changes: [{kind: 'drop', reach}],
			response: 'drop',
			words: 'attention scores are worked through in blocks',
		};
	},
};

/** Changes with an amount: `microbatch=2`. */
const AMOUNTS: Readonly<Record<string, Word>> = {
	microbatch(text, program, amount) {
		const pieces = Number(amount);
		const batch = program.symbols.find(({meaning}) => meaning === 'batch');
		if (!Number.isInteger(pieces) || pieces < 2)
			return {text, reason: 'the number of micro-batches is a whole number from 2'};
		if (!batch) return {text, reason: 'no batch dimension was found'};
		if (batch.extent < pieces) return {text, reason: `the batch on each device is ${batch.extent}`};
		const reach = {places: ['temporary' as const]};
		const bytes = (use: Use): number =>
			[...reached(program, {places: ['argument'], uses: [use]})].reduce(
				(sum, term) => sum + term.bytes.high * (term.type === 'bf16' ? 2 : 1),
				0,
			);
		return {
			text,
			changes: [{kind: 'substitute', symbol: batch.id, factor: 1 / pieces, reach}],
			response: 'extent',
			// Gradients are summed up beside the parameters, and the inputs are put into another order.
			extra: bytes('parameter') + bytes('input'),
			words: `${pieces} micro-batches, with gradients summed up`,
		};
	},
	optimizer(text, program, amount) {
		const reach = {uses: ['state' as const], types: ['f32']};
		if (reached(program, reach).size === 0) return {text, reason: 'no optimizer state in f32 was found'};
		return {
			text,
			changes: [{kind: 'retype', to: amount, reach}],
			response: 'retype',
			words: `optimizer state in ${amount}`,
		};
	},
	'chunked-loss'(text, program, amount) {
		const pieces = Number(amount);
		const vocabulary = program.symbols.find(({meaning}) => meaning === 'vocabulary');
		const reach = {uses: ['logits' as const], places: ['temporary' as const]};
		if (!Number.isInteger(pieces) || pieces < 2) return {text, reason: 'the number of chunks is a whole number from 2'};
		if (!vocabulary || reached(program, reach).size === 0) return {text, reason: 'no logits were found'};
		return {
			text,
			changes: [{kind: 'chunk', symbol: vocabulary.id, pieces, reach}],
			response: 'chunk',
			words: `logits in ${pieces} chunks`,
		};
	},
};

/** A symbol by its id, by its meaning, or by a dimension of an argument: `params['w']:1`. */
function symbolNamed(program: Program, name: string): Symbol | undefined {
	const direct = program.symbols.find(({id}) => id === name) ?? program.symbols.find(({meaning}) => meaning === name);
	if (direct) return direct;
	const [, argument, dim] = /^(.+):(\d+)$/.exec(name) ?? [];
	const term = program.terms.find((one) => one.place === 'argument' && one.name === argument);
	const id = term?.dims[Number(dim)]?.symbols[0];
	return program.symbols.find((symbol) => symbol.id === id);
}

/** `1/2`, `0.5x` and `x2` are shares; a whole number is the new extent in the whole program. */
function factorOf(amount: string, whole: number): number | undefined {
	const [, top, bottom] = /^(\d+)\/(\d+)$/.exec(amount) ?? [];
	if (top !== undefined) return Number(bottom) > 0 && Number(top) > 0 ? Number(top) / Number(bottom) : undefined;
	const times = /^(?:x([\d.]+)|([\d.]+)x)$/.exec(amount);
	const share = times ? Number(times[1] ?? times[2]) : Number(amount) / whole;
	return Number.isFinite(share) && share > 0 ? share : undefined;
}
