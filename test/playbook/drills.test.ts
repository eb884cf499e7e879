import {describe, expect, it} from 'vitest';
import {TOOL_FACTS} from '../../src/plan/practice/index.js';
import type {DRILL_COMPLAINTS} from '../../src/playbook/drills.js';
import {parseCourse} from '../../src/playbook/drills.js';

const LOG = 'first\nsecond line\nthird\n';
const DRILL = `title: A drill
level: 1
story: A story.
page: codes/E1000
lesson: A lesson.
questions:
  - id: code
    topic: codes
    ask: Which?
    options:
      - {label: one, right: true, holds: tool.incidents == 1.0, because: It is., at: second}
      - {label: two, because: It is not.}
      - {label: three, because: It is not., at: third}
  - id: line
    topic: reading
    ask: Where?
    line: [second]
    found: incident
    because: There.
`;

function complaintsOf(yaml: string, log: string | undefined = LOG): string[] {
	const files = [{path: 'content/drills/made.yaml', text: yaml}];
	const {complaints} = parseCourse(log === '' ? files : [...files, {path: 'content/drills/made.log', text: log}], {
		facts: TOOL_FACTS,
		pages: new Set(['codes/E1000']),
	});
	return complaints.map(({id, place, hint}) => {
		expect(hint).not.toBe('');
		return `${place.file}:${place.line}:${place.column} ${id}`;
	});
}

/** One defect for each kind of complaint, with the place that is named. */
const DEFECTS: Readonly<Record<keyof typeof DRILL_COMPLAINTS, readonly [was: string, is: string, at: string]>> = {
	'drill-log': ['', '', '1:1'],
	'drill-quote': ['line: [second]', 'line: [fourth]', '17:12'],
	'drill-right': ['{label: two,', '{label: two, right: true,', '7:5'],
	'drill-condition': ['tool.incidents == 1.0', 'tool.incident == 1.0', '11:42'],
	'drill-page': ['codes/E1000', 'codes/E9999', '4:7'],
};

describe('a drill', () => {
	it('without defect makes no complaint, and has its questions and lines', () => {
		expect(complaintsOf(DRILL)).toEqual([]);
		const files = [
			{path: 'content/drills/made.yaml', text: DRILL},
			{path: 'content/drills/made.log', text: LOG},
		];
		const [drill] = parseCourse(files, {facts: TOOL_FACTS}).course.drills;
		expect(drill).toMatchObject({id: 'made', level: 1, pass: 85, questions: [{id: 'made/code'}, {id: 'made/line'}]});
		const [first, second] = drill?.questions ?? [];
		expect(first?.kind === 'choice' && first.options.map(({decides}) => decides.line)).toEqual([2, 2, 3]);
		expect(second?.kind === 'line' && second.lines).toEqual([{line: 2, quote: 'second'}]);
	});

	it.each(Object.entries(DEFECTS))('with the defect %s is refused at its place', (id, [was, is, at]) => {
		const yaml = DRILL.replace(was, is);
		expect(complaintsOf(yaml, id === 'drill-log' ? '' : LOG)).toEqual([`content/drills/made.yaml:${at} ${id}`]);
	});

	it('is held to its form', () => {
		expect(complaintsOf(DRILL.replace('topic: codes', 'topic: cods'))[0]).toMatch(/schema$/);
		expect(complaintsOf(DRILL.replace('level: 1', 'level: 9'))[0]).toMatch(/:2:8 schema$/);
		expect(complaintsOf('title: [')[0]).toMatch(/yaml-syntax$/);
	});
});

describe('a stop of the tour', () => {
	it('is text, a report, or a calculator', () => {
		const stop = (front: string): string => `---\ntitle: A stop\n${front}---\n\nWords.\n`;
		const files = [
			{path: 'content/tour/1.md', text: stop('')},
			{path: 'content/tour/2.md', text: stop('quote: [one line]\n')},
			{path: 'content/tour/3.md', text: stop("shapes: [{text: 'f32[3]', says: It is small.}]\n")},
		];
		const {course, complaints} = parseCourse(files, {facts: TOOL_FACTS});
		expect(complaints).toEqual([]);
		expect(course.tour.map(({kind}) => kind)).toEqual(['read', 'report', 'shape']);
	});
});
