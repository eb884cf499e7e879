import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Trial, TrialSetting} from '../../src/model/tuning.js';
import {nextDrop, progressOf} from '../../src/plan/tuning/index.js';

const size = (gib: number) => ({text: `${gib.toFixed(2)}G`, bytes: {low: gib * 2 ** 30, high: gib * 2 ** 30}});
const set = (names: readonly string[]): TrialSetting[] => names.map((name) => ({name, value: 'true'}));
const trial = (number: number, step: string, names: readonly string[], fits: boolean): Trial => ({
	...{number, step, settings: set(names)},
	result: {outcome: fits ? 'fits' : 'oom', used: size(fits ? 15 : 17), refused: [], by: 'compiler'},
});

describe('the smallest set of flags that fits', () => {
	// Which sets fit is drawn at random, by what each set holds; the first set fits, the empty one does not.
	it('fits, and does not without any one of its flags, for any compiler', () => {
		const names = ['a', 'b', 'c', 'd'];
		fc.assert(
			fc.property(fc.uniqueArray(fc.subarray(names), {selector: (one) => one.join()}), (fitting) => {
				const fits = (those: readonly string[]): boolean =>
					those.length === names.length || (those.length > 0 && fitting.some((one) => one.join() === those.join()));
				const trials = [trial(1, 'all', names, true)];
				const state = () => progressOf(trials, {used: size(16.5), capacity: size(15.75)});
				for (let next = nextDrop(state()); next; next = nextDrop(state())) {
					const those = next.settings.map(({name}) => name).sort();
					trials.push(trial(next.number, next.step, those, fits(those)));
					expect(trials.length).toBeLessThan(20);
				}
				const kept = state()
					.kept.map(({name}) => name)
					.sort();
				expect(fits(kept)).toBe(true);
				for (const name of kept) expect(fits(kept.filter((other) => other !== name))).toBe(false);
			}),
		);
	});

	it('is not looked for before something fits, nor of a single flag', () => {
		const base = {used: size(16.5), capacity: size(15.75)};
		expect(nextDrop(progressOf([trial(1, 'x', ['a', 'b'], false)], base))).toBeUndefined();
		expect(nextDrop(progressOf([trial(1, 'x', ['a'], true)], base))).toBeUndefined();
	});

	it('goes on with a trial that was interrupted', () => {
		const open = {number: 2, step: 'drop/a', settings: set(['b'])};
		expect(nextDrop(progressOf([trial(1, 'x', ['a', 'b'], true), open], undefined))).toEqual(open);
	});
});
