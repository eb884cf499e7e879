import type {Document} from '../../model/document.js';
import type {Course, Drill} from '../../model/drill.js';
import {drillStandings, dueQuestions, nextDrill, topicStandings, type Attempt} from '../../plan/practice/index.js';
import {paragraph, table, bullets, heading} from '../../report/index.js';
import {counted} from '../../report/phrases.js';

/** The drills in the order of the menu. */
export function drillsInOrder(course: Course, attempts: readonly Attempt[]): readonly Drill[] {
	return drillStandings(course.drills, attempts).map(({drill}) => drill);
}

/** All drills with what was reached, what is weak, and what to do next. */
export function practiceDocument(course: Course, attempts: readonly Attempt[], now: number): Document {
	const standings = drillStandings(course.drills, attempts);
	const next = nextDrill(course.drills, attempts);
	const due = dueQuestions(course.drills, attempts, now);
	const weak = topicStandings(attempts).filter((topic) => topic.due !== undefined);
	return {
		title: 'Practice',
		blocks: [
			paragraph(
				'Crashes of the project’s own making. You predict; then the program explains, and shows what it derives itself.',
			),
			table(
				'rlll',
				['', 'Drill', 'Level', 'Reached'],
				standings.map(({drill, passed, best, tries}, place) => [
					String(place + 1),
					`${drill.title} (\`${drill.id}\`)`,
					String(drill.level),
					best === undefined ? '' : `${passed ? 'passed' : 'not yet'}, best ${best} %, ${times(tries)}`,
				]),
			),
			paragraph(`${standings.filter(({passed}) => passed).length} of ${standings.length} passed.`),
			...(weak.length === 0
				? []
				: [
						heading(2, 'Weak spots'),
						bullets(
							weak.map(({topic, right, asked, due: when}) => {
								const back = (when ?? 0) <= now ? 'comes back now' : `comes back in ${days((when ?? 0) - now)}`;
								return `${topic}: ${right} of ${asked} right; ${back}`;
							}),
						),
					]),
			heading(2, 'Next'),
			bullets([
				...(due.length > 0 ? [`\`xla-triage practice review\`: ${counted(due.length, 'question')} on weak spots`] : []),
				...(attempts.length === 0 ? ['`xla-triage practice tour`: ten minutes, for the first day'] : []),
				next
					? `\`xla-triage practice ${next.id}\`: ${next.title}`
					: 'Every drill is passed. A drill can be done again; its answers change places.',
			]),
		],
	};
}

function times(count: number): string {
	return count === 1 ? 'one try' : `${count} tries`;
}

function days(milliseconds: number): string {
	const count = Math.max(1, Math.ceil(milliseconds / 86_400_000));
	return count === 1 ? 'a day' : `${count} days`;
}
