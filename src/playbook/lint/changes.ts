import type {ChangeStep} from '../../model/change.js';
import type {Complaints} from '../complaints.js';
import {isTableBroken, type Draft} from '../draft.js';
import {didYouMean} from '../suggest.js';

/** The changes of remedies: each word is that of one page, an amount is used where it is given, and measured responses exist. */
export function lintChanges(draft: Draft, complaints: Complaints): void {
	const regimes = new Set([...draft.responses.keys()].map(regimeOf));
	const words = new Map<string, string>();
	for (const [id, remedy] of draft.remedies) {
		const {change} = remedy.value;
		if (!change) continue;
		const {word = id, amount, does} = change;
		const other = words.get(word);
		if (other !== undefined) {
			const message = `${word} is what ${other} is called already.`;
			complaints.add('duplicate-id', remedy.at(['change', 'word']), message, 'Choose another word, or leave it out.');
		}
		words.set(word, id);
		const asks = does.some((step) => amountsIn(step).some((text) => /\bn\b/.test(text)));
		if (asks !== (amount !== undefined)) {
			const message = asks
				? 'A step says n, and the change gives no amount.'
				: 'The change has an amount that no step uses.';
			complaints.add('schema', remedy.at(['change']), message, 'Give amount: 4, and n or 1/n in a step; or neither.');
		}
		for (const [index, step] of does.entries()) {
			const regime = step.regime ?? (step.kind === 'substitute' ? 'extent' : step.kind);
			if (regimes.has(regime) || isTableBroken(draft, 'responses')) continue;
			const message = `No row of content/responses.yaml is about ${regime}.`;
			const hint = didYouMean(regime, regimes, `Regimes: ${[...regimes].toSorted().join(', ')}.`);
			complaints.add('unknown-regime', remedy.at(['change', 'does', index]), message, hint);
		}
	}
}

/** `list/extent/stacked` and `extent-fits` are of the regime `extent`. */
function regimeOf(row: string): string {
	return /^list\/([^/]+)/.exec(row)?.[1] ?? row.slice(0, row.lastIndexOf('-'));
}

function amountsIn(step: ChangeStep): readonly string[] {
	switch (step.kind) {
		case 'substitute':
			return [step.factor];
		case 'retype':
			return [step.to];
		case 'chunk':
			return [step.pieces];
		case 'divide':
			return step.by === undefined ? [] : [step.by];
		default:
			return [];
	}
}
