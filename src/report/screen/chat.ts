import type {Diagnosis, RankedRemedy} from '../../model/diagnosis.js';
import type {ReportContext} from '../context.js';
import {typed} from '../how.js';
import {bytesText, codeText, freesWord, isSeen} from '../phrases.js';
import {shorten} from './page.js';

/** Most characters of a line in a chat. */
const MOST = 160;
/** Most lines of the form. */
export const CHAT_LINES = 10;

/** The report for a chat or a ticket, in at most ten lines: what failed, where, what takes the memory, what to do. Names are in back quotes. */
export function chatText(diagnosis: Diagnosis, {fill}: Pick<ReportContext, 'fill'>): string {
	const {analysis, plan, verdict} = diagnosis;
	const {incident, story, groups} = analysis;
	const [step, ...others] = plan.restarts[0]?.steps ?? [];
	const later = [...others, ...plan.restarts.slice(1).flatMap(({steps}) => steps)];
	const code = step ? typed(step)?.text.split('\n') : undefined;
	const largest = groups.slice(0, 2).map(({text, shape, count, what}) => {
		const words = what === '' ? '' : ` (${what})`;
		return `${text} ${count > 1 ? `${count} × ` : ''}\`${shape}\`${words}`;
	});
	const lines = [
		[codeText(diagnosis), fill(verdict.title, diagnosis)].filter(Boolean).join(': '),
		isSeen(diagnosis) ? `${story[0] ?? ''} (${incident.at.evidence}:${incident.at.line})` : '',
		largest.length > 0 ? `Largest: ${largest.join('; ')}.` : '',
		diagnosis.because[0] === undefined ? '' : `Why: ${diagnosis.because[0]}`,
		step ? `Do this first: ${stepText(step)}.` : '',
		...(code && code.length <= 3 ? code.map((line) => `    ${line}`) : []),
		later.length > 0 ? `Then: ${later.slice(0, 3).map(stepText).join('; ')}.` : '',
		plan.restarts[0] ? `Check: ${plan.restarts[0].watch}` : (plan.needs ?? ''),
	];
	const said = lines.filter((line) => line !== '').slice(0, CHAT_LINES);
	return `${said.map((line) => (line.startsWith('    ') ? line : shorten(line, (words) => words.length <= MOST))).join('\n')}\n`;
}

function stepText({remedy, estimate}: RankedRemedy): string {
	const frees = estimate && estimate.high > 0 ? `, ${freesWord(remedy)} ${bytesText(estimate)}` : '';
	return `${remedy.title} (\`${remedy.id}\`)${frees}`;
}
