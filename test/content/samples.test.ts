import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {layoutOf} from '../../src/model/layout.js';
import {parseShape} from '../../src/model/shape.js';
import {parseSize, printSize} from '../../src/model/size.js';

// The sample crashes are our own making, so that their figures can be held to the arithmetic of layouts.
const folder = new URL('../../content/samples/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const {samples} = parse(read('samples.yaml')) as {
	samples: {id: string; file: string; title: string; summary: string}[];
};

test('every sample has its file, and every file is listed', () => {
	const files = readdirSync(folder).filter((name) => name.endsWith('.log'));
	expect(samples.map(({file}) => file).sort()).toEqual(files.sort());
	expect(samples[0]?.id).toBe('e1000-logits');
});

test('every size printed beside a shape is what the layout gives', () => {
	const blocks = samples.flatMap(({file}) => [
		...read(file).matchAll(/Size: (\S+)\n(?:.*\n)??\s+Shape: (\S+)\n\s+Unpadded size: (\S+)/g),
	]);
	expect(blocks.length).toBeGreaterThan(30);
	for (const [, size, text = '', unpadded] of blocks) {
		const layout = layoutFor(text);
		expect([size, unpadded], text).toEqual([printSize(layout.bytes), printSize(layout.unpadded)]);
	}
});

test('both byte counts of a mismatch are exact', () => {
	const pairs = samples.flatMap(({file}) => [...read(file).matchAll(/size (\d+) \((\S+\})\)/g)]);
	expect(pairs).toHaveLength(2);
	for (const [, bytes, text = ''] of pairs) expect(Number(bytes)).toBe(layoutFor(text).bytes);
});

test('the totals of the full report add up', () => {
	const report = read('e1000-logits.log');
	const [used, capacity, over] = figures(report, /Used (\S+) of (\S+) hbm. Exceeded hbm capacity by (\S+)\.\n/);
	const [total] = figures(report, /Total hbm usage >= (\S+):/);
	const [reserved] = figures(report, /reserved +(\S+)/);
	const [program] = figures(report, / {4}program +(\S+)/);
	const [given] = figures(report, / {4}arguments +(\S+)/);
	const [temp] = figures(report, /HLO temp +(\S+)/);
	// Printed figures are rounded, each alone: sums may miss by a hundredth for each term.
	expect(used).toBeCloseTo(program + given, 1);
	expect(over).toBeCloseTo(used - capacity, 1);
	expect(total).toBeCloseTo(reserved + program + given, 1);
	expect(program).toBeCloseTo(temp, 1);
});

function layoutFor(text: string) {
	const shape = parseShape(text);
	const layout = shape && layoutOf(shape);
	if (!layout) throw new Error(`No size can be computed for ${text}.`);
	return layout;
}

/** The sizes that a pattern captures, in GiB. */
function figures(text: string, pattern: RegExp): [number, number, number] {
	const found = pattern.exec(text)?.slice(1) ?? [];
	const [a, b, c] = found.map((size) => (parseSize(size)?.bytes.low ?? Number.NaN) / 2 ** 30);
	return [a ?? Number.NaN, b ?? Number.NaN, c ?? Number.NaN];
}
