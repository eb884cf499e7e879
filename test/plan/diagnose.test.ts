import {describe, expect, it} from 'vitest';
import {createConditions} from '../../src/engine/index.js';
import {stagesOf} from '../../src/plan/contenders.js';
import {facts} from './hand-made.js';
import {batch, place, remedy, run, sign} from './made-remedies.js';

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
	const values = {'temp.share': 0.8};
	const holds = {indicated: [sign('temp.share > 0.5')]};

	it('goes by stages, for every standing', () => {
		const remedies = [
			remedy('second', holds),
			remedy('first'),
			remedy('out', {ruledOut: holds.indicated}),
			remedy('unlikely', {unlikely: holds.indicated}),
		];
		const found = run(remedies, {values, stages: [['out', 'unlikely', 'first'], ['second']]});
		expect(ids(found)).toEqual(['first', 'second', 'unlikely', 'out']);
		expect(found.remedies.map((one) => [one.rank, one.stage])).toEqual([
			[1, 1],
			[2, 2],
			[3, 1],
			[4, 1],
		]);
	});

	it('goes by effect, then safety, then cost inside a stage', () => {
		const remedies = [
			remedy('hard', {effort: 4}),
			remedy('easy', {effort: 1}),
			remedy('unsafe', {safety: 'risky', effort: 1}),
			remedy('asked', {...holds, effort: 5}),
			remedy('measured elsewhere', {prior: {weight: 50, basis: ''}, effort: 5}),
		];
		expect(ids(run(remedies, {values}))).toEqual(['asked', 'measured elsewhere', 'easy', 'hard', 'unsafe']);
	});

	it('puts what nothing asks for after what is asked for, where the buffers are listed', () => {
		const stages = [['open'], ['asked']];
		const remedies = [remedy('open', {indicated: [sign('loop.seen')]}), remedy('asked', holds)];
		expect(ids(run(remedies, {values, stages}))).toEqual(['open', 'asked']);
		expect(ids(run(remedies, {values, stages, groups: [batch]}))).toEqual(['asked', 'open']);
	});

	it('leaves a remedy to a later stage where the condition of its stage does not hold', () => {
		const found = (share: number) =>
			stagesOf(
				{
					stages: [
						{remedies: ['flag'], when: {source: 'temp.share > 0.5', place}},
						{remedies: ['change']},
						{remedies: ['flag']},
					],
				},
				createConditions([{name: 'temp.share', kind: 'number', label: '', meaning: '', from: 'derivation'}]),
				facts({'temp.share': share}),
			);
		expect([...found(0.8)]).toEqual([
			['flag', 1],
			['change', 2],
		]);
		expect([...found(0.2)]).toEqual([
			['change', 2],
			['flag', 3],
		]);
	});

	it('takes checks and free wins along, unless the evidence asks for them', () => {
		const remedies = [
			remedy('check', {role: 'check'}),
			remedy('win', {role: 'win'}),
			remedy('asked', {role: 'win', ...holds}),
			remedy('look', {role: 'evidence'}),
		];
		const found = run(remedies, {values});
		expect(Object.fromEntries(found.remedies.map((one) => [one.remedy.id, one.role]))).toEqual({
			check: 'alongside',
			win: 'alongside',
			asked: 'close',
			look: 'inform',
		});
	});
});
