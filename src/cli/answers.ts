import type {Playbook} from '../model/playbook.js';
import {readAnswers} from '../store/answers.js';
import {sayTrouble} from './say.js';
import type {World} from './world.js';

const UNSURE = 'unsure';

/** The answers of a file, checked against the questions there are; an empty map without a file. Undefined after a trouble was told. */
export async function answersFor(
	world: World,
	playbook: Playbook,
	file: string | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
	if (file === undefined) return new Map();
	const read = await readAnswers(file);
	if ('trouble' in read) {
		sayTrouble(world, read.trouble);
		return undefined;
	}
	for (const [question, option] of read.answers) {
		const node = playbook.flow.nodes[question];
		if (node?.kind !== 'question' || node.junction) {
			sayTrouble(world, {
				title: `There is no question ${question}`,
				cause: `${file} answers it.`,
				todo: `The questions are ${questionsOf(playbook).join(', ')}.`,
			});
			return undefined;
		}
		const options = [...node.options.map((one) => one.id), UNSURE];
		if (options.includes(option)) continue;
		sayTrouble(world, {
			title: `${question} has no answer ${option}`,
			cause: `${file} gives it.`,
			todo: `The answers are ${options.join(', ')}.`,
		});
		return undefined;
	}
	return read.answers;
}

function questionsOf({flow}: Playbook): readonly string[] {
	return Object.entries(flow.nodes)
		.flatMap(([id, node]) => (node.kind === 'question' && !node.junction ? [id] : []))
		.sort();
}
