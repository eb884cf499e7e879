import {describe, expect, it} from 'vitest';
import {shellSnippet} from '../../src/plan/shell-snippet.js';
import {G, group} from './hand-made.js';
import {batch, halve, place, remedy, run, sign} from './made-remedies.js';

describe('plan', () => {
	it('closes the gap with the cheapest bundle and takes free wins in the same restart', () => {
		const found = run(
			[
				remedy('batch', {...halve, kind: 'reduce_batch'}),
				remedy('win', {kind: 'donate', effort: 1, alongside: {source: 'temp.share > 0.5', place}}),
			],
			{groups: [batch], values: {'temp.share': 0.8, 'loop.seen': true}},
		);
		expect(found.plan.closes).toBe('yes');
		expect(found.plan.restarts[0]?.steps.map((one) => one.remedy.id)).toEqual(['batch', 'win']);
		expect(found.plan.uncovered).toEqual({low: 0, high: 0});
		expect(found.plan.toFree?.low).toBeGreaterThan(4.25 * G);
		expect(found.plan.restarts[0]?.watch).toMatch(/Used should fall below 15\.75G, by/);
	});

	it('leaves out what was rejected, and takes what was accepted', () => {
		const remedies = [
			remedy('batch', {...halve, kind: 'reduce_batch'}),
			remedy('micro', {...halve, kind: 'microbatch'}),
			remedy('c', {kind: 'flags'}),
		];
		const found = run(remedies, {
			groups: [batch],
			values: {'loop.seen': true},
			decisions: {micro: 'reject', c: 'accept'},
		});
		const steps = found.plan.restarts.flatMap((one) => one.steps.map((step) => step.remedy.id));
		expect(steps).not.toContain('micro');
		expect(found.plan.restarts[0]?.steps.map((one) => one.remedy.id)).toContain('c');
	});

	it('puts what was postponed after all else', () => {
		const remedies = [
			remedy('now', {kind: 'flags'}),
			remedy('later', {kind: 'donate', indicated: [sign('temp.share > 0.5')]}),
		];
		const found = run(remedies, {values: {'temp.share': 0.8}, decisions: {later: 'postpone'}});
		expect(found.plan.restarts.map((one) => one.steps[0]?.remedy.id)).toEqual(['now', 'later']);
	});

	it('falls back to what is cheapest to try, not to what changes results', () => {
		const remedies = [
			remedy('first', {...halve, indicated: [sign('list.known', 'It is known.', 40)]}),
			remedy('smaller', {...halve, kind: 'reduce_batch', safety: 'changes-behaviour', indicated: [sign('list.known')]}),
			remedy('same', {...halve, kind: 'remat', indicated: [sign('list.known')], effort: 3}),
		];
		const found = run(remedies, {groups: [batch], values: {'loop.seen': true}});
		expect(found.plan.restarts.map((one) => one.steps[0]?.remedy.id)).toEqual(['first', 'same', 'smaller']);
	});

	it('without a list takes what mostly helps before other hardware, the only step with a figure', () => {
		const remedies = [
			remedy('chip', {kind: 'bigger_tpu', effort: 4, estimate: {by: 'larger_chip', basis: ''}}),
			remedy('batch', {kind: 'reduce_batch', prior: {weight: 60, basis: ''}, indicated: [sign('hbm.over > 0')]}),
		];
		const found = run(remedies);
		expect(found.plan.restarts.map((one) => one.steps[0]?.remedy.id)).toEqual(['batch', 'chip']);
		expect(found.plan.closes).toBe('unknown');
	});

	it('takes a free win along that may close the gap by itself', () => {
		const donate = {kind: 'donate', effort: 1, alongside: {source: 'temp.share > 0.5', place}} as const;
		const decisions = {batch: 'accept'} as const;
		const given = {groups: [batch], values: {'temp.share': 0.2, 'loop.seen': true}, decisions};
		const [with_, without] = [{...halve}, {}].map((figure) =>
			run([remedy('batch', {...halve, kind: 'reduce_batch'}), remedy('win', {...donate, ...figure})], given),
		);
		expect(with_?.plan.restarts[0]?.steps).toHaveLength(2);
		expect(with_?.plan.restarts[0]?.steps[1]?.because[0]).toMatch(/^It costs little and may close the gap/);
		expect(without?.plan.restarts[0]?.steps).toHaveLength(1);
	});

	it('holds the program against the larger chip once it has moved there', () => {
		const remedies = [
			remedy('chip', {
				kind: 'bigger_tpu',
				estimate: {by: 'larger_chip', basis: ''},
				indicated: [sign('list.known', 'It is known.', 80)],
			}),
			remedy('batch', {...halve, kind: 'reduce_batch', effort: 5}),
		];
		const found = run(remedies, {groups: [batch], decisions: {chip: 'accept'}});
		expect(found.plan.restarts[0]?.watch).toBe(
			'The usable HBM in messages is that of the larger chip: TPU v5p offers 95.74G. Used may grow with it, and has to stay below.',
		);
		expect(found.plan.restarts[1]?.watch).toMatch(/^Used should fall below the usable HBM of the larger chip, by/);
	});

	it('says what would hold the program when nothing does', () => {
		const small = group('bf16[8,64]', 1, G, 'temp', {0: 'batch'});
		const found = run([remedy('batch', {...halve, kind: 'reduce_batch'})], {
			groups: [small],
			values: {'hbm.used': '80.00G', 'hbm.over': '64.25G', 'hbm.temp': '1.00G'},
		});
		expect(found.plan.closes).toBe('no');
		expect(found.plan.needs).toMatch(/at least 6 times as many chips.*95\.74G \(TPU v5p\)/);
	});

	it('does not know without figures', () => {
		const found = run([remedy('a')]);
		expect(found.plan.closes).toBe('unknown');
		expect(found.plan.restarts[0]?.brings).toBeUndefined();
	});

	it('asks for no bytes where a contiguous stretch was missing', () => {
		expect(run([remedy('a')], {values: {'allocation.cause': 'fragmentation'}}).plan).toMatchObject({
			closes: 'unknown',
			headroom: 0,
		});
	});

	it('prints as a script whose comments cannot become commands', () => {
		const found = run([remedy('a', {title: 'x\nrm -rf /'})]);
		expect(
			shellSnippet(found.plan, [], [])
				.split('\n')
				.filter((line) => line !== '' && !line.startsWith('#')),
		).toEqual([]);
	});
});
