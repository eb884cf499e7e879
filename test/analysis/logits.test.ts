import {describe, expect, it} from 'vitest';
import {vocabularyOf} from '../../src/analysis/logits.js';
import {KNOWLEDGE, analysisOf, derived} from './incident.js';
import {CONFIGURED, SAMPLER} from './configured.js';
import {TRAINING} from './sketches.js';

const settingsWith = (facts: Record<string, string>) =>
	derived(analysisOf({...CONFIGURED, facts: {...CONFIGURED.facts, ...facts}}));

describe('logits by the settings', () => {
	it('are batch × length × vocabulary in f32', () => {
		expect(derived(analysisOf(CONFIGURED))).toMatchObject({
			'logits.words': '16 × 2048 × 151936 × 4 B = 18.55G',
			'logits.share': '44 %',
		});
	});

	it.each([
		['a loss in pieces', {'settings.vocabulary_tiling': '8'}],
		['a batch of all devices', {'settings.batch.whole': 'yes'}],
		['more than all that is needed', {'settings.sequence': '8192'}],
		['a model that is not known', {'settings.model': 'our-own-8b'}],
		['a length in words', {'settings.sequence': 'auto'}],
	])('are not computed for %s', (_, facts) => {
		expect(settingsWith(facts)).not.toHaveProperty(['logits.bytes']);
	});

	it('are not computed beside a list', () => {
		const facts = {...TRAINING.facts, ...CONFIGURED.facts};
		expect(derived(analysisOf({...TRAINING, workload: 'training', facts}))).not.toHaveProperty(['logits.bytes']);
	});
});

describe('logits of a sampler', () => {
	it('are the request that is as large', () => {
		expect(derived(analysisOf(SAMPLER))).toMatchObject({
			'sampler.words': '4096 × 152064 × 4 B = 2.32G',
			'sampler.asked': 'yes',
		});
		const facts = {...SAMPLER.facts, 'request.size': '4.00G'};
		expect(derived(analysisOf({...SAMPLER, facts}))).not.toHaveProperty(['sampler.asked']);
	});
});

describe('the vocabulary of a model', () => {
	it.each([
		['qwen2.5-1.5b', 151936],
		['Qwen/Qwen2.5-7B-Instruct', 152064],
		['gemma4-e2b', 262144],
		['meta-llama/Llama-3.1-8B', 128256],
		['/models/llama2-7b', 32000],
		['deepseek-ai/DeepSeek-R1-Distill-Llama-8B', 128256],
		['deepseek-ai/DeepSeek-R1-Distill-Qwen-7B', 152064],
		['open_llama_3b', undefined],
		['', undefined],
	])('of %s is %s', (name, vocabulary) => {
		expect(vocabularyOf(name, KNOWLEDGE.patterns)).toBe(vocabulary);
	});
});
