// The first line of a screen: the evidence, the failure and the screen at the left; how far each step is at the right.
import {nameOf} from './names.js';
import {roundOf} from './practice.js';
import {screenOf} from './screens/index.js';
import type {Scene} from './screens/screen.js';
import {fit, line, lineWidth, span, spread, type Line, type Span} from './text/line.js';

const STEPS = [
	{step: 'read', label: 'read'},
	{step: 'why', label: 'why'},
	{step: 'remedies', label: 'remedies'},
	{step: 'plan', label: 'plan'},
] as const;

/** Columns that still tell one file from another. */
const NAME_COLUMNS = 12;

/** `train.log ▸ E1000 ▸ Question 2          ● read ● why ◐ remedies ○ plan` */
export function header(scene: Scene, room: number): Line {
	const {view} = scene;
	// Nothing is diagnosed only to draw the frame that is shown while the log is read.
	const begun = view.reading.evidence.length > 0 || view.session.answers.size > 0;
	const [first, ...others] = view.reading.evidence;
	const name = first ? `${nameOf(view, first.name)}${others.length > 0 ? ` +${others.length}` : ''}` : 'xla-triage';
	// While a drill asks, its answer is not told.
	const code =
		view.seen && roundOf(scene.state)?.item === undefined
			? [span(' ▸ ', 'muted'), span(view.focus.incident.code, 'danger')]
			: [];
	const rest: Line = [...code, span(' ▸ ', 'muted'), span(screenOf(scene).title(scene), 'accent')];
	const own = screenOf(scene).header?.(scene);
	if (own) {
		const title = line(span(own[0], 'strong'), span(' ▸ ', 'muted'), span(screenOf(scene).title(scene), 'accent'));
		return spread(title, line(span(own[1], 'muted')), room);
	}
	const now = screenOf(scene).step;
	const right = STEPS.flatMap(({step, label}): Span[] => [
		span(`${begun ? progress(scene)[step] : '○'} `, step === now ? 'accent' : 'muted'),
		span(label, step === now ? 'strong' : 'muted'),
		span('  '),
	]).slice(0, -1);
	const number = STEPS.findIndex(({step}) => step === now) + 1;
	const short = number > 0 ? line(span(`step ${number} of ${STEPS.length}`, 'muted')) : [];
	// The steps keep their place and their words; a long name gives way. The words go where the name would be lost.
	const roomBeside = (steps: Line): number => room - lineWidth(rest) - lineWidth(steps) - 2;
	const steps = roomBeside(right) >= Math.min(NAME_COLUMNS, name.length) ? right : short;
	const left: Line = [...fit(line(span(name, 'strong')), Math.max(8, roomBeside(steps))), ...rest];
	return spread(left, steps, room);
}

/** How far each step is: done, begun, not begun. */
function progress({view}: Scene): Record<(typeof STEPS)[number]['step'], string> {
	const {session, reading, seen, focus} = view;
	const answered = focus.walk.trail.length > 0;
	const open = focus.diagnosis.remedies.filter(
		(ranked) => ranked.standing === 'indicated' && ranked.decision === undefined,
	);
	const dot = (done: boolean, begun: boolean): string => (done ? '●' : begun ? '◐' : '○');
	return {
		read: dot(seen, reading.evidence.length > 0),
		why: dot(focus.walk.at.kind === 'verdict', answered),
		remedies: dot(session.decisions.size > 0 && open.length === 0, session.decisions.size > 0),
		plan: dot(session.saved.length > 0, session.decisions.size > 0),
	};
}
