import {replay, walk, type Conditions} from '../../engine/index.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import type {VerdictNode} from '../../model/flow.js';
import type {Playbook} from '../../model/playbook.js';
import type {SessionEvent} from '../../model/session.js';
import type {Visit, Walk} from '../../model/walk.js';
import {fill} from '../../engine/index.js';
import {diagnose, roleOf, standOf} from '../../plan/index.js';
import type {Located, Path} from '../../playbook/located.js';
import {didYouMean} from '../../playbook/suggest.js';
import type {Coverage} from './coverage.js';
import {analysisOf, arrive, type Arrived} from './evidence.js';
import type {Failure, SceneForm, StepForm} from './play-file.js';

/** What a play is performed on. */
export interface Stage {
	readonly playbook: Playbook;
	readonly conditions: Conditions;
	readonly coverage: Coverage;
	/** The text of a file that a scene names; throws if there is none. */
	readonly open: (file: string) => string;
}

/** Performs one scene and gives what came otherwise than the scene says. A scene ends at its first failure: what follows would only follow from it. */
export function perform(scene: Located<SceneForm>, stage: Stage): readonly Failure[] {
	const failures: Failure[] = [];
	const events: SessionEvent[] = [];
	let arrived: Arrived = {readings: [], facts: []};
	const fail = (path: Path, message: string): void => {
		failures.push({place: scene.at(path), message});
	};
	const take = (path: Path, form: Parameters<typeof arrive>[1]): void => {
		try {
			arrived = arrive(arrived, form, stage.conditions.declared, stage.playbook.frameworks, stage.open);
		} catch (error) {
			fail(path, `The evidence cannot be used: ${error instanceof Error ? error.message : String(error)}.`);
		}
	};
	const {steps, log, file, facts, answers} = scene.value;
	take([], {...(log === undefined ? {} : {log}), ...(file === undefined ? {} : {file}), ...(facts ? {facts} : {})});
	if (Object.keys(answers).length > 0) answer(answers, ['answers']);
	for (const [index, step] of steps.entries()) {
		const path = ['steps', index];
		if (failures.length > 0) break;
		if (step.add) take([...path, 'add'], step.add);
		act(step, path);
		if (failures.length === 0) expect(step, path);
	}
	return failures;

	// In any order of the keys: first undo and redo, then what is asked, then what is answered; what follows from it comes last.
	function act(step: StepForm, path: Path): void {
		for (let times = step.undo ?? 0; times > 0; times -= 1) events.push({type: 'undo'});
		for (let times = step.redo ?? 0; times > 0; times -= 1) events.push({type: 'redo'});
		if (step.asks !== undefined) expectAsked(step.asks, [...path, 'asks']);
		if (step.answer !== undefined) answer(step.answer, [...path, 'answer']);
		for (const [remedy, decision] of Object.entries(step.decide ?? {})) events.push({type: 'decide', remedy, decision});
	}

	function answer(given: NonNullable<StepForm['answer']>, path: Path): void {
		const {at} = walked('stop');
		const pairs = typeof given === 'string' ? [[at.id, given] as const] : Object.entries(given);
		for (const [question, option] of pairs) {
			const node = stage.playbook.flow.nodes[question];
			if (node?.kind !== 'question') {
				const near = didYouMean(question, Object.keys(stage.playbook.flow.nodes), '');
				fail(path, `${question} asks nothing that could be answered with ${option}. ${near}`.trimEnd());
				return;
			}
			const known = [...node.options.map(({id}) => id), 'unsure'];
			if (!known.includes(option)) fail(path, `${question} has no option ${option}. It has ${known.join(', ')}.`);
			events.push({type: 'answer', question, option});
		}
	}

	function expect(step: StepForm, path: Path): void {
		if (step.way) same(wayOf(walked('stop')), step.way, [...path, 'way'], 'The way');
		if (step.against) expectAgainst(step.against, [...path, 'against']);
		const ends = (['verdict', 'leads'] as const).filter((key) => step[key] !== undefined);
		const [key = 'leads'] = ends;
		if (ends.length > 0) {
			const {at} = walked(key === 'verdict' ? 'stop' : 'pass');
			if (at.id !== step[key]) {
				const came = at.kind === 'question' ? `${at.id} is asked` : `the walk leads to ${at.id}`;
				fail(
					[...path, key],
					`${String(step[key])} was expected, and ${came}. The way: ${wayOf(walked('pass')).join(', ')}.`,
				);
				return;
			}
		}
		expectStandings(step, path);
	}

	function expectAsked(id: string, path: Path): void {
		const {at} = walked('stop');
		if (at.id === id) return;
		fail(
			path,
			`${id} should be asked, and ${at.kind === 'question' ? `${at.id} is` : `the walk is at its end, ${at.id}`}.`,
		);
	}

	function expectAgainst(given: Readonly<Record<string, string>>, path: Path): void {
		const {trail} = walked('stop');
		for (const [question, option] of Object.entries(given)) {
			const found = trail.find(({node}) => node.id === question)?.against;
			if (found !== option) fail([...path, question], `The evidence says ${found ?? 'nothing'} against it.`);
		}
	}

	function expectStandings(step: StepForm, path: Path): void {
		const {says, plan} = step;
		const passed = walked('pass');
		const verdict = verdictOf(passed);
		if (says !== undefined) {
			const said = fill(verdict.says, passed.facts);
			if (!said.includes(says)) fail([...path, 'says'], `It says: ${said}`);
		}
		if (step.indicated ?? step.unlikely ?? step.ruledOut ?? step.alongside) {
			const groups = standings(verdict, passed);
			for (const key of ['indicated', 'unlikely', 'ruledOut', 'alongside'] as const) {
				const wanted = step[key];
				if (!wanted) continue;
				same(groups[key], wanted.toSorted(), [...path, key], `What is ${SPOKEN[key]}`);
				for (const id of wanted) stage.coverage.remedies.add(id);
			}
		}
		if (plan) expectPlan(plan, [...path, 'plan']);
	}

	function expectPlan(plan: NonNullable<StepForm['plan']>, path: Path): void {
		const {plan: made} = diagnosed();
		const ids = made.restarts.map(({steps: taken}) => taken.map(({remedy}) => remedy.id));
		if (plan.first) same((ids[0] ?? []).toSorted(), plan.first.toSorted(), [...path, 'first'], 'The first restart');
		const missing = plan.steps?.filter((id) => !ids.flat().includes(id)) ?? [];
		if (missing.length > 0)
			fail([...path, 'steps'], `The plan has not ${missing.join(', ')}; it has ${ids.flat().join(', ')}.`);
		if (plan.closes !== undefined && plan.closes !== made.closes) fail([...path, 'closes'], `It is ${made.closes}.`);
		for (const id of [...(plan.first ?? []), ...(plan.steps ?? [])]) stage.coverage.remedies.add(id);
	}

	function same(found: readonly string[], wanted: readonly string[], path: Path, what: string): void {
		if (found.join('\n') === wanted.join('\n')) return;
		fail(path, `${what} is ${found.length === 0 ? 'empty' : found.join(', ')}.`);
	}

	function standings(verdict: VerdictNode, passed: Walk): Readonly<Record<keyof typeof SPOKEN, readonly string[]>> {
		const groups: Record<keyof typeof SPOKEN, string[]> = {indicated: [], unlikely: [], ruledOut: [], alongside: []};
		for (const id of verdict.remedies.toSorted()) {
			const remedy = stage.playbook.remedies.find((one) => one.id === id);
			if (!remedy) continue;
			const {standing} = standOf(remedy, stage.conditions, passed.facts);
			if (standing === 'ruled out') groups.ruledOut.push(id);
			else if (standing !== 'possible') groups[standing].push(id);
			if (roleOf(remedy, standing) === 'alongside') groups.alongside.push(id);
		}
		return groups;
	}

	function diagnosed(): Diagnosis {
		const analysis = analysisOf(arrived, stage.playbook);
		return diagnose(stage.playbook, stage.conditions, analysis, replay(events), []);
	}

	function walked(open: 'stop' | 'pass'): Walk {
		const {answers} = replay(events);
		const {facts} = analysisOf(arrived, stage.playbook);
		const taken = walk(stage.playbook.flow, {facts, answers}, stage.conditions, {open});
		if (open === 'stop') stage.coverage.walked(taken);
		return taken;
	}
}

const SPOKEN = {indicated: 'indicated', unlikely: 'unlikely', ruledOut: 'ruled out', alongside: 'alongside'};

function wayOf({trail}: Walk): readonly string[] {
	return trail.map((visit) => `${visit.node.id} ${chosen(visit)}`);
}

function chosen({by, option}: Visit): string {
	return option ?? by;
}

function verdictOf({at}: Walk): VerdictNode {
	if (at.kind === 'question') throw new Error(`A walk that passes open questions ended at ${at.id}.`);
	return at;
}
