import * as fc from 'fast-check';
import {expect, it} from 'vitest';
import {jsonText} from '../../src/report/json-text.js';

it('leaves no control character or mark of direction in JSON, and no value changes', () => {
	const hostile = fc.string({unit: fc.constantFrom('\u001B', '\u009B', '\u202E', '\u2066', '\u200B', '\\', '"', 'a')});
	fc.assert(
		fc.property(fc.dictionary(hostile, hostile), (value) => {
			const text = jsonText(value);
			expect(text).toMatch(/^[ -~]*$/);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});
