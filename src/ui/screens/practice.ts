// The menu of practice: the tour, what is due, and the drills with what was reached.
import type {Drill} from '../../model/drill.js';
import {drillStandings, dueQuestions, topicStandings, type DrillStanding} from '../../plan/practice/index.js';
import {counted} from '../../report/phrases.js';
import {back, go, step} from '../navigate.js';
import {enter} from '../place.js';
import {beginDrill, beginReview, menuIds, resumeRound, roundOf} from '../practice.js';
import type {Practice} from '../wizardry.js';
import {BLANK, cell, line, span, wrap, type Line} from '../text/line.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const practice: Screen<'practice'> = {
	header: ({state}) => ['xla-triage', state.practice ? passedText(state.practice) : ''],
	title: () => 'Practice',
	belowRows: 4,
	side: () => true,
	body: ({state, columns, twin}) => [
		...wrap('Read a made-up crash and predict. Then the program explains, and shows its own plan.', columns),
		...(state.practice
			? weakLines(state.practice, columns, twin)
			: [BLANK, line(span('Loading the drills …', 'muted'))]),
	],
	menu: (scene) => menuIds(scene.state).map((id) => ({id, label: labelOf(scene, id)})),
	below: ({state, place, columns, twin}) => {
		const id = menuIds(state)[place.cursor] ?? '';
		return twin || !state.practice ? [] : aboutLines(state.practice, id, columns);
	},
	choose: ({state, knowledge}, item) => {
		const {practice: known} = state;
		if (item === 'leave' || !known) return step(back(state));
		if (item === 'resume') return resumeRound(state, knowledge);
		if (item === 'tour') return step(go(state, enter({screen: 'tour', stop: 0})));
		if (item === 'review') return beginReview(state, knowledge, known);
		const drill = drillOf(known, item);
		return drill ? beginDrill(state, knowledge, known, drill) : step(state);
	},
};

function drillOf({course}: Practice, item: string): Drill | undefined {
	return course.drills.find(({id}) => item === `drill:${id}`);
}

function passedText({course, attempts}: Practice): string {
	const standings = drillStandings(course.drills, attempts);
	return `${standings.filter(({passed}) => passed).length} of ${standings.length} passed`;
}

/** Topics to come back to. Plain text has the days, a screen the topics alone. */
function weakLines(known: Practice, columns: number, twin: boolean): Line[] {
	const weak = topicStandings(known.attempts).filter(({due}) => due !== undefined);
	if (weak.length === 0) return [];
	const words = weak.map(({topic, right, asked, due = 0}) => {
		const when = due <= known.now ? 'due now' : `due in ${counted(Math.ceil((due - known.now) / DAY), 'day')}`;
		return `${topic} ${right} of ${asked}${twin ? ` right, ${when}` : ''}`;
	});
	return wrap(
		line(span(twin ? 'Weak spots: ' : 'Weak spots, right answers: ', 'warn'), words.join(twin ? '; ' : ' · ')),
		columns,
		{hang: 2},
	);
}

const DAY = 86_400_000;

function labelOf(scene: Scene, id: string): MenuItem['label'] {
	const {state, twin} = scene;
	switch (id) {
		case 'resume': {
			const open = roundOf(state);
			const of = open?.round.items.length ?? 0;
			return line(
				span('▸ ', 'accent'),
				`Go on: ${open?.drill?.title ?? 'review'}, question ${(open?.now.at ?? 0) + 1} of ${of}`,
			);
		}
		case 'tour':
			return `${twin ? '' : '  '}Tour of ten minutes: memory, codes, reading a report`;
		case 'review':
			return line(span('◦ ', 'warn'), `Review: ${counted(dueCount(state.practice), 'question')} on weak spots`);
		case 'leave':
			return `${twin ? '' : '  '}Back to the first screen`;
		default: {
			const standing = state.practice && standingOf(state.practice, id);
			return standing ? drillLabel(standing, scene) : id;
		}
	}
}

function dueCount(known: Practice | undefined): number {
	return known ? dueQuestions(known.course.drills, known.attempts, known.now).length : 0;
}

function standingOf({course, attempts}: Practice, id: string): DrillStanding | undefined {
	return drillStandings(course.drills, attempts).find(({drill}) => id === `drill:${drill.id}`);
}

function drillLabel(standing: DrillStanding, {wide, twin}: Scene): Line {
	const {drill, passed, tries, best} = standing;
	if (twin)
		return line(`${drill.title} (${drill.id}): level ${drill.level}${tries > 0 ? `; ${reachedText(standing)}` : ''}`);
	const mark = tries === 0 ? span('  ') : passed ? span('✓ ', 'good') : span('◦ ', 'warn');
	const reached = best === undefined ? '' : `${best} %`;
	return [
		mark,
		...cell(drill.title, Math.max(20, Math.min(wide - 24, 56))),
		span(`  level ${drill.level}`, 'muted'),
		...cell(reached, 8, 'right'),
	];
}

/** `passed, best 100 %, one try` */
function reachedText({passed, best = 0, tries}: DrillStanding): string {
	return `${passed ? 'passed' : 'not yet'}, best ${best} %, ${tries === 1 ? 'one try' : `${tries} tries`}`;
}

/** What the line under the cursor leads to. */
function aboutLines(known: Practice, id: string, columns: number): Line[] {
	const words = (text: string): Line[] => wrap(text, columns);
	if (id === 'tour')
		return words(
			`${known.course.tour.length} stops, with a calculator for layouts and padding. A good start on the first day.`,
		);
	if (id === 'review')
		return words('Questions that you missed, or needed hints for. They come back at growing intervals.');
	const standing = standingOf(known, id);
	if (!standing) return [];
	const {drill, tries} = standing;
	return [
		...words(drill.story),
		...wrap(line(span(tries > 0 ? reachedText(standing) : 'not tried yet', 'muted')), columns),
	];
}
