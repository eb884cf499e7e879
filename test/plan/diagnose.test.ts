import {describe, expect, it} from 'vitest';
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
