import type {FlowNode, Option} from '../model/flow.js';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import {noteBroken} from './draft.js';
import type {Located} from './located.js';
import {readYaml} from './located.js';
import {flowSchema, groupsSchema, questionSchema, verdictSchema, type WrittenStage} from './schema.js';
import type {SourceFile} from './source.js';
import {validate} from './validate.js';

/** Reads one flow file into the draft; node names become qualified: `disk/full`. */
export function readFlow(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const yaml = readYaml(file, complaints);
	const flow = yaml && validate(flowSchema, yaml, complaints);
	if (!flow) {
		const name = file.path.replace(/^flows\/|\.yaml$/g, '');
		draft.broken.files.add(file.path);
		noteBroken(draft, `${name}/`, file.text, name);
		return;
	}
	for (const [name, given] of Object.entries(flow.value.nodes)) {
		const node = readNode(flow.sub(['nodes', name], given), name, flow.value.flow, complaints);
		if (!node) {
			noteBroken(draft, `${flow.value.flow}/${name}`, given, flow.value.flow);
			continue;
		}
		if (draft.nodes.has(node.value.id)) {
			const hint = 'Give the flow or the node another name.';
			complaints.add('duplicate-id', node.at([]), `There are two nodes named ${node.value.id}.`, hint);
			continue;
		}
		draft.nodes.set(node.value.id, node);
		const stages = node.value.kind === 'verdict' && (given as {stages?: readonly WrittenStage[]}).stages;
		if (stages) draft.written.set(node.value.id, stages);
	}
}

/** Reads `flows/groups.yaml`: sets of remedies and orders of stages that verdicts share. */
export function readGroups(file: SourceFile, draft: Draft, complaints: Complaints): void {
	const yaml = readYaml(file, complaints);
	const found = yaml && validate(groupsSchema, yaml, complaints);
	if (!found) {
		draft.broken.files.add(file.path);
		noteBroken(draft, 'groups', file.text);
		return;
	}
	const add = <T>(kind: 'groups' | 'orders', into: Map<string, Located<T>>, all: Readonly<Record<string, T>>): void => {
		for (const [name, value] of Object.entries(all)) {
			const one = found.sub([kind, name], value);
			if (into.has(name))
				complaints.add('duplicate-id', one.key([]), `There are two ${kind} named ${name}.`, 'Rename one.');
			else into.set(name, one);
		}
	};
	add('groups', draft.groups, found.value.groups);
	add('orders', draft.orders, found.value.orders);
}

function readNode(
	given: Located<unknown>,
	name: string,
	flow: string,
	complaints: Complaints,
): Located<FlowNode> | undefined {
	const isVerdict = typeof given.value === 'object' && given.value !== null && 'verdict' in given.value;
	const id = `${flow}/${name}`;
	const place = given.key([]);
	if (isVerdict) {
		const verdict = validate(verdictSchema, given, complaints);
		return verdict?.sub([], {kind: 'verdict', id, ...verdict.value, stages: [], remedies: [], place});
	}
	const question = validate(questionSchema, given, complaints);
	if (!question) return undefined;
	const {options, unsure, unless, ...rest} = question.value;
	const [first, ...others] = options.map(({when, goto, ...option}, index): Option => {
		const condition = when === undefined ? {} : {when: {source: when, place: question.at(['options', index, 'when'])}};
		return {...option, ...condition, goto: qualified(goto, flow)};
	});
	if (!first) return undefined;
	return question.sub([], {
		kind: 'question',
		id,
		...rest,
		...(unless !== undefined && {unless: {source: unless, place: question.at(['unless'])}}),
		options: [first, ...others],
		unsure: {...unsure, goto: qualified(unsure.goto, flow)},
		place,
	});
}

function qualified(goto: string, flow: string): string {
	return goto.includes('/') ? goto : `${flow}/${goto}`;
}
