// Drills and the tour: text in, a course or located complaints out. They are compiled apart from the playbook, so that a
// diagnosis never loads them.
import {z} from 'zod';
import {createConditions, type Conditions} from '../engine/index.js';
import {
	TOPICS,
	type ChoiceQuestion,
	type Course,
	type DecidingLine,
	type Drill,
	type DrillQuestion,
	type LineQuestion,
	type TourStop,
} from '../model/drill.js';
import type {Block} from '../model/document.js';
import type {FactDeclaration} from '../model/fact.js';
import type {SourcePlace} from '../model/flow.js';
import type {Complaint} from '../model/playbook.js';
import {Complaints} from './complaints.js';
import {readYaml, type Located} from './located.js';
import {readMarkdown} from './markdown.js';
import {readPage} from './page-text.js';
import type {PlaybookFile} from './read.js';
import {SourceFile} from './source.js';
import {validate} from './validate.js';

/** Kinds of complaints about drills, beside those about form. */
export const DRILL_COMPLAINTS = {
	'drill-log': 'A drill has no log.',
	'drill-quote': 'A drill quotes words that are not in its log.',
	'drill-right': 'A question has no right answer, or several.',
	'drill-condition': 'An answer has a condition that cannot be checked.',
	'drill-page': 'A drill leads to a page that does not exist.',
} as const satisfies Readonly<Record<string, string>>;

export interface CourseOptions {
	/** Facts that the conditions of answers may name: those of the playbook and those of practice. */
	readonly facts: readonly FactDeclaration[];
	/** Ids of the pages that drills may lead to; unchecked without it. */
	readonly pages?: ReadonlySet<string>;
}

/** The form of `content/drills/*.yaml`, for editors. */
export function drillJsonSchema(): unknown {
	return z.toJSONSchema(drillSchema, {io: 'input'});
}

/** Reads `content/drills/*.yaml` with the logs beside them, and `content/tour/*.md` in the order of their names. */
export function parseCourse(
	files: readonly PlaybookFile[],
	options: CourseOptions,
): {readonly course: Course; readonly complaints: readonly Complaint[]} {
	const reader = new CourseReader(files, options);
	const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
	const drills = sorted.flatMap(({path, text}) => {
		const id = /^content\/drills\/([A-Za-z0-9_-]+)\.yaml$/.exec(path)?.[1];
		return id === undefined ? [] : reader.drill(id, new SourceFile(path, text));
	});
	const tour = sorted.flatMap(({path, text}) =>
		/^content\/tour\/[A-Za-z0-9_-]+\.md$/.test(path) && !path.endsWith('README.md')
			? reader.stop(new SourceFile(path, text))
			: [],
	);
	return {course: {drills, tour}, complaints: reader.complaints()};
}

const words = z.string().min(1).max(4000);
const common = {
	id: z.string().regex(/^[a-z0-9-]+$/),
	topic: z.enum(TOPICS),
	ask: words,
	hints: z.array(words).max(3).default([]),
};
const choiceSchema = z.strictObject({
	...common,
	options: z
		.array(
			z.strictObject({
				label: words,
				right: z.boolean().default(false),
				holds: words
					.exactOptional()
					.describe(
						'A condition over declared facts that holds exactly if this answer is right. The right answer needs one.',
					),
				because: words,
				at: words.exactOptional().describe('Words of the line that decides; without them, those of the right answer.'),
			}),
		)
		.min(3)
		.max(6),
});
const lineSchema = z.strictObject({
	...common,
	line: z.array(words).min(1).describe('Words of the right lines; any line with one of them is right.'),
	found: words.describe('What the program finds on that line: a fact, incident, routed or largest.'),
	because: words,
});
const drillSchema = z.strictObject({
	title: words,
	level: z.literal([1, 2, 3, 4]),
	order: z.number().default(50).describe('Place among the drills of its level, low first.'),
	story: words,
	questions: z.array(z.union([choiceSchema, lineSchema])).min(1),
	lesson: words,
	page: words,
	pass: z.number().min(50).max(100).default(85),
});
const stopSchema = z.strictObject({
	title: words,
	quote: z.array(z.string()).exactOptional(),
	shapes: z.array(z.strictObject({text: words, says: words})).exactOptional(),
});

type DrillText = z.infer<typeof drillSchema>;
type QuestionText = DrillText['questions'][number];

class CourseReader {
	readonly #form = new Complaints();
	readonly #own: Complaint[] = [];
	readonly #logs: ReadonlyMap<string, string>;
	readonly #conditions: Conditions;
	readonly #pages: ReadonlySet<string> | undefined;

	constructor(files: readonly PlaybookFile[], {facts, pages}: CourseOptions) {
		this.#logs = new Map(files.filter(({path}) => path.endsWith('.log')).map(({path, text}) => [path, text]));
		this.#conditions = createConditions(facts);
		this.#pages = pages;
	}

	complaints(): readonly Complaint[] {
		const key = ({place}: Complaint): string =>
			`${place.file}:${String(place.line).padStart(6)}:${String(place.column).padStart(6)}`;
		return [...this.#form.sorted(), ...this.#own].sort((a, b) => (key(a) < key(b) ? -1 : 1));
	}

	drill(id: string, file: SourceFile): Drill[] {
		const yaml = readYaml(file, this.#form);
		const found = yaml && validate(drillSchema, yaml, this.#form);
		if (!found) return [];
		const text = this.#logs.get(file.path.replace(/\.yaml$/, '.log'));
		if (text === undefined) {
			this.#complain('drill-log', file.place(0), 'There is no log beside this drill.', `Put it into ${id}.log.`);
			return [];
		}
		const {value} = found;
		if (this.#pages && !this.#pages.has(value.page)) {
			this.#complain('drill-page', found.at(['page']), `There is no page ${value.page}.`, 'Name one, as codes/E1000.');
		}
		const lines = text.split('\n');
		const questions = value.questions.map((question, index) =>
			this.#question(id, question, found.sub(['questions', index], question), lines),
		);
		const [first, ...others] = questions.filter((question) => question !== undefined);
		if (!first) return [];
		const {title, level, order, story, lesson, page, pass} = value;
		const log = {name: `${id}.log`, text};
		return [
			{id, title, level, order, story, log, questions: [first, ...others], lesson, page, pass, place: file.place(0)},
		];
	}

	stop(file: SourceFile): TourStop[] {
		const parts = readPage(file, this.#form);
		const front = parts && validate(stopSchema, parts.front, this.#form);
		if (!front) return [];
		const body: readonly Block[] = readMarkdown(file, parts.bodyStart, this.#form).body;
		const {title, quote, shapes} = front.value;
		if (shapes) return [{kind: 'shape', title, body, shapes}];
		return [quote ? {kind: 'report', title, quote, body} : {kind: 'read', title, body}];
	}

	#question(
		drill: string,
		question: QuestionText,
		found: Located<unknown>,
		lines: readonly string[],
	): DrillQuestion | undefined {
		const {topic, ask, hints} = question;
		const asked = {id: `${drill}/${question.id}`, topic, ask, hints, place: found.at([])};
		return 'line' in question
			? this.#lineQuestion(asked, question, found, lines)
			: this.#choiceQuestion(asked, question, found, lines);
	}

	#lineQuestion(
		asked: Omit<LineQuestion, 'kind' | 'lines' | 'found' | 'because'>,
		{line, found: what, because}: Extract<QuestionText, {line: unknown}>,
		found: Located<unknown>,
		lines: readonly string[],
	): LineQuestion | undefined {
		const right = line.flatMap((quote, index) => this.#linesWith(quote, found.at(['line', index]), lines));
		const [first, ...others] = right;
		return first && {kind: 'line', ...asked, lines: [first, ...others], found: what, because};
	}

	#choiceQuestion(
		asked: Omit<ChoiceQuestion, 'kind' | 'options'>,
		{options}: Exclude<QuestionText, {line: unknown}>,
		found: Located<unknown>,
		lines: readonly string[],
	): ChoiceQuestion | undefined {
		const right = options.filter((option) => option.right);
		const fallback = right[0]?.at;
		if (right.length !== 1 || fallback === undefined || right[0]?.holds === undefined) {
			const hint =
				'Mark exactly one answer with right: true, and give it a condition (holds) and the words of the line that decides (at).';
			this.#complain('drill-right', found.at([]), `${right.length} answers with their line are right.`, hint);
			return undefined;
		}
		const read = options.flatMap((option, index) => {
			const place = found.at(['options', index, 'holds']);
			const check = option.holds === undefined ? undefined : this.#conditions.check(option.holds);
			if (check?.ok === false)
				this.#complain('drill-condition', place, check.message, 'Name declared facts, or tool.… of practice.');
			const quoted = option.at === undefined ? [] : ['at'];
			const decides = this.#linesWith(option.at ?? fallback, found.at(['options', index, ...quoted]), lines)[0];
			const holds = option.holds === undefined ? {} : {holds: {source: option.holds, place}};
			const {label, because} = option;
			const id = `${index + 1}`;
			return decides ? [{id, label, right: option.right, ...holds, because, decides}] : [];
		});
		const [first, second, third, ...others] = read;
		return first && second && third && {kind: 'choice', ...asked, options: [first, second, third, ...others]};
	}

	#linesWith(quote: string, place: SourcePlace, lines: readonly string[]): DecidingLine[] {
		const found = lines.flatMap((line, index) => (line.includes(quote) ? [{line: index + 1, quote}] : []));
		if (found.length === 0) {
			const hint = 'Quote a line of the log as it stands, or a part of it.';
			this.#complain('drill-quote', place, `No line of the log has the words ${JSON.stringify(quote)}.`, hint);
		}
		return found;
	}

	#complain(id: keyof typeof DRILL_COMPLAINTS, place: SourcePlace, message: string, hint: string): void {
		this.#own.push({id, place, message, hint});
	}
}
