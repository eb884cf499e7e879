import type {Diagnosis, Plan, RankedRemedy} from '../model/diagnosis.js';
import type {Block} from '../model/document.js';
import {heading, paragraph, strong} from './blocks.js';
import type {ReportContext} from './context.js';
import {DECISION, estimateText, freesText, freesWord, roleText, SAFETY, STANDING} from './phrases.js';

/** Every remedy that came into question, in rank order; those that are ruled out last, each with its reason. */
export function remedyBlocks(diagnosis: Diagnosis, {detail}: ReportContext): Block[] {
	if (detail === 'plan') return furtherBlocks(diagnosis);
	const {remedies, plan} = diagnosis;
	const likely = remedies.filter(({standing}) => standing === 'indicated' || standing === 'possible');
	const unlikely = remedies.filter(({standing}) => standing === 'unlikely');
	const out = remedies.filter(({standing}) => standing === 'ruled out');
	const blocks: Block[] = [];
	if (likely.length > 0) {
		blocks.push(heading(2, 'All remedies, the most promising first'));
		blocks.push(...likely.flatMap((remedy) => remedyDetail(remedy, plan)));
	}
	if (unlikely.length > 0) blocks.push(heading(2, 'Unlikely to help'), reasons(unlikely));
	if (out.length > 0) blocks.push(heading(2, 'Ruled out'), reasons(out));
	return blocks;
}

/** After a plan: what is left to try, short. What the user decided on is listed with any standing. */
function furtherBlocks({remedies, plan}: Diagnosis): Block[] {
	const lacking = plan.toFree !== undefined;
	const steps = new Set(plan.restarts.flatMap((restart) => restart.steps.map((step) => step.remedy.id)));
	const left = remedies.filter(({remedy}) => !steps.has(remedy.id));
	const counts = (one: RankedRemedy): boolean =>
		one.standing === 'indicated' || one.decision !== undefined || one.note !== undefined;
	const further = left.filter(
		(one) => counts(one) || (one.standing === 'possible' && (one.role === 'alongside' || one.estimate !== undefined)),
	);
	const rest = left.filter((one) => !further.includes(one));
	const named = (standing: RankedRemedy['standing']): string =>
		rest
			.filter((one) => one.standing === standing)
			.map(({remedy}) => `\`${remedy.id}\``)
			.join(', ');
	const lines: [string, string][] = [
		['Possible, gain unknown', named('possible')],
		['Unlikely to help', named('unlikely')],
		['Ruled out', named('ruled out')],
	];
	const said = lines.filter(([, ids]) => ids !== '').map(([head, ids]) => paragraph(strong(`${head}: `), `${ids}.`));
	if (further.length + said.length === 0) return [];
	return [
		heading(2, steps.size > 0 ? 'Further remedies' : 'All remedies, the most promising first'),
		...(further.length > 0
			? [{kind: 'list', ordered: false, items: further.map((one) => [shortly(one, lacking)])} satisfies Block]
			: []),
		...said,
		paragraph('Each has a page with its reasons: `xla-triage explain NAME`.'),
	];
}

function shortly({remedy, standing, estimate, because, decision, note}: RankedRemedy, lacking: boolean): Block {
	// Nothing decides what is merely possible; what its gain rests on are the user's figures.
	const reason = standing === 'possible' && lacking && estimate ? `Estimate: ${estimate.basis}.` : because[0];
	return paragraph(
		strong(remedy.title),
		` (\`${remedy.id}\`): ${standing}`,
		lacking && estimate ? `, ${freesWord(remedy)} ${estimateText(estimate)}` : '',
		`. ${reason}`,
		decision ? ` Your decision: ${DECISION[decision]}.` : '',
		...(note === undefined ? [] : [strong(' Your note: '), {kind: 'text', text: note} as const]),
	);
}

function reasons(remedies: readonly RankedRemedy[]): Block {
	return {
		kind: 'list',
		ordered: false,
		items: remedies.map(({remedy, because}) => [paragraph(strong(remedy.title), `: ${because.join(' ')}`)]),
	};
}

/** Whether the reasons already name the sign of a remedy. */
function saysSign({remedy, because}: RankedRemedy): boolean {
	const sign = remedy.telltale.replace(/\.$/, '');
	return because.some((reason) => reason.includes(sign));
}

function remedyDetail(ranked: RankedRemedy, plan: Plan): Block[] {
	const {remedy} = ranked;
	const lacking = plan.toFree !== undefined;
	const lines = [
		`Standing: ${STANDING[ranked.standing]}; ${roleText(ranked, plan)}.`,
		...ranked.because,
		...(lacking ? [`${freesText(ranked)} In general: ${remedy.gain}.`] : []),
		...(remedy.lastResort ? ['A last resort: try the changes above first.'] : []),
		`Safety: ${SAFETY[remedy.safety]}. ${remedy.safetyNote}`,
		...(remedy.costs.length > 0 ? [`Cost: ${remedy.costs.join('; ')}.`] : []),
		...(saysSign(ranked) ? [] : [`It helps when: ${remedy.telltale}`]),
		...(ranked.decision ? [`Your decision: ${DECISION[ranked.decision]}.`] : []),
		...(ranked.note ? [`Your note: ${ranked.note}`] : []),
		`Cited: ${ranked.citations.map((citation) => citation.title).join('; ')}.`,
	];
	return [
		heading(3, `${ranked.rank}. ${remedy.title}`),
		{kind: 'list', ordered: false, items: lines.map((line) => [paragraph(line)])},
	];
}
