import {words, type Block, type Inline} from '../model/document.js';
import type {KnobAdvice, KnobNames} from '../model/diagnosis.js';
import type {Framework} from '../model/framework.js';
import {FORWARD_WORK, type Job} from '../model/job.js';
import type {Remedy} from '../model/remedy.js';
import {isCall, knobText} from '../model/knob-text.js';
import {knobOf, type KnobSaid, type Missing} from './knob.js';
import {usualNames} from './usual-names.js';
import {hasStandIn, inUsersWords} from './users-words.js';

/** A remedy in the terms of the job: its page with the user's own commands, and the setting that carries it out. */
export interface OwnTerms {
	readonly remedy: Remedy;
	readonly said?: KnobSaid;
	/** The setting by its usual names, where the job names no framework. */
	readonly names: readonly KnobNames[];
}

/** Frameworks whose users write Python against JAX itself: the snippets of the pages are theirs. */
const PLAIN: ReadonlySet<string> = new Set(['jax', 'any']);

/** Code that only means something to those who write JAX. */
const OF_JAX = /\b(?:jax|jnp|lax|optax|flax|pltpu|topologies|PartitionSpec)\b|\bP\(/;

/** Puts a remedy into the terms of the job. Without a job it only gets the usual names of its setting. */
export function inOwnTerms(
	remedy: Remedy,
	job: Job | undefined,
	frameworks: readonly Framework[],
	missing?: Missing,
	kernel?: string,
): OwnTerms {
	if (!job) return made(remedy, job, frameworks, missing, kernel);
	let known = KNOWN.get(job);
	if (!known) KNOWN.set(job, (known = new WeakMap()));
	let terms = known.get(remedy);
	if (!terms) known.set(remedy, (terms = new Map<string, KnownTerms>()));
	const key = `${missing?.bytes ?? ''} ${missing?.capacity ?? ''} ${missing?.cut ?? ''} ${kernel ?? ''}`;
	let own = terms.get(key);
	if (own?.frameworks !== frameworks)
		terms.set(key, (own = {...made(remedy, job, frameworks, missing, kernel), frameworks}));
	return own;
}

/** What was made: every answer that a question could get asks for the same again. */
const KNOWN = new WeakMap<Job, WeakMap<Remedy, Map<string, KnownTerms>>>();

type KnownTerms = OwnTerms & {readonly frameworks: readonly Framework[]};

function made(
	remedy: Remedy,
	job: Job | undefined,
	frameworks: readonly Framework[],
	missing: Missing | undefined,
	kernel: string | undefined,
): OwnTerms {
	const said = knobOf(remedy.id, job, frameworks, missing, kernel);
	const isKnown = (said?.is === 'knob' && said.knob.from !== undefined) || remedy.role === 'evidence';
	const usual = isKnown ? [] : usualNames(remedy.id, job, frameworks, kernel);
	// One name is an example of a framework, not an answer.
	const names = usual.length > 1 ? usual : [];
	if (!job) return {remedy: {...remedy, body: named(remedy.body, names)}, names};
	const framework = frameworkOf(job, frameworks);
	const foreign = framework !== undefined && !PLAIN.has(framework.id);
	const others = othersOf(job, framework);
	const [start, stop] = howOf(remedy.body);
	const body = remedy.body.flatMap((whole, index): readonly Block[] => {
		const isHere = foreign && index > start && index < stop;
		if (isHere && isForJax(whole, remedy.body[index + 1])) return [];
		const block = isHere ? withoutJaxItems(whole) : whole;
		if (block.kind === 'code') {
			return [{...block, text: inUsersWords(block.text, job, frameworks)}];
		}
		const inWords = speaksOfStandIn(block) ? inTheirWords(block) : block;
		if (index === start && said?.is === 'knob') return [inWords, ...knobBlocks(said.knob)];
		return [inWords];
	});
	const all = named(start < 0 && said?.is === 'knob' ? [HOW, ...knobBlocks(said.knob), ...body] : body, names);
	const titles = frameworks.find(({id}) => id === 'any')?.titles[job.workload?.value.text ?? ''];
	const {edit, ...rest} = {...ownParts(remedy, others), title: titles?.[remedy.id] ?? remedy.title};
	const typed = edit === undefined || (foreign && OF_JAX.test(edit)) ? undefined : inUsersWords(edit, job, frameworks);
	const kept = all.flatMap((block) => withoutOthers(block, others));
	return {remedy: {...rest, ...(typed !== undefined && {edit: typed}), body: kept}, ...(said && {said}), names};

	/** Commands inside a sentence, a list or a table are the user's own too. */
	function inTheirWords<Value>(part: Value): Value {
		if (typeof part === 'string') return inUsersWords(part, job, frameworks) as Value;
		if (Array.isArray(part)) return part.map((one: unknown) => inTheirWords(one)) as Value;
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inTheirWords(value)])) as Value;
	}
}

/** How pages begin a sentence, a cost, a paragraph, an item or a comment that is for training, or for JAX, alone. */
const FOR_TRAINING = /^\s*(?:# )?in training\b/i;
const FOR_JAX = /^\s*(?:# )?in JAX\b/i;

/** What begins like this is for other jobs. */
function othersOf({workload}: Job, framework: Framework | undefined): readonly RegExp[] {
	return [
		...(FORWARD_WORK.has(workload?.value.text ?? '') ? [FOR_TRAINING] : []),
		...(framework?.onJax === false ? [FOR_JAX] : []),
	];
}

const isForOthers = (text: string, others: readonly RegExp[]): boolean => others.some((one) => one.test(text));

/** A text without the sentences that are for other jobs alone; itself where nothing else is left. */
export function ownSentences(text: string, job: Job | undefined, frameworks: readonly Framework[]): string {
	const others = job ? othersOf(job, frameworkOf(job, frameworks)) : [];
	return others.length === 0 ? text : sentencesFor(text, others);
}

/** Whether a command only means something where JAX runs, and it does not. */
export function isOfAnotherLibrary(command: string, job: Job | undefined, frameworks: readonly Framework[]): boolean {
	return job !== undefined && frameworkOf(job, frameworks)?.onJax === false && /\bjax\b|\bJAX_/.test(command);
}

function frameworkOf({framework}: Job, frameworks: readonly Framework[]): Framework | undefined {
	return frameworks.find(({id}) => id === framework?.value.text);
}

function own(parts: readonly string[], others: readonly RegExp[]): readonly string[] {
	const left = parts.filter((part) => !isForOthers(part, others));
	return left.length > 0 ? left : parts;
}

const sentencesFor = (text: string, others: readonly RegExp[]): string =>
	own(text.split(/(?<=\.) (?=[A-Z])/), others).join(' ');

/** A remedy without what is for other jobs alone. */
function ownParts(remedy: Remedy, others: readonly RegExp[]): Remedy {
	if (others.length === 0) return remedy;
	const lines = remedy.edit?.split('\n').filter((line) => !isForOthers(line, others));
	return {
		...remedy,
		safetyNote: sentencesFor(remedy.safetyNote, others),
		costs: own(remedy.costs, others),
		verify: sentencesFor(remedy.verify, others),
		...(lines && {edit: lines.join('\n')}),
	};
}

/** A paragraph or item for other jobs is left out. */
function withoutOthers(block: Block, others: readonly RegExp[]): readonly Block[] {
	if (block.kind === 'paragraph') return isForOthers(wordsOf(block), others) ? [] : [block];
	if (block.kind !== 'list') return [block];
	const items = block.items.filter(([first]) => !isForOthers(wordsOf(first), others));
	return items.length > 0 ? [{...block, items}] : [];
}

/** Items and rows that name functions of JAX are left out of a list or a table. */
function withoutJaxItems(block: Block): Block {
	if (block.kind === 'table') {
		const rows = block.rows.filter((row) => !row.some((cell) => namesJax({kind: 'paragraph', text: cell})));
		return rows.length > 0 ? {...block, rows} : block;
	}
	if (block.kind !== 'list') return block;
	const items = block.items.filter((item) => !item.some((one) => namesJax(one)));
	return items.length > 0 ? {...block, items} : block;
}

function wordsOf(block: Block | undefined): string {
	return block?.kind === 'paragraph' ? words(block.text) : '';
}

/** Few blocks do, and they are the same for every log: looked up once. */
function speaksOfStandIn(block: Block): boolean {
	let speaks = SPEAKS.get(block);
	if (speaks === undefined) SPEAKS.set(block, (speaks = textsIn(block).some(hasStandIn)));
	return speaks;
}

const SPEAKS = new WeakMap<Block, boolean>();

function textsIn(part: unknown): readonly string[] {
	if (typeof part === 'string') return [part];
	return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsIn) : [];
}

/** Code in Python, what introduces it, and sentences about functions of JAX. */
function isForJax(block: Block, next: Block | undefined): boolean {
	if (block.kind === 'code') return block.language !== 'sh';
	if (block.kind !== 'paragraph') return false;
	const introduces = /:$/.test(block.text.at(-1)?.text ?? '') && next?.kind === 'code' && next.language !== 'sh';
	return introduces || namesJax(block);
}

function namesJax(block: Block): boolean {
	return block.kind === 'paragraph' && block.text.some(({kind, text}) => kind === 'code' && OF_JAX.test(text));
}

const HOW: Block = {kind: 'heading', level: 2, text: [{kind: 'text', text: 'How'}]};

/** The usual names of a setting, right after the heading that says how. */
function named(body: readonly Block[], names: readonly KnobNames[]): readonly Block[] {
	if (names.length === 0) return body;
	const start = body.findIndex(isHow);
	if (start < 0) return body;
	const keys = ({keys: [key = '', ...others], framework}: KnobNames, index: number): Inline[] => [
		{kind: 'text', text: index === 0 ? ' ' : '; '},
		{kind: 'code', text: key},
		...others.flatMap((other): Inline[] => [
			{kind: 'text', text: ' with '},
			{kind: 'code', text: other},
		]),
		{kind: 'text', text: ` in ${framework}${index === names.length - 1 ? '.' : ''}`},
	];
	const line: Block = {
		kind: 'paragraph',
		text: [{kind: 'strong', text: 'The setting by framework:'}, ...names.flatMap((one, index) => keys(one, index))],
	};
	return [...body.slice(0, start + 1), line, ...body.slice(start + 1)];
}

/** Where the section that says how begins and ends; the pages are the same for every log. -1: there is none. */
function howOf(body: readonly Block[]): readonly [start: number, stop: number] {
	let found = SECTIONS.get(body);
	if (!found) {
		const start = body.findIndex(isHow);
		const end = body.findIndex((block, index) => index > start && block.kind === 'heading');
		SECTIONS.set(body, (found = [start, end < 0 ? body.length : end]));
	}
	return found;
}

const SECTIONS = new WeakMap<readonly Block[], readonly [number, number]>();

function isHow(block: Block): boolean {
	return block.kind === 'heading' && /^how\b(?! to (?:verify|check))/i.test(block.text.map((run) => run.text).join(''));
}

function knobBlocks(knob: KnobAdvice): Block[] {
	const paragraph = (text: string): Block => ({kind: 'paragraph', text: [{kind: 'text', text}]});
	const setting: Block = {
		kind: 'paragraph',
		text: [
			{kind: 'strong', text: 'Setting: '},
			{kind: 'code', text: knobText(knob)},
		],
	};
	return [
		...(isCall(knob.key) ? [] : [setting]),
		{kind: 'code', language: knob.code, text: knob.how},
		...(knob.note === undefined ? [] : [paragraph(knob.note)]),
	];
}
