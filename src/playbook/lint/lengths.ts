import type {Complaints} from '../complaints.js';
import type {Draft} from '../draft.js';
import type {Located, Path} from '../located.js';

/** Characters that fit where a text stands: a title on one line of a wide terminal, a question on two of a narrow one, and so on. */
export const MOST = {
	ask: 100,
	why: 250,
	how: 300,
	label: 70,
	because: 200,
	title: 80,
	says: 400,
	summary: 200,
	gain: 130,
	telltale: 160,
	safetyNote: 200,
	edit: 230,
	editLine: 74,
	verify: 200,
	cost: 70,
} as const;

/** No text is too long for its place on the screen. */
export function lintLengths(draft: Draft, complaints: Complaints): void {
	const check = (owner: Located<unknown>, path: Path, what: keyof typeof MOST, text: string | undefined): void => {
		if (text === undefined || text.length <= MOST[what]) return;
		const message = `This has ${text.length} characters; ${SPOKEN[what]} has at most ${MOST[what]}.`;
		complaints.add('too-long', owner.at(path), message, 'Say it shorter, and the rest on a page.');
	};
	for (const node of draft.nodes.values()) {
		const {value} = node;
		if (value.kind === 'verdict') {
			check(node, ['title'], 'title', value.title);
			check(node, ['says'], 'says', value.says);
			continue;
		}
		for (const key of ['ask', 'why', 'how'] as const) check(node, [key], key, value[key]);
		check(node, ['unsure', 'because'], 'because', value.unsure.because);
		for (const [index, option] of value.options.entries()) {
			check(node, ['options', index, 'label'], 'label', option.label);
			check(node, ['options', index, 'because'], 'because', option.because);
		}
	}
	for (const remedy of draft.remedies.values()) {
		const {value} = remedy;
		for (const key of ['title', 'gain', 'telltale', 'safetyNote', 'verify'] as const)
			check(remedy, [key], key, value[key]);
		check(remedy, ['edit'], 'edit', value.edit);
		for (const text of value.edit?.split('\n') ?? []) check(remedy, ['edit'], 'editLine', text);
		for (const [index, cost] of value.costs.entries()) check(remedy, ['costs', index], 'cost', cost);
		for (const key of ['indicated', 'unlikely', 'ruledOut'] as const) {
			for (const [index, sign] of value[key].entries()) check(remedy, [key, index, 'because'], 'because', sign.because);
		}
	}
	for (const page of draft.pages.values()) {
		check(page, ['title'], 'title', page.value.title);
		check(page, ['summary'], 'summary', page.value.summary);
	}
}

const SPOKEN: Readonly<Record<keyof typeof MOST, string>> = {
	ask: 'a question',
	why: 'the reason of a question',
	how: 'the way to find out',
	label: 'an option',
	because: 'a reason',
	title: 'a title',
	says: 'a verdict',
	summary: 'a summary',
	gain: 'a gain',
	telltale: 'a telltale',
	safetyNote: 'a note on safety',
	edit: 'an edit',
	editLine: 'a line of an edit',
	verify: 'a way to verify',
	cost: 'a cost',
};
