// What the program would need if … : changes are typed, and the answer stands below while they are.
import {stepHolds, whatIf} from '../../plan/index.js';
import {printRange, printSize} from '../../model/size.js';
import {answerText, dimensionsText, fitsText} from '../../report/what-if.js';
import {at, back, step} from '../navigate.js';
import {identity, type PlaceOf} from '../place.js';
import {BLANK, line, span, wrap, type Line} from '../text/line.js';
import type {Scene, Screen} from './screen.js';

type Here = Scene<PlaceOf<'what-if'>>;

export const whatIfScreen: Screen<'what-if'> = {
	step: 'remedies',
	title: () => 'What if',
	body: (scene) => {
		const {view, columns} = scene;
		const {program} = view.focus.analysis;
		return [
			...wrap(line('Needs ', span(printSize(program.total.high), 'strong'), ' now. Its dimensions:'), columns),
			...wrap(line(span(dimensionsText(program), 'muted')), columns),
			BLANK,
			...wrap(
				line(
					span(
						'Type changes with spaces between them: batch=1/2, sequence=1024, microbatch=4, remat, donate, fsdp, …',
						'muted',
					),
				),
				columns,
			),
			...(scene.twin ? [BLANK, ...answers(scene)] : []),
		];
	},
	field: ({place}) => ({prompt: 'Change', value: place.change, placeholder: 'batch=1/2 remat'}),
	below: (scene) => (scene.twin ? [] : answers(scene)),
	// What was typed is kept and answered; the same again is enough seen.
	submit: ({state, place}, text) => step(text === place.change ? back(state) : at(state, {...place, change: text})),
};

/** The need after each change that is typed so far, and after all of them. */
function answers({state, view, place, knowledge, columns}: Here): Line[] {
	const typed = state.drafts[identity(place)] ?? place.change;
	const texts = typed.split(/\s+/).filter((text) => text !== '');
	const {changes, together, capacity} = whatIf(
		view.focus.analysis.program,
		texts,
		knowledge.playbook,
		view.session.measured,
		stepHolds(knowledge.conditions, view.focus.analysis.facts),
	);
	const applied = changes.filter(({effect}) => effect.need);
	return [
		...changes.flatMap((answer) => {
			const {need, basis} = answer.effect;
			const change = span(answer.change, 'code');
			if (!need) return wrap(line(change, span(`  does not apply: ${basis}`, 'muted')), columns, {hang: 2});
			const [needs, fits] = answerText(answer, need, capacity);
			return [
				...wrap(line(change, '  ', span(needs, 'strong'), fits), columns),
				...wrap(line(span(basis, 'muted')), columns, {indent: 2}),
			];
		}),
		...(together && applied.length > 1
			? wrap(line('together  ', span(printRange(together), 'strong'), fitsText(together, capacity)), columns)
			: []),
	];
}
