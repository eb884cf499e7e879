import {describe, expect, it} from 'vitest';
import {shellSnippet} from '../../src/plan/shell-snippet.js';
import {G, group} from './hand-made.js';
import {batch, changing, halve, remedy, run, sign} from './made-remedies.js';

describe('plan', () => {
	const steps = (found: ReturnType<typeof run>) =>
		found.plan.restarts.map((one) => one.steps.map((step) => step.remedy.id));

	it('closes the gap with the first of the order and takes free wins in the same restart', () => {
		const found = run(
			[remedy('batch', {...halve, kind: 'reduce_batch'}), remedy('win', {kind: 'donate', effort: 1, role: 'win'})],
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
		expect(steps(found)).toEqual([['now'], ['later']]);
	});

	it('goes on in the order of the stages', () => {
		const stages = [['safe'], ['smaller'], ['chip']];
		const remedies = [
			remedy('chip', {room: true}),
			remedy('smaller', {...halve, safety: 'changes-behaviour', indicated: [sign('list.known')]}),
			remedy('safe', {indicated: [sign('list.known')]}),
		];
		const found = run(remedies, {groups: [batch], values: {'loop.seen': true}, stages});
		expect(steps(found)).toEqual([['safe'], ['smaller'], ['chip']]);
		expect(found.plan.closes).toBe('unknown');
	});

	it('combines what comes next in the order where the first does not close the gap', () => {
		const small = group('bf16[8,64]', 1, G, 'temp', {0: 'batch'});
		const large = group('bf16[4,64]', 1, 8 * G, 'temp', {0: 'layers'});
		const remedies = [
			remedy('first', {...halve, indicated: [sign('list.known')]}),
			remedy('second', {
				...changing({kind: 'drop', regime: 'remat', reach: {uses: ['saved']}}),
				indicated: [sign('list.known')],
			}),
		];
		const found = run(remedies, {
			groups: [small, large],
			values: {'hbm.temp': '9.00G'},
			stages: [['first'], ['second']],
		});
		expect(steps(found)).toEqual([['first', 'second']]);
	});

	it('puts checks right after the step that leads, and asks for evidence first where that leads', () => {
		const remedies = [
			remedy('change', {indicated: [sign('temp.share > 0.5')]}),
			remedy('check', {role: 'check'}),
			remedy('get', {role: 'evidence', indicated: [sign('temp.share > 0.5')]}),
		];
		const given = {values: {'temp.share': 0.8}};
		expect(steps(run(remedies, {...given, stages: [['get'], ['check', 'change']]}))).toEqual([
			['get'],
			['change', 'check'],
		]);
		expect(steps(run(remedies, {...given, stages: [['check', 'change', 'get']]}))).toEqual([
			['change', 'check', 'get'],
		]);
	});

	it('reports as its own step where the evidence asks for it', () => {
		const remedies = [remedy('change'), remedy('report', {role: 'report', indicated: [sign('temp.share > 0.5')]})];
		const stages = [['change'], ['report']];
		expect(steps(run(remedies, {values: {'temp.share': 0.8}, stages}))).toEqual([['change'], ['report']]);
		expect(steps(run(remedies, {values: {'temp.share': 0.2}, stages}))).toEqual([['change']]);
	});

	it('holds the program against the larger chip once it has moved there', () => {
		const remedies = [
			remedy('chip', {
				kind: 'bigger_tpu',
				room: true,
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
