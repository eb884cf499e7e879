import type {Reading} from '../model/incident.js';
import type {Decision, Measurement, SessionEvent, SessionState} from '../model/session.js';
import type {Trial} from '../model/tuning.js';

/**
 * The state that a list of events adds up to. Evidence, trials, measurements and savings are things that happened outside: they are never undone, and
 * they do not come between an undo and its redo. Everything else a person did can be taken back, last first. An undo or redo
 * with nothing to take back does nothing.
 */
export function replay(events: readonly SessionEvent[]): SessionState {
	const readings: Reading[] = [];
	const saved: string[] = [];
	const measured = new Map<string, Measurement>();
	const trials: Trial[] = [];
	const done: Edit[] = [];
	const undone: Edit[] = [];
	for (const event of events) {
		switch (event.type) {
			case 'evidence':
				readings.push(event.reading);
				break;
			case 'saved':
				saved.push(event.path);
				break;
			case 'trial':
				trials.push(event.trial);
				break;
			case 'trialResult': {
				const at = trials.findLastIndex(({number}) => number === event.trial);
				const begun = trials[at];
				if (begun) trials[at] = {...begun, result: event.result};
				break;
			}
			case 'measured': {
				const {remedy, change, result} = event;
				const told = TOLD.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]] as const]));
				measured.set(`${remedy} ${change}`, {remedy, change, result, ...Object.fromEntries(told)});
				break;
			}
			case 'undo':
				move(done, undone);
				break;
			case 'redo':
				move(undone, done);
				break;
			default:
				done.push(event);
				undone.length = 0;
		}
	}
	return {
		readings,
		saved,
		...(trials.length > 0 ? {trials} : {}),
		...(measured.size > 0 ? {measured: [...measured.values()]} : {}),
		canUndo: done.length > 0,
		canRedo: undone.length > 0,
		...apply(done),
	};
}

/** What a measurement may say beside its result. */
const TOLD = ['used', 'before', 'libtpu', 'jobLibtpu', 'date'] as const satisfies readonly (keyof Measurement)[];

type Edit = Exclude<
	SessionEvent,
	{type: 'evidence' | 'saved' | 'trial' | 'trialResult' | 'measured' | 'undo' | 'redo'}
>;

function move(from: Edit[], to: Edit[]): void {
	const edit = from.pop();
	if (edit) to.push(edit);
}

function apply(edits: readonly Edit[]): Pick<SessionState, 'focus' | 'answers' | 'decisions' | 'notes'> {
	const answers = new Map<string, string>();
	const decisions = new Map<string, Decision>();
	const notes = new Map<string, string>();
	let focus: string | undefined;
	for (const edit of edits) {
		switch (edit.type) {
			case 'focus':
				focus = edit.incident;
				break;
			case 'answer':
				answers.set(edit.question, edit.option);
				break;
			case 'retract':
				answers.delete(edit.question);
				break;
			case 'decide':
				if (edit.decision === 'open') decisions.delete(edit.remedy);
				else decisions.set(edit.remedy, edit.decision);
				break;
			case 'note':
				if (edit.text === '') notes.delete(edit.on);
				else notes.set(edit.on, edit.text);
		}
	}
	return {...(focus === undefined ? {} : {focus}), answers, decisions, notes};
}
