import {readFileOrPipe} from './small-file.js';
import {causeOf, type Trouble} from './trouble.js';

/** There are some forty questions. */
const MOST_BYTES = 1 << 16;

/** Reads answers given beforehand: a YAML or JSON file of `question id: option id`; `unsure` is an answer too. */
export async function readAnswers(
	file: string,
): Promise<{readonly answers: ReadonlyMap<string, string>} | {readonly trouble: Trouble}> {
	const todo = 'Write one line for each question, such as e1000/largest: unexpected';
	let value: unknown;
	try {
		const {parse} = await import('./yaml.js');
		value = parse((await readFileOrPipe(file, MOST_BYTES)).toString('utf8'));
	} catch (error) {
		const cause = error instanceof Error && error.name === 'YAMLParseError' ? error.message : causeOf(error);
		return {trouble: {title: `Cannot read answers from ${file}`, cause, todo}};
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return {
			trouble: {title: `Cannot read answers from ${file}`, cause: 'It is not a list of names with values.', todo},
		};
	}
	const entries = Object.entries(value);
	const wrong = entries.find(([, option]) => typeof option !== 'string' && typeof option !== 'boolean');
	if (wrong) {
		return {trouble: {title: `Cannot use the answer to ${wrong[0]} in ${file}`, cause: 'It is not a word.', todo}};
	}
	// YAML takes a bare yes or no for a word, and true or false for a truth; both are ids of options somewhere.
	return {answers: new Map(entries.map(([question, option]) => [question, String(option)]))};
}
