import {createConditions} from '../../src/engine/index.js';
import type {FlowNode, Option, QuestionNode} from '../../src/model/flow.js';
import type {Playbook} from '../../src/model/playbook.js';
import type {Remedy} from '../../src/model/remedy.js';
import {Coverage} from '../../src/cli/plays/coverage.js';
import {performPlay, readPlays, type Play} from '../../src/cli/plays/index.js';
import {parsePlaybook, type PlaybookFile} from '../../src/playbook/index.js';
import {isMap, isSeq, parseDocument} from 'yaml';

/** The knowledge with one thing wrong in it. */
export interface Mutant {
	/** `e1000/split split: flipped` */
	readonly name: string;
	readonly playbook: Playbook;
	/** The node or the remedy that is wrong. */
	readonly of: {readonly node: string} | {readonly remedy: string};
	/** The same change in the files: where, and what is there now; undefined takes it away. */
	readonly path: readonly (string | number)[];
	readonly value: string | undefined;
}

/** How a mutant was found, if it was. */
export interface Verdict {
	readonly name: string;
	readonly by: 'plays' | 'check' | 'nothing';
}

const SIGNS = ['indicated', 'unlikely', 'ruledOut'] as const;

/** Every mutant: each condition flipped, each option's target swapped, each inference dropped, one at a time. */
export function mutantsOf(playbook: Playbook): readonly Mutant[] {
	const nodes = Object.values(playbook.flow.nodes).flatMap((node) =>
		node.kind === 'question' ? ofQuestion(node, playbook) : [],
	);
	return [...nodes, ...playbook.remedies.flatMap((remedy) => ofRemedy(remedy, playbook))];
}

/** Finds out which mutants the plays catch, and which of the others the linter does. */
export function catchMutants(
	mutants: readonly Mutant[],
	files: readonly PlaybookFile[],
	playFiles: readonly PlaybookFile[],
	playbook: Playbook,
	open: (file: string) => string,
): readonly Verdict[] {
	const conditions = createConditions(playbook.facts);
	const {plays} = readPlays(playFiles);
	// A play that never comes to the node that is wrong cannot tell. A junction is passed unseen, so any may have come to it.
	const comesTo = new Map<Play, Coverage>();
	for (const play of plays) {
		const coverage = new Coverage();
		const {failures} = performPlay(play, {playbook, conditions, coverage, open});
		if (failures.length > 0) throw new Error(`${play.file} fails before anything is wrong.`);
		comesTo.set(play, coverage);
	}
	const read = playbook.facts.filter(({from}) => from !== 'answer').map(({name}) => name);
	return mutants.map((mutant): Verdict => {
		const {name, of} = mutant;
		const concerned = plays.filter((play) =>
			'node' in of
				? isJunction(playbook, of.node) || comesTo.get(play)?.nodes.has(of.node) === true
				: play.kind === 'scenes' || play.of.value.remedy === of.remedy,
		);
		const isCaught = concerned.some(
			(play) =>
				performPlay(play, {playbook: mutant.playbook, conditions, coverage: new Coverage(), open}).failures.length > 0,
		);
		if (isCaught) return {name, by: 'plays'};
		const {complaints} = parsePlaybook(changed(files, mutant), {read});
		return {name, by: complaints.length > 0 ? 'check' : 'nothing'};
	});
}

function isJunction({flow}: Playbook, id: string): boolean {
	const node = flow.nodes[id];
	return node?.kind === 'question' && node.junction === true;
}

function ofQuestion(node: QuestionNode, playbook: Playbook): readonly Mutant[] {
	const [, name = ''] = node.id.split('/');
	const mutant = (
		what: string,
		path: readonly (string | number)[],
		value: string | undefined,
		wrong: QuestionNode,
	): Mutant => ({
		name: `${node.id} ${what}`,
		playbook: withNode(playbook, wrong),
		of: {node: node.id},
		path: ['nodes', name, ...path],
		value,
	});
	const options = node.options.flatMap((option, index): readonly Mutant[] => {
		const at = ['options', index];
		const target = otherTarget(node, option.goto, playbook);
		const swapped = mutant(
			`${option.id}: leads to ${target}`,
			[...at, 'goto'],
			target,
			withOption(node, index, {...option, goto: target}),
		);
		if (!option.when) return [swapped];
		const {when, ...rest} = option;
		const flipped = `!(${when.source})`;
		return [
			swapped,
			mutant(
				`${option.id}: flipped`,
				[...at, 'when'],
				flipped,
				withOption(node, index, {...option, when: {...when, source: flipped}}),
			),
			mutant(`${option.id}: dropped`, [...at, 'when'], undefined, withOption(node, index, rest)),
		];
	});
	const target = otherTarget(node, node.unsure.goto, playbook);
	const unsure = mutant(`unsure: leads to ${target}`, ['unsure', 'goto'], target, {
		...node,
		unsure: {...node.unsure, goto: target},
	});
	return [...options, unsure];
}

function ofRemedy(remedy: Remedy, playbook: Playbook): readonly Mutant[] {
	const mutant = (
		what: string,
		path: readonly (string | number)[],
		value: string | undefined,
		wrong: Remedy,
	): Mutant => ({
		name: `${remedy.id} ${what}`,
		playbook: {...playbook, remedies: playbook.remedies.map((one) => (one.id === remedy.id ? wrong : one))},
		of: {remedy: remedy.id},
		path,
		value,
	});
	return SIGNS.flatMap((key) =>
		remedy[key].flatMap((sign, index) => {
			const flipped = `!(${sign.when.source})`;
			const wrong = {...sign, when: {...sign.when, source: flipped}};
			return [
				mutant(`${key} ${index}: flipped`, [key, index, 'when'], flipped, {
					...remedy,
					[key]: remedy[key].with(index, wrong),
				}),
				mutant(`${key} ${index}: dropped`, [key, index], undefined, {
					...remedy,
					[key]: remedy[key].toSpliced(index, 1),
				}),
			];
		}),
	);
}

// The target of another answer to the same question; where all lead to one place, any verdict of the flow that is another.
function otherTarget(node: QuestionNode, goto: string, {flow}: Playbook): string {
	const near = [...node.options.map((option) => option.goto), node.unsure.goto].find((target) => target !== goto);
	if (near !== undefined) return near;
	const [name = ''] = node.id.split('/');
	const far = Object.values(flow.nodes).find(
		({id, kind}) => kind === 'verdict' && id.startsWith(`${name}/`) && id !== goto,
	);
	if (!far) throw new Error(`${name} has one verdict only.`);
	return far.id;
}

function withOption(node: QuestionNode, index: number, option: Option): QuestionNode {
	const [first, ...others] = node.options.with(index, option);
	if (!first) throw new Error('A question has options.');
	return {...node, options: [first, ...others]};
}

function withNode(playbook: Playbook, node: FlowNode): Playbook {
	return {...playbook, flow: {...playbook.flow, nodes: {...playbook.flow.nodes, [node.id]: node}}};
}

// The same change in the text of the file, so that the linter sees what an author would have written.
function changed(files: readonly PlaybookFile[], {of, path, value}: Mutant): readonly PlaybookFile[] {
	const name = 'node' in of ? `flows/${of.node.split('/')[0] ?? ''}.yaml` : `content/remedies/${of.remedy}.md`;
	return files.map((file) => {
		if (file.path !== name) return file;
		const [, before = '', yaml = '', after = ''] = /^((?:---\n)?)([^]*?)((?:\n---\n[^]*)?)$/.exec(file.text) ?? [];
		const document = parseDocument(yaml);
		if (value === undefined) document.deleteIn(path);
		else document.setIn(path, value);
		const parent = document.getIn(path.slice(0, -1));
		if (!isMap(parent) && !isSeq(parent)) throw new Error(`${name} has nothing at ${path.join('.')}`);
		return {...file, text: `${before}${document.toString()}${after}`};
	});
}
