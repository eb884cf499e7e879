/** Statements that must not stand in one diagnosis, held against every log at hand. */
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';
import type {Diagnosis} from '../../src/model/diagnosis.js';
import {projectLogs} from '../project-logs.js';

/** What a diagnosis says that may be false: its story, its reasons, and what it calls missing. */
function sentencesOf({analysis, because, remedies, missing}: Diagnosis): readonly string[] {
	return [...analysis.story, ...because, ...missing, ...remedies.flatMap((one) => one.because)];
}

const EXCLUSIVE: readonly (readonly [string, RegExp, RegExp])[] = [
	['a list that is there is not missing', /^Your log lists the largest buffers/, /^list of buffers: one more run/],
	['32-bit floats', /No listed buffer holds 32-bit floats/, /are 32-bit/],
	[
		'whole arrays',
		/No (?:large|listed) buffer looks (?:replicated|whole)/,
		/look(?:s)? (?:whole|replicated)(?! where)/,
	],
	['debug prints', /Your log shows no callback or debug print/, /Your log shows a callback or a debug print/],
	['a batch', /No listed dimension looks like a batch/, /seem to have the batch dimension/],
	['a vocabulary', /No listed dimension looks like a vocabulary/, /^Logits take|take logits/],
	['scores', /No listed buffer is sequence × sequence/, /are sequence × sequence/],
	['parameters', /there are no parameters/, /parameters with optimizer state/],
	['a cache', /look like a KV cache/, /look like optimizer state|parameters with optimizer state/],
	['the gap', /The gap is small/, /is more than any flag closed/],
	['memory or mismatch', /^The program needs/, /should have [\d,]+ bytes but has/],
	['free memory', /^The request is larger than all free HBM/, /is free, but not contiguous/],
];

const playbook = playbookOfTree();
const diagnoses = projectLogs().flatMap(({name, text}) =>
	diagnoseText(playbook, name, text).map((diagnosis) => ({name, diagnosis, sentences: sentencesOf(diagnosis)})),
);

/** What a verdict can call of little use, and the remedies that are meant. */
const CALLED: readonly (readonly [RegExp, readonly string[]])[] = [
	[/\bbatch\b/, ['reduce-batch', 'microbatch']],
	[/checkpointing/i, ['remat-checkpoint']],
	[/\bflags?\b/, ['remat-flags', 'scheduler-flags', 'overlap-flags', 'memory-fitting-level']],
	[/donation/i, ['donate-buffers']],
	[/sharding parameters/i, ['shard-parameters']],
];

/** Remedies that a text calls of little use, as in `batch, checkpointing and flags do little`. */
function calledUseless(text: string): readonly string[] {
	const clauses = text
		.split(/[.;] /)
		.filter((clause) => /\b(?:do|does|helps?) little\b|rarely (?:does|do|helps?)\b/.test(clause));
	return CALLED.flatMap(([words, ids]) => (clauses.some((clause) => words.test(clause)) ? ids : []));
}

describe('what a verdict calls of little use', () => {
	it('is found in its words', () => {
		expect(calledUseless('State helps; batch does little.')).toEqual(['reduce-batch', 'microbatch']);
		expect(calledUseless('A smaller batch shrinks 2.00G of them.')).toEqual([]);
	});

	it('is no step of the first restart', () => {
		const broken = diagnoses.filter(({diagnosis: {because, plan}}) => {
			const useless = calledUseless(because.join(' '));
			return plan.restarts[0]?.steps.some(({remedy}) => useless.includes(remedy.id));
		});
		expect(broken.map(({name}) => name)).toEqual([]);
	});
});

describe('two statements that exclude each other', () => {
	it('are looked for in many logs', () => {
		expect(diagnoses.length).toBeGreaterThan(40);
	});

	it.each(EXCLUSIVE)('about %s never stand in one diagnosis', (_, one, other) => {
		const says = (pattern: RegExp) => diagnoses.filter(({sentences}) => sentences.some((text) => pattern.test(text)));
		const both = says(one).filter((diagnosis) => says(other).includes(diagnosis));
		expect(
			both.map(({name, sentences}) => [name, sentences.filter((text) => one.test(text) || other.test(text))]),
		).toEqual([]);
		// A table whose statements nobody makes any more proves nothing.
		expect([says(one).length, says(other).length]).not.toContain(0);
	});
});
