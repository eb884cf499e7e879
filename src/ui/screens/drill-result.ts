// The end of a round: the points, what to take away, and the way to what the program says of the same log.
import {nextDrill} from '../../plan/practice/index.js';
import {go, step} from '../navigate.js';
import {enter} from '../place.js';
import {beginDrill, roundOf, toMenu} from '../practice.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, line, span, wrap} from '../text/line.js';
import {drillHeader} from './drill-log.js';
import type {MenuItem, Scene, Screen} from './screen.js';

export const drillResult: Screen<'drill-result'> = {
	header: ({state}) => drillHeader(state),
	title: () => 'Result',
	body: ({state, columns}) => {
		const open = roundOf(state);
		if (!open) return [];
		const {now, round, drill} = open;
		const needed = Math.ceil((round.pass * now.of) / 100);
		const weak = [...new Set(now.marks.filter(({right, hints}) => !right || hints > 0).map(({topic}) => topic))];
		return [
			...wrap(
				line(
					now.passed ? span('✓ Passed', 'good') : span('✗ Not passed yet', 'danger'),
					`: ${now.points} of ${now.of} points; ${needed} are needed.`,
				),
				columns,
			),
			BLANK,
			...now.marks.flatMap(({right, points}, at) =>
				wrap(line(...drawSentence(round.items[at]?.question.ask ?? '')), columns - 6).map((row, index) =>
					index > 0
						? [span('      '), ...row]
						: [
								right ? span('✓ ', 'good') : span('✗ ', 'danger'),
								span(`${String(points).padStart(2)}  `, 'muted'),
								...row,
							],
				),
			),
			...(weak.length > 0 ? [BLANK, ...wrap(`A review brings these topics back: ${weak.join(', ')}.`, columns)] : []),
			...(drill
				? [BLANK, line(span('To take away', 'heading')), ...wrap(line(...drawSentence(drill.lesson)), columns)]
				: []),
		];
	},
	menu: (scene) => {
		const {state, view, knowledge} = scene;
		const {drill, now} = roundOf(state) ?? {};
		const page = knowledge.playbook.pages.find(({id}) => id === drill?.page);
		const remedy = knowledge.playbook.remedies.find(({id}) => `remedies/${id}` === drill?.page);
		const next = nextOf(scene);
		return [
			...(drill ? [{id: 'happened', label: 'See what the program says'}] : []),
			...(drill && view.seen ? [{id: 'plan', label: 'See its plan'}] : []),
			...(page || remedy ? [{id: 'page', label: `Read on: ${page?.title ?? remedy?.title ?? ''}`}] : []),
			...(drill && now?.passed === false && next?.id !== drill.id
				? [{id: 'again', label: `Try again: ${drill.title}`}]
				: []),
			...(next ? [{id: 'next', label: `${next.id === drill?.id ? 'Try again' : 'Next drill'}: ${next.title}`}] : []),
			{id: 'menu', label: 'Back to practice'},
		] satisfies MenuItem[];
	},
	choose: (scene, item) => {
		const {state, knowledge} = scene;
		const {drill} = roundOf(state) ?? {};
		const next = nextOf(scene);
		if (item === 'happened') return step(go(state, enter({screen: 'happened'})));
		if (item === 'plan') return step(go(state, enter({screen: 'plan'})));
		if (item === 'page' && drill) {
			const [folder, id = ''] = drill.page.split('/');
			return step(
				go(
					state,
					folder === 'remedies' ? enter({screen: 'remedy', remedy: id}) : enter({screen: 'page', page: drill.page}),
				),
			);
		}
		if (item === 'again' && drill && state.practice) return beginDrill(toMenu(state), knowledge, state.practice, drill);
		if (item === 'next' && next && state.practice) return beginDrill(toMenu(state), knowledge, state.practice, next);
		return step(toMenu(state));
	},
};

function nextOf({state}: Scene): ReturnType<typeof nextDrill> {
	return state.practice && nextDrill(state.practice.course.drills, state.practice.attempts);
}
