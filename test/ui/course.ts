// A small course for the screens: one drill over the crash beside this file, and a tour of three stops.
import type {Course, Drill} from '../../src/model/drill.js';
import type {Practice} from '../../src/ui/wizardry.js';
import {HEADLINE} from './crash.js';

const place = {file: 'content/drills/large.yaml', line: 1, column: 1};
const log = Array.from({length: 40}, (_, at) =>
	at === 19 ? HEADLINE : `step ${at + 1}: loss ${(9 / (at + 1)).toFixed(3)}`,
);
const decides = {line: 20, quote: 'Used 34.90G of 31.25G hbm'};

export const DRILL: Drill = {
	id: 'large',
	title: 'One large buffer',
	level: 1,
	order: 1,
	story: 'It trained for weeks with a smaller vocabulary. Since yesterday it does not compile.',
	log: {name: 'large.log', text: `${log.join('\n')}\n`},
	questions: [
		{
			kind: 'choice',
			id: 'large/code',
			topic: 'codes',
			ask: 'Which code is it?',
			hints: ['It is printed in the line with `RESOURCE_EXHAUSTED`.', 'It ends in zeros.'],
			options: [
				{
					id: '1',
					label:
						'E1000: the program is too large for HBM, which the compiler finds out before anything runs on the chip',
					right: true,
					holds: {source: 'code == "E1000" && hbm.used > 1.0', place},
					because: 'The line names it.',
					decides,
				},
				{id: '2', label: 'E0100: no room for a buffer', right: false, because: 'Nothing has run yet.', decides},
				{
					id: '3',
					label: 'None: the steps before went well',
					right: false,
					because: 'The steps are of another run.',
					decides: {line: 3, quote: 'step 3'},
				},
			],
			place,
		},
		{
			kind: 'line',
			id: 'large/line',
			topic: 'reading',
			ask: 'Which line has the figures?',
			hints: [],
			lines: [decides],
			found: 'incident',
			because: 'It has what is needed and what there is.',
			place,
		},
	],
	lesson: 'The headline has the two figures that matter.',
	page: 'terms/hbm',
	pass: 85,
	place,
};

const text = (words: string): Course['tour'][number]['body'] => [
	{kind: 'paragraph', text: [{kind: 'text', text: words}]},
];

export const COURSE: Course = {
	drills: [DRILL],
	tour: [
		{kind: 'read', title: 'What HBM holds', body: text('Everything that a step needs lies in it at once.')},
		{kind: 'report', title: 'The headline', quote: [HEADLINE, '    reserved  258.00M'], body: text('Three figures.')},
		{
			kind: 'shape',
			title: 'The calculator',
			body: text('Pick a shape, or type one.'),
			shapes: [{text: 'f32[129,1024]{0,1:T(8,128)}', says: '129 becomes 256: half is padding.'}],
		},
	],
};

export const PRACTICE: Practice = {course: COURSE, attempts: [], now: 1_000_000, seed: 7};
