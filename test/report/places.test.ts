import {expect, it} from 'vitest';
import type {Fact} from '../../src/model/fact.js';
import {placesOf} from '../../src/report/how.js';
import {DIAGNOSIS} from './made-diagnosis.js';

const said = (name: string, text: string): Fact => ({
	name,
	value: {kind: 'text', text},
	origin: {by: 'reader', reader: 'job', place: {evidence: 'train.log', line: 3, quote: text}},
});
const job = {
	settings: [],
	versions: [],
	flags: [],
	userFrame: said('job.user_frame', 'train.py:18, step()'),
	command: said('job.command', 'python train.py --layers 8'),
} as unknown as NonNullable<(typeof DIAGNOSIS)['analysis']['job']>;
const steps = DIAGNOSIS.plan.restarts[0]?.steps ?? [];
const withJob = {...DIAGNOSIS, analysis: {...DIAGNOSIS.analysis, job}};

it('names the line of the traceback and the command, for an edit of code', () => {
	expect(placesOf(steps, withJob)).toEqual({
		edit: '`train.py:18, step()` is your line in the traceback',
		run: '`python train.py --layers 8`',
	});
});

it('names neither without a job, nor for a step that only looks', () => {
	expect(placesOf(steps, DIAGNOSIS)).toEqual({});
	expect(
		placesOf(
			steps.map((step) => ({...step, role: 'inform' as const})),
			withJob,
		),
	).toEqual({});
});

it('does not repeat a command that is typed anyway', () => {
	const how = 'python train.py --layers 8 --remat full';
	const knob = {key: 'remat', to: 'full', how, code: 'sh'} as never;
	expect(placesOf([...steps, ...steps.map((step) => ({...step, knob}))], withJob).run).toBeUndefined();
});
