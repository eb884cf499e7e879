// The logits of a model whose vocabulary is known by its name, computed from the settings of the job: they need no list of buffers.
import type {Fact} from '../model/fact.js';
import {divide, point} from '../model/interval.js';
import type {Known} from '../model/known.js';
import type {Patterns} from '../model/patterns.js';
import {printRange} from '../model/size.js';
import {shareFact, sizeFact, textFact, truthFact} from './derived.js';

/** Losses and samplers compute in f32. */
const BYTES = 4;
/** A request this near to a sampler's logits is taken to be them: padding and rounding. */
const NEAR = 0.03;

/**
 * `logits.bytes`, `logits.words`, `logits.share`: of one training step on one device, where batch, length and model are printed, the loss is not
 * chunked, and no list shows better. `sampler.bytes`, `sampler.words`, `sampler.asked`: of a server, one row a sequence.
 */
export function logitsFacts(known: Known, patterns: Patterns, isListed: boolean): readonly Fact[] {
	const vocabulary = vocabularyOf(known.text('settings.model') ?? '', patterns);
	if (vocabulary === undefined) return [];
	const workload = known.text('job.workload');
	if (workload === 'serving' || workload === 'inference') return samplerFacts(known, vocabulary);
	return workload === 'training' && !isListed ? lossFacts(known, vocabulary) : [];
}

/** The vocabulary of a model by its name or path: of the entries all of whose words are in it, the longest. */
export function vocabularyOf(name: string, {models}: Pick<Patterns, 'models'>): number | undefined {
	const plain = `-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-`;
	const fitting = models.filter(({name: words}) => words.split(' ').every((word) => plain.includes(`-${word}-`)));
	return fitting.toSorted((a, b) => b.name.length - a.name.length)[0]?.vocabulary;
}

function lossFacts(known: Known, vocabulary: number): readonly Fact[] {
	const [batch, length] = [numberOf('settings.batch.per_device', known), numberOf('settings.sequence', known)];
	const used = known.range('hbm.used');
	if (batch === undefined || length === undefined || !used) return [];
	// A batch that several devices share, or logits in pieces: the product says nothing of one device.
	const isShared = known.has('settings.batch.whole');
	const isChunked = (numberOf('settings.vocabulary_tiling', known) ?? 1) > 1;
	const bytes = batch * length * vocabulary * BYTES;
	const limit = known.range('hbm.temp') ?? used;
	if (isShared || isChunked || bytes > limit.high) return [];
	const from = ['settings.batch.per_device', 'settings.sequence', 'settings.model'];
	const ground = {rule: 'batch × length × vocabulary × 4 bytes', from, note: 'The vocabulary is that of the model.'};
	const share = divide(point(bytes), used);
	return [
		sizeFact('logits.bytes', point(bytes), ground),
		textFact('logits.words', `${batch} × ${length} × ${vocabulary} × 4 B = ${printRange(point(bytes))}`, ground),
		...(share
			? [shareFact('logits.share', share, {rule: 'logits.bytes / hbm.used', from: ['logits.bytes', 'hbm.used']})]
			: []),
	];
}

function samplerFacts(known: Known, vocabulary: number): readonly Fact[] {
	const sequences = numberOf('settings.max_sequences', known);
	if (sequences === undefined) return [];
	const bytes = sequences * vocabulary * BYTES;
	const ground = {rule: 'sequences × vocabulary × 4 bytes', from: ['settings.max_sequences', 'settings.model']};
	const asked = known.range('request.size');
	const isAsked = asked && asked.low <= bytes * (1 + NEAR) && asked.high >= bytes * (1 - NEAR);
	const compared = {rule: 'the request is as large as the logits', from: ['sampler.bytes', 'request.size']};
	return [
		sizeFact('sampler.bytes', point(bytes), ground),
		textFact('sampler.words', `${sequences} × ${vocabulary} × 4 B = ${printRange(point(bytes))}`, ground),
		...(isAsked ? [truthFact('sampler.asked', true, compared)] : []),
	];
}

function numberOf(name: string, known: Known): number | undefined {
	const text = known.text(name)?.replaceAll(/[_,]/g, '') ?? '';
	return /^\d+(?:\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
