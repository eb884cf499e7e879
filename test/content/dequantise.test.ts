import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {diagnoseText, playbookOfTree} from '../../bench/diagnose-text.js';

// 48 layers of weights in int8, expanded before the loop: compiled for v5e with libtpu 0.0.42.1. In the loop it needs 6.00G, not 18.00G.
const log = readFileSync(new URL('../fixtures/quant-int8-upfront.log', import.meta.url), 'utf8');
const SAVED = 12 * 2 ** 30;
const playbook = playbookOfTree();

function remedyFor(text: string) {
	const [diagnosis] = diagnoseText(playbook, 'train.log', text);
	return diagnosis?.remedies.find(({remedy}) => remedy.id === 'dequantise-late');
}

describe('quantised weights that are expanded up front', () => {
	it('are told by the wide copies beside them, and what moving the conversion saves is what it saved', () => {
		const found = remedyFor(log);
		expect(found).toMatchObject({standing: 'indicated', rank: 1});
		expect(found?.because).toEqual([
			'12.00G of temporaries are wide copies of quantised arrays, more than the missing 2.25G.',
		]);
		expect(found?.estimate?.low).toBeLessThanOrEqual(SAVED);
		expect(found?.estimate?.high).toBeGreaterThanOrEqual(SAVED);
		expect(found?.estimate?.low).toBeGreaterThan(0.8 * SAVED);
	});

	it.each([
		['s4', 'indicated'],
		['f8e4m3fn', 'indicated'],
		['bf16', 'unlikely'],
		['pred', 'unlikely'],
	])('with %s for the narrow ones: %s', (element, standing) => {
		expect(remedyFor(log.replaceAll('s8[', `${element}[`))?.standing).toBe(standing);
	});

	it('are not seen where one layer is wide at a time', () => {
		expect(remedyFor(log.replaceAll(/bf16\[48,(4096,16384|16384,4096)\]/g, 'bf16[$1]'))?.standing).toBe('unlikely');
	});
});
