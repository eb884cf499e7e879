import type {Fact, FactDeclaration, FactValue} from '../model/fact.js';
import type {Flow, Option, QuestionNode} from '../model/flow.js';
import {point} from '../model/interval.js';
import type {Ledger, Visit, Walk} from '../model/walk.js';
import type {Conditions} from './conditions.js';
import {fill} from './fill.js';
import {createEnds} from './moot.js';
import {infer, isExcused, nodeOf, settle} from './settle.js';

/** What to do at a question that nobody has decided: stop there, or go on as if the answer were "not sure". */
export interface WalkChoice {
	readonly open: 'stop' | 'pass';
	/** Ids of questions that are passed like moot ones. */
	readonly needless?: ReadonlySet<string>;
}

/**
 * The way through a flow under what is known and answered. A person's answer counts first, else the evidence, else the question
 * is open; a question whose every answer leads to the same end, or that is not to be asked, is passed over; a junction is never part of the trail. With `pass` the walk always ends at a verdict.
 * Answers to questions or options that the flow no longer has are ignored. Throws if the flow has a loop or a missing node,
 * which the linter refuses.
 */
export function walk(flow: Flow, ledger: Ledger, conditions: Conditions, choice: WalkChoice): Walk {
	const trail: Visit[] = [];
	const seen = new Set<string>();
	let facts: readonly Fact[] = ledger.facts;
	let ends = createEnds(flow, {...ledger, facts}, conditions);
	let at = nodeOf(flow, flow.start);
	while (at.kind === 'question') {
		if (seen.has(at.id)) throw new Error(`The flow goes round in a loop at ${at.id}.`);
		seen.add(at.id);
		const step =
			visit(at, {...ledger, facts}, conditions) ??
			passOver(at, isMoot(at), at.junction ? {open: 'pass'} : choice, facts);
		if (!step) break;
		if (!at.junction) trail.push(step.visit);
		if (step.states.length > 0) {
			facts = [...facts, ...step.states];
			ends = createEnds(flow, {...ledger, facts}, conditions);
		}
		at = nodeOf(flow, step.goto);
	}
	return {trail, at, facts};

	function isMoot(node: QuestionNode): boolean {
		return ends.of(node.id) !== node.id || choice.needless?.has(node.id) === true || isExcused(node, facts, conditions);
	}
}

interface Step {
	readonly visit: Visit;
	readonly goto: string;
	readonly states: readonly Fact[];
}

function visit(node: QuestionNode, ledger: Ledger, conditions: Conditions): Step | undefined {
	const settled = settle(node, ledger, conditions);
	if (!settled) return undefined;
	const {facts} = ledger;
	const inferred = infer(node, facts, conditions);
	const against = settled.by !== 'evidence' && inferred && {against: inferred.option.id};
	if (settled.by === 'unsure') {
		const because = fill(node.unsure.because, facts);
		return {visit: {node, by: 'unsure', because, facts: [], ...against}, goto: node.unsure.goto, states: []};
	}
	const {by, option} = settled;
	if (by === 'evidence') {
		const because = fill(option.because ?? option.label, facts) || option.label;
		const looked = inferred?.facts ?? [];
		const refused = settled.refused && refusal(settled.refused, looked, facts);
		const stop = /[.!?]$/.test(because) ? '' : '.';
		const said = refused === undefined ? {because} : {because: `${because}${stop} ${refused}`, refused};
		return {visit: {node, by, option: option.id, facts: looked, ...said}, goto: option.goto, states: []};
	}
	const states = Object.entries(option.states).map(([name, value]) =>
		stated(name, value, node.id, conditions.declared.get(name)?.kind),
	);
	const differs = inferred?.option.id === option.id ? undefined : against;
	return {
		visit: {node, by, option: option.id, because: option.label, facts: states.map(({name}) => name), ...differs},
		goto: option.goto,
		states,
	};
}

/** `Your answer "The element type" contradicts line 12 and is not used.` */
function refusal({label}: Option, looked: readonly string[], facts: readonly Fact[]): string {
	const lineOf = (name: string): number | undefined => {
		const origin = facts.find((fact) => fact.name === name)?.origin;
		if (origin?.by === 'reader') return origin.place.line;
		return origin?.by === 'derivation' ? origin.from.map(lineOf).find((line) => line !== undefined) : undefined;
	};
	const line = looked.map(lineOf).find((found) => found !== undefined);
	return `Your answer "${label}" contradicts ${line === undefined ? 'the message' : `line ${String(line)}`} and is not used.`;
}

function passOver(node: QuestionNode, isMoot: boolean, choice: WalkChoice, facts: readonly Fact[]): Step | undefined {
	if (!isMoot && choice.open === 'stop') return undefined;
	const because = isMoot ? 'Every answer leads to the same end.' : fill(node.unsure.because, facts);
	return {visit: {node, by: isMoot ? 'moot' : 'open', because, facts: []}, goto: node.unsure.goto, states: []};
}

function stated(
	name: string,
	value: string | number | boolean,
	question: string,
	kind: FactDeclaration['kind'] | undefined,
): Fact {
	return {name, value: factValue(value, kind), origin: {by: 'user', question}};
}

function factValue(value: string | number | boolean, kind: FactDeclaration['kind'] | undefined): FactValue {
	if (typeof value === 'string') return {kind: 'text', text: value};
	if (typeof value === 'boolean') return {kind: 'truth', text: value ? 'yes' : 'no', holds: value};
	if (kind === 'size') return {kind, text: `${value} bytes`, bytes: point(value)};
	return {kind: 'number', text: String(value), range: point(value)};
}
