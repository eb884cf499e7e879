// After an answer: whether it is right and why, with the deciding line marked in the log, and what the program found.
import {resolve, shownText} from '../../model/fact.js';
import type {DrillOption} from '../../model/drill.js';
import {rightAnswers, type RoundItem} from '../../plan/practice/index.js';
import {counted} from '../../report/phrases.js';
import type {PlaceOf} from '../place.js';
import {goOn, roundOf} from '../practice.js';
import {drawSentence} from '../text/blocks.js';
import {BLANK, fit, line, span, wrap, type Line} from '../text/line.js';
import {drillHeader, later, logPanel, marksHere, shownItem} from './drill-log.js';
import type {Scene, Screen} from './screen.js';

type Here = Scene<PlaceOf<'drill-answer'>>;

export const drillAnswer: Screen<'drill-answer'> = {
	header: ({state}) => drillHeader(state),
	title: ({place, state}) => `Question ${place.item + 1} of ${state.round?.round.items.length ?? 0}`,
	split: () => 'panel',
	panel: ({state}, columns) => logPanel(shownItem(state), columns, new Map(marksHere(state))),
	body: (scene) => {
		const item = shownItem(scene.state);
		return item ? [...pointsLines(scene), BLANK, ...reasonLines(scene, item), ...foundLines(scene, item)] : [];
	},
	menu: ({state}) => [{id: 'on', label: roundOf(state)?.now.over === true ? 'See the result' : 'Next question'}],
	choose: ({state, knowledge}) => goOn(state, knowledge),
	command: ({state}, name) => later(state, name),
	hints: () => ['log'],
};

function pointsLines({state, place, columns}: Here): Line[] {
	const mark = roundOf(state)?.now.marks[place.item];
	const words = mark?.right === true ? span('✓ Right', 'good') : span('✗ Not right', 'danger');
	const item = state.round?.round.items[place.item];
	return [
		...wrap(line(words, `: ${counted(mark?.points ?? 0, 'point')}.`), columns),
		...wrap(line(...drawSentence(item?.question.ask ?? '', 'muted')), columns),
	];
}

/** What was chosen, if it is not right, and what is right, each with its reason. */
function reasonLines({columns, place, twin}: Here, item: RoundItem): Line[] {
	const because = (words: string): Line[] => wrap(line(...drawSentence(words)), columns, {indent: 2});
	if (!item.options) {
		const [{line: first}] = item.question.lines;
		const right = rightAnswers(item).includes(place.answer);
		return [
			...(right ? [] : [line(span('✗ ', 'danger'), span(`Line ${place.answer}`, 'strong')), BLANK]),
			line(span('✓ ', 'good'), span(`Line ${right ? place.answer : first}`, 'strong')),
			...because(item.question.because),
		];
	}
	const option = ({label, because: why}: DrillOption, sign: Line[number]): Line[] => [
		...wrap(line(sign, ...drawSentence(label, 'strong')), columns, {hang: 2}),
		...because(why),
	];
	const decision = ({decides}: DrillOption): Line[] => {
		const words = line(span(`Line ${decides.line}: ${decides.quote.trim()}`, 'muted'));
		return twin ? wrap(words, columns, {indent: 2}) : [[span('  '), ...fit(words, columns - 2)]];
	};
	const chosen = item.options[place.answer - 1];
	const truth = item.options.find(({right}) => right);
	return [
		...(chosen && !chosen.right
			? [
					...option(chosen, span('✗ ', 'danger')),
					...(chosen.decides.line === truth?.decides.line ? [] : decision(chosen)),
					BLANK,
				]
			: []),
		...(truth ? [...option(truth, span('✓ ', 'good')), ...decision(truth)] : []),
	];
}

/** The facts that decide, as the program read or derived them from this log. */
function foundLines({view, knowledge, columns}: Here, {options}: RoundItem): Line[] {
	const condition = options?.find(({right}) => right)?.holds?.source ?? '';
	const facts = resolve(view.focus.diagnosis.walk.facts);
	const found = knowledge.playbook.facts.flatMap((declared) => {
		const {name, label} = declared;
		const fact = new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}(?!\\w)`).test(condition) && facts.get(name);
		if (!fact) return [];
		const where = fact.origin.by === 'reader' ? ` (line ${fact.origin.place.line})` : '';
		return [`${label}: ${shownText(fact, declared)}${where}`];
	});
	return found.length === 0
		? []
		: [BLANK, ...wrap(line(span('The program finds: ', 'accent'), `${found.join('; ')}.`), columns)];
}
