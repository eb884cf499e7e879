import type {Block, Inline} from '../model/document.js';
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
const OF_JAX = /\b(?:jax|jnp|lax|optax|flax|PartitionSpec)\b|\bP\(/;

/** Puts a remedy into the terms of the job. Without a job it only gets the usual names of its setting. */
export function inOwnTerms(
	remedy: Remedy,
	job: Job | undefined,
	frameworks: readonly Framework[],
	missing?: Missing,
): OwnTerms {
	const said = knobOf(remedy.id, job, frameworks, missing);
	const isKnown = (said?.is === 'knob' && said.knob.from !== undefined) || remedy.role === 'evidence';
	const usual = isKnown ? [] : usualNames(remedy.id, job, frameworks);
	// One name is an example of a framework, not an answer.
	const names = usual.length > 1 ? usual : [];
	if (!job) return {remedy: {...remedy, body: named(remedy.body, names)}, names};
	const framework = frameworks.find(({id}) => id === job.framework?.value.text);
	const foreign = framework !== undefined && !PLAIN.has(framework.id);
	const [start, stop] = howOf(remedy.body);
	const body = remedy.body.flatMap((block, index): readonly Block[] => {
		if (foreign && index > start && index < stop && isForJax(block, remedy.body[index + 1])) return [];
		if (block.kind === 'code') {
			return [{...block, text: inUsersWords(block.text, job, frameworks)}];
		}
		const words = speaksOfStandIn(block) ? inTheirWords(block) : block;
		if (index === start && said?.is === 'knob') return [words, ...knobBlocks(said.knob)];
		return [words];
	});
	const own = named(start < 0 && said?.is === 'knob' ? [HOW, ...knobBlocks(said.knob), ...body] : body, names);
	const titles = frameworks.find(({id}) => id === 'any')?.titles[job.workload?.value.text ?? ''];
	const {edit, ...rest} = {...withoutTraining(remedy, job), title: titles?.[remedy.id] ?? remedy.title};
	const typed = edit === undefined || (foreign && OF_JAX.test(edit)) ? undefined : inUsersWords(edit, job, frameworks);
	const kept = trains(job) ? own : own.filter((block) => !isForTraining(block));
	return {remedy: {...rest, ...(typed !== undefined && {edit: typed}), body: kept}, ...(said && {said}), names};

	/** Commands inside a sentence, a list or a table are the user's own too. */
	function inTheirWords<Value>(part: Value): Value {
		if (typeof part === 'string') return inUsersWords(part, job, frameworks) as Value;
		if (Array.isArray(part)) return part.map((one: unknown) => inTheirWords(one)) as Value;
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inTheirWords(value)])) as Value;
	}
}

/** How pages begin a sentence, a cost, a paragraph or a comment that is for training alone. */
const FOR_TRAINING = /^\s*(?:# )?in training\b/i;

function trains({workload}: Job): boolean {
	return !FORWARD_WORK.has(workload?.value.text ?? '');
}

/** A remedy without what is for training alone, for a job that does not train. */
function withoutTraining(remedy: Remedy, job: Job): Remedy {
	if (trains(job)) return remedy;
	const neutral = (parts: readonly string[]): readonly string[] => {
		const left = parts.filter((part) => !FOR_TRAINING.test(part));
		return left.length > 0 ? left : parts;
	};
	const sentences = (text: string): string => neutral(text.split(/(?<=\.) (?=[A-Z])/)).join(' ');
	const lines = remedy.edit?.split('\n').filter((line) => !FOR_TRAINING.test(line));
	return {
		...remedy,
		safetyNote: sentences(remedy.safetyNote),
		costs: neutral(remedy.costs),
		verify: sentences(remedy.verify),
		...(lines && {edit: lines.join('\n')}),
	};
}

function isForTraining(block: Block): boolean {
	return block.kind === 'paragraph' && FOR_TRAINING.test(block.text[0]?.text ?? '');
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
	return introduces || block.text.some(({kind, text}) => kind === 'code' && OF_JAX.test(text));
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
