import {describe, expect, it} from 'vitest';
import {createConditions} from '../../src/engine/index.js';
import type {BufferGroup} from '../../src/model/analysis.js';
import type {FactDeclaration} from '../../src/model/fact.js';
import type {Playbook} from '../../src/model/playbook.js';
import type {Remedy, Sign} from '../../src/model/remedy.js';
import type {Decision} from '../../src/model/session.js';
import {diagnose} from '../../src/plan/diagnose.js';
import {shellSnippet} from '../../src/plan/shell-snippet.js';
import {analysis, facts, G, group} from './hand-made.js';

const place = {file: 'test.md', line: 1, column: 1};

function sign(when: string, because = when, weight = 0): Sign {
	return {when: {source: when, place}, because, weight, basis: 'reasoned'};
}

function remedy(id: string, over: Partial<Remedy> = {}): Remedy {
	return {
		id,
		title: `Do ${id}`,
		kind: 'microbatch',
		safety: 'safe',
		safetyNote: '',
		gain: '',
		costs: [],
		telltale: `signs of ${id}.`,
		effort: 2,
		lastResort: false,
		indicated: [],
		unlikely: [],
		ruledOut: [],
		verify: '',
		flags: [],
		claims: [],
		citations: [{title: 'a', source: 'b'}],
		overlaps: [],
		body: [],
		place,
		...over,
	};
}

const DECLARED: readonly FactDeclaration[] = [
	...(['hbm.used', 'hbm.capacity', 'hbm.over', 'hbm.temp', 'request.size', 'request.short'] as const).map((name) =>
		declare(name, 'size'),
	),
	declare('temp.share', 'number'),
	declare('list.known', 'truth'),
	declare('loop.seen', 'truth'),
	declare('allocation.cause', 'text'),
];

function declare(name: string, kind: FactDeclaration['kind']): FactDeclaration {
	return {name, kind, label: name, meaning: name, from: 'derivation'};
}

function playbook(remedies: readonly Remedy[]): Playbook {
	const [first, ...rest] = remedies.map((one) => one.id);
	return {
		edition: 'test',
		flow: {
			start: 't/end',
			nodes: {
				't/end': {
					kind: 'verdict',
					id: 't/end',
					verdict: 'aggregate',
					title: 'All together',
					says: 'It needs {hbm.used}.',
					remedies: [first ?? '', ...rest],
					claims: ['c'],
					place,
				},
			},
		},
		facts: DECLARED,
		remedies,
		pages: [],
		flags: [],
		chips: [{id: 'v5p', name: 'TPU v5p', usable: ['95.74G'], devicesPerChip: 1, vmem: '', order: 5.5}],
		claims: [],
	};
}

interface Given {
	readonly values?: Readonly<Record<string, string | number | boolean>>;
	readonly groups?: readonly BufferGroup[];
	readonly decisions?: Readonly<Record<string, Decision>>;
}

function run(remedies: readonly Remedy[], {values = {}, groups = [], decisions = {}}: Given = {}) {
	const base = {'hbm.used': '20.00G', 'hbm.capacity': '15.75G', 'hbm.over': '4.25G', 'list.known': groups.length > 0};
	const found = analysis(facts({...base, ...values}), groups);
	const state = {
		answers: new Map<string, string>(),
		decisions: new Map(Object.entries(decisions)),
		notes: new Map([['a', 'mine']]),
	};
	return diagnose(playbook(remedies), createConditions(DECLARED), found, state, []);
}

const batch = group('bf16[4,8,4096]', 8, 2 * G, 'temp', {0: 'layers', 1: 'batch'});
const halve = {estimate: {by: 'halve_batch', basis: ''}} as const;

describe('standing', () => {
	it.each([
		[
			'ruled out',
			{
				ruledOut: [sign('temp.share > 0.5')],
				unlikely: [sign('temp.share > 0.5')],
				indicated: [sign('temp.share > 0.5')],
			},
		],
		['unlikely', {unlikely: [sign('temp.share > 0.5')], indicated: [sign('temp.share > 0.5')]}],
		['indicated', {indicated: [sign('temp.share > 0.9'), sign('temp.share > 0.5')]}],
		['possible', {indicated: [sign('temp.share > 0.9')], unlikely: [sign('temp.share < 0.1')]}],
		['possible', {indicated: [sign('loop.seen')], ruledOut: [sign('loop.seen')]}],
	] as const)('is %s', (standing, signs) => {
		const [only] = run([remedy('a', signs)], {values: {'temp.share': 0.8}}).remedies;
		expect(only?.standing).toBe(standing);
		expect(only?.because[0]).not.toBe('');
	});

	it('gives the reason in the figures of the log', () => {
		const [only] = run(
			[remedy('a', {indicated: [sign('temp.share > 0.5', 'It uses {hbm.used} of {hbm.capacity}.')]})],
			{
				values: {'temp.share': 0.8},
			},
		).remedies;
		expect(only?.because).toEqual(['It uses 20.00G of 15.75G.']);
		expect(only?.note).toBe('mine');
	});
});

describe('order', () => {
	const ids = (found: ReturnType<typeof run>) => found.remedies.map((one) => one.remedy.id);

	it('puts what is indicated first and last resorts last', () => {
		const found = run(
			[
				remedy('last', {lastResort: true, kind: 'shard'}),
				remedy('unlikely', {unlikely: [sign('temp.share > 0.5')], kind: 'remat'}),
				remedy('possible', {kind: 'flags'}),
				remedy('indicated', {indicated: [sign('temp.share > 0.5')], kind: 'donate'}),
			],
			{values: {'temp.share': 0.8}},
		);
		expect(ids(found).slice(0, 2)).toEqual(['indicated', 'possible']);
		expect(found.remedies.map((one) => one.rank)).toEqual([1, 2, 3, 4]);
	});

	it('leads with three different kinds', () => {
		const strong = {indicated: [sign('temp.share > 0.5', 'x', 90)]};
		const found = run(
			[remedy('a', strong), remedy('b', strong), remedy('c', {kind: 'donate'}), remedy('d', {kind: 'shard'})],
			{
				values: {'temp.share': 0.8},
			},
		);
		expect(ids(found)).toEqual(['a', 'c', 'd', 'b']);
	});

	it('asks for the list first where there is none, and not where there is one', () => {
		const remedies = [remedy('a'), remedy('get-the-list', {kind: 'profile'}), remedy('report', {kind: 'report_bug'})];
		expect(ids(run(remedies))).toEqual(['get-the-list', 'a', 'report']);
		expect(ids(run(remedies, {groups: [batch]}))[0]).toBe('a');
		expect(run(remedies).remedies.map((one) => one.role)).toEqual(['inform', 'close', 'inform']);
	});

	it('lists free wins apart', () => {
		const win = remedy('win', {kind: 'donate', alongside: {source: 'temp.share > 0.5', place}});
		const found = run([win, remedy('a')], {values: {'temp.share': 0.8}});
		expect(found.remedies.map((one) => [one.remedy.id, one.role])).toEqual([
			['a', 'close'],
			['win', 'alongside'],
		]);
	});
});

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
