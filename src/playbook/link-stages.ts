/** Turns the stages of verdicts as written (groups, orders, exceptions) into plain lists of remedies. */
import type {Stage} from '../model/flow.js';
import type {Complaints} from './complaints.js';
import type {Draft} from './draft.js';
import type {Located, Path} from './located.js';
import type {WrittenStage} from './schema.js';
import {didYouMean} from './suggest.js';

/** Links every verdict. A remedy stays in the first stage that lists it; a stage with a condition leaves it to a later one too. */
export function linkStages(draft: Draft, complaints: Complaints): void {
	const linker = new Linker(draft, complaints);
	for (const [name, order] of draft.orders) linker.link(order, ['stages'], order.value.stages, [name]);
	for (const [id, written] of draft.written) {
		const node = draft.nodes.get(id);
		if (node?.value.kind !== 'verdict') continue;
		const stages = linker.link(node, ['stages'], written, []);
		const remedies = [...new Set(stages.flatMap((stage) => stage.remedies))];
		draft.nodes.set(id, node.sub([], {...node.value, stages, remedies}));
	}
}

class Linker {
	readonly #told = new Set<string>();

	constructor(
		private readonly draft: Draft,
		private readonly complaints: Complaints,
	) {}

	/** `inside`: the orders that are being spliced, so that one that names itself ends. */
	link(owner: Located<unknown>, path: Path, written: readonly WrittenStage[], inside: readonly string[]): Stage[] {
		const stages: Stage[] = [];
		// Remedies that an unconditional stage has taken.
		const taken = new Set<string>();
		for (const [index, stage] of written.entries()) {
			const at = [...path, index];
			const found = this.#stagesOf(owner, at, stage, inside);
			const before = stages.length;
			this.#complainOfRepeats(owner, at, stage.remedies ?? [], taken);
			for (const {when, remedies, beside} of found) {
				const left = remedies.filter((id) => !taken.has(id));
				if (left.length > 0) stages.push({...(when ? {when} : {}), ...(beside ? {beside} : {}), remedies: left});
				if (!when) for (const id of left) taken.add(id);
			}
			if (stages.length === before && found.length > 0) this.#complainOfEmpty(owner, at);
		}
		return stages;
	}

	#stagesOf(owner: Located<unknown>, at: Path, stage: WrittenStage, inside: readonly string[]): readonly Stage[] {
		const {remedies, then, when, except = []} = stage;
		if ((remedies === undefined) === (then === undefined)) {
			this.#tell(
				'schema',
				owner,
				at,
				'A stage has either remedies or then.',
				'Write remedies: [one, two], or then: aggregate.',
			);
			return [];
		}
		const out = new Set(this.#members(owner, [...at, 'except'], except, []));
		const without = (ids: readonly string[]): readonly string[] => ids.filter((id) => !out.has(id));
		if (then === undefined) {
			const condition = when === undefined ? {} : {when: {source: when, place: owner.at([...at, 'when'])}};
			const members = this.#members(owner, [...at, 'remedies'], remedies ?? [], []);
			const beside = without(this.#members(owner, [...at, 'beside'], stage.beside ?? [], []));
			const left = [...without(members), ...beside];
			if (left.length === 0 && members.length === (remedies ?? []).length) this.#complainOfEmpty(owner, at);
			return left.length > 0 ? [{...condition, ...(beside.length > 0 ? {beside} : {}), remedies: left}] : [];
		}
		const order = this.draft.orders.get(then);
		if (!order || inside.includes(then)) {
			const hint = didYouMean(then, this.draft.orders.keys(), 'Orders of stages are in flows/groups.yaml.');
			const message = order ? `The order ${then} names itself.` : `There is no order of stages named ${then}.`;
			if (!this.draft.broken.words.has(then)) this.#tell('unknown-group', owner, [...at, 'then'], message, hint);
			return [];
		}
		return this.link(order, ['stages'], order.value.stages, [...inside, then]).flatMap((one) => {
			const left = without(one.remedies);
			return left.length > 0 ? [{...one, remedies: left}] : [];
		});
	}

	/** Remedies that the names stand for, each once. */
	#members(
		owner: Located<unknown>,
		path: Path,
		names: readonly string[],
		inside: readonly string[],
	): readonly string[] {
		const {draft} = this;
		const ids = names.flatMap((name, index): readonly string[] => {
			const group = draft.groups.get(name);
			if (group && !inside.includes(name))
				return this.#members(group, ['remedies'], group.value.remedies, [...inside, name]);
			if (draft.remedies.has(name)) return [name];
			if (draft.broken.names.has(`remedies/${name}`) || draft.broken.names.has('groups')) return [];
			const known = [...draft.remedies.keys(), ...draft.groups.keys()];
			const hint = didYouMean(name, known, 'Look in content/remedies and flows/groups.yaml.');
			this.#tell(
				'unknown-remedy',
				owner,
				[...path, index],
				`There is no remedy ${name}, and no group of that name.`,
				hint,
			);
			return [];
		});
		return [...new Set(ids)];
	}

	/** Groups may overlap with earlier stages; a remedy that is written out may not. */
	#complainOfRepeats(owner: Located<unknown>, at: Path, names: readonly string[], taken: ReadonlySet<string>): void {
		for (const [index, id] of names.entries()) {
			if (!taken.has(id)) continue;
			const hint = 'Keep it in the stage where it belongs; a remedy is tried once.';
			this.#tell('repeated-remedy', owner, [...at, 'remedies', index], `${id} is in an earlier stage already.`, hint);
		}
	}

	#complainOfEmpty(owner: Located<unknown>, at: Path): void {
		const hint = 'Remove the stage, or list in it what is not in an earlier one.';
		this.#tell('empty-stage', owner, at, 'This stage has no remedy left.', hint);
	}

	// An order is spliced into many verdicts, and its faults are told once.
	#tell(
		id: Parameters<Complaints['add']>[0],
		owner: Located<unknown>,
		path: Path,
		message: string,
		hint: string,
	): void {
		const place = owner.at(path);
		const key = `${id} ${place.file}:${place.line}:${place.column} ${message}`;
		if (this.#told.has(key)) return;
		this.#told.add(key);
		this.complaints.add(id, place, message, hint);
	}
}
