import type {Change, ChangeForm, ChangeStep, RemedyChange} from '../../model/change.js';
import {foremost, symbolText, type Program, type Symbol, type Use} from '../../model/program.js';
import {printSize} from '../../model/size.js';
import {bytesBySymbol} from '../peak.js';
import {apply} from './apply.js';
import {reached, symbolsOf} from './reach.js';

/** A change as a person asks for it, in terms of one program. */
export interface AskedChange {
	/** As asked: `batch=1/2`. */
	readonly text: string;
	readonly steps: readonly AskedStep[];
	/** Bytes that come on top at most: gradients that are summed up over micro-batches, and their inputs. */
	readonly extra?: number;
	/** What it does, in words. */
	readonly words: string;
}

export interface AskedStep {
	readonly changes: readonly Change[];
	/** What the compiler's answer is like: names rows of the measured responses. */
	readonly regime: string;
}

export interface Refused {
	readonly text: string;
	readonly reason: string;
}

/** What a page says of its change, by the id of the page. */
export interface NamedChange {
	readonly id: string;
	readonly change?: RemedyChange;
}

/** Reads `batch=1/2`, `donate`, `params['w']:1=512` or a remedy's id; a change that cannot apply is refused with the reason. */
export function readChange(
	text: string,
	program: Program,
	pages: readonly NamedChange[] = [],
	holds?: (step: ChangeStep) => boolean,
): AskedChange | Refused {
	const refuse = (reason: string): Refused => ({text, reason});
	const [, name = text, amount] = /^(.+?)=([^=]*)$/.exec(text) ?? [];
	const page = pages.find(({id, change}) => change && (id === name || change.word === name))?.change;
	if (page && (amount === undefined || page.amount !== undefined)) return askedOf(page, program, text, amount, holds);
	const symbol = symbolNamed(program, name);
	if (amount === undefined) {
		const words = pages.flatMap(({id, change}) => (change ? (change.word ?? id) : []));
		return refuse(`no such change; ask for a dimension (batch=1/2) or for ${words.join(', ')}`);
	}
	if (!symbol) {
		const [first, more] = foremost(program.symbols);
		const rest = more.length > 0 ? [`${more.length} more, such as ${more[0]?.id ?? ''}`] : [];
		return refuse(`the program has no dimension ${name}; it has ${[...first.map(({id}) => id), ...rest].join(', ')}`);
	}
	const factor = factorOf(amount, symbol.global ?? symbol.extent);
	if (factor === undefined) return refuse(`${amount} is neither a number nor a share such as 1/2`);
	if (factor < 1 && symbol.extent <= 1) return refuse(`${symbol.id} is 1 on each device already`);
	// A share of a meaning is one of each dimension that is so as surely: the layers of an encoder and of a decoder.
	const named = alike(program, name);
	const symbols = /[/x]/.test(amount) && named.includes(symbol) ? named : [symbol];
	return {
		text,
		steps: [{changes: symbols.map(({id}) => ({kind: 'substitute', symbol: id, factor})), regime: 'extent'}],
		words: `${symbols.map((one) => scaledWords(one, factor)).join(' and ')}${othersWords(program, name, symbols)}`,
	};
}

export function isRefused(change: AskedChange | Refused): change is Refused {
	return 'reason' in change;
}

/**
 * The change of a page, in terms of one program; refused where it changes none of the arrays. Without an amount it is that of the page, or
 * as much of it as the dimension allows. `holds` says which of its steps apply.
 */
export function askedOf(
	page: RemedyChange,
	program: Program,
	text: string,
	amount?: string,
	holds: (step: ChangeStep) => boolean = () => true,
): AskedChange | Refused {
	const n = amount ?? mostOf(page, program);
	if (isCount(page.amount) && !(isCount(n) && Number(n) >= 2))
		return {text, reason: 'the number of parts is a whole number from 2'};
	const steps: AskedStep[] = [];
	let left = program;
	for (const step of page.does.filter(holds)) {
		const changes = changesOf(step, program, n).filter((change) => isFelt(left, change));
		if (changes.length === 0) continue;
		steps.push({changes, regime: step.regime ?? (step.kind === 'substitute' ? 'extent' : step.kind)});
		left = changes.reduce(apply, left);
	}
	const small = page.does.flatMap((step) => ('symbol' in step ? (alike(program, step.symbol)[0] ?? []) : []))[0];
	if (isCount(n) && small && small.extent < Number(n) && small.meaning === 'batch')
		return {text, reason: `the ${small.meaning} on each device is ${small.extent}`};
	if (steps.length === 0) return {text, reason: `${page.missing}${unlistedWords(program)}`};
	const bytes = (use: Use): number =>
		[...reached(program, {places: ['argument'], uses: [use]})].reduce(
			(sum, term) => sum + term.bytes.high * (term.type === 'bf16' ? 2 : 1),
			0,
		);
	const extra = page.adds.reduce((sum, use) => sum + bytes(use), 0);
	return {text, steps, ...(extra > 0 && {extra}), words: page.basis.replace(/\bn\b/g, n)};
}

/** What a list leaves out may hold what was not found. */
function unlistedWords({from, rest, total}: Program): string {
	return from === 'list' && rest.low > total.high * NOTABLE_REST ? `; ${printSize(rest.high)} is not listed` : '';
}

/** A smaller share that is not listed is not worth words. */
const NOTABLE_REST = 0.1;

/** The amount of a page; a dimension that is smaller is split into single parts. */
export function mostOf({amount = '', does}: RemedyChange, program: Program): string {
	if (!isCount(amount)) return amount;
	const extents = does.flatMap((step) =>
		'symbol' in step ? alike(program, step.symbol).map(({extent}) => extent) : [],
	);
	const most = Math.min(Number(amount), ...extents.filter((extent) => extent > 1));
	return String(Math.floor(most));
}

export function isCount(amount: string | undefined): amount is string {
	return amount !== undefined && /^\d+$/.test(amount);
}

function changesOf(step: ChangeForm, program: Program, n: string): readonly Change[] {
	const share = (amount: string): number => factorOf(amount.replace('n', n), 1) ?? 1;
	switch (step.kind) {
		case 'substitute':
			return alike(program, step.symbol).map(({id}) => ({...step, symbol: id, factor: share(step.factor)}));
		case 'chunk':
			return alike(program, step.symbol).map(({id}) => ({...step, symbol: id, pieces: share(step.pieces)}));
		case 'retype':
			return [{...step, to: step.to.replace(/^n$/, n)}];
		case 'divide': {
			const {by, ...rest} = step;
			return [by === undefined ? rest : {...rest, by: share(by)}];
		}
		default:
			return [step];
	}
}

/** Whether anything of a program is another after a change. */
function isFelt(program: Program, change: Change): boolean {
	if (change.kind === 'alias' && program.donatable) return program.donatable.high > 0;
	const {terms} = apply(program, change);
	return (
		terms.length !== program.terms.length ||
		terms.some(
			({bytes, aliasOf}, k) => bytes.high !== program.terms[k]?.bytes.high || aliasOf !== program.terms[k].aliasOf,
		)
	);
}

/** The dimensions of a meaning that are so as surely as the first. */
function alike(program: Program, name: string): readonly Symbol[] {
	const symbols = symbolsOf(program, name);
	return symbols.filter(({belief}) => belief === symbols[0]?.belief);
}

/** Why these dimensions of a meaning and not others, and how to name the others. */
function othersWords(program: Program, name: string, taken: readonly Symbol[]): string {
	const others = symbolsOf(program, name).filter((one) => !taken.includes(one));
	if (others.length === 0) return '';
	const bytes = bytesBySymbol(program);
	const most = (some: readonly Symbol[]): number => Math.max(...some.map(({id}) => bytes.get(id) ?? 0));
	const reason = most(taken) > most(others) ? 'the most bytes have it; ' : '';
	const names = others.slice(0, MOST_NAMED).map(symbolText);
	return ` (${reason}${names.join(', ')}${others.length > MOST_NAMED ? ', …' : ''} can be named too)`;
}

const MOST_NAMED = 3;

function scaledWords({id, extent, global: whole = extent}: Symbol, factor: number): string {
	const to = Math.max(1, Math.round(whole * factor));
	const each = extent === whole ? '' : `, ${Math.max(1, Math.ceil(extent * factor))} on each device`;
	return `${id} from ${whole} to ${to}${each}`;
}

/** A change as one would type it, with a number to change: `batch=1/2` of `reduce-batch`, `microbatch=4`. */
export function typedChange({id, change}: NamedChange): string | undefined {
	if (!change) return undefined;
	const {word = id, amount, does} = change;
	const [step] = does;
	if (amount !== undefined) return `${word}=${amount}`;
	return step.kind === 'substitute' && !step.reach ? `${step.symbol}=${step.factor}` : word;
}

/** A symbol by its id, by its meaning, or by a dimension of an argument: `params['w']:1`. */
function symbolNamed(program: Program, name: string): Symbol | undefined {
	const direct = program.symbols.find(({id}) => id === name) ?? symbolsOf(program, name)[0];
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
	// No extent is below one: 0.5 is a share.
	const number = Number(times ? (times[1] ?? times[2]) : amount);
	const share = times || number < 1 ? number : number / whole;
	return Number.isFinite(share) && share > 0 ? share : undefined;
}
