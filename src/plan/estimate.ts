/** What a remedy would free: the change that its page names, applied to the program. */
import type {Conditions} from '../engine/index.js';
import type {Effect, Response} from '../model/change.js';
import type {Fact} from '../model/fact.js';
import {point} from '../model/interval.js';
import type {Program} from '../model/program.js';
import type {Remedy} from '../model/remedy.js';
import {printSize} from '../model/size.js';
import {askedOf, isRefused, type AskedChange} from '../program/change/asked.js';
import {effectOf} from '../program/change/effect.js';
import type {Saving} from './saving.js';
import {stepHolds} from './step-holds.js';

/** What is changed, and what is known of it. */
export interface Ground {
	readonly program: Program;
	readonly responses: readonly Response[];
	readonly conditions: Conditions;
	readonly facts: readonly Fact[];
}

/**
 * What a remedy saves, with the number of parts that is advised; undefined where its change does not apply to the program or frees nothing: a
 * figure is never invented.
 */
export function estimatedSaving(
	{change: page, id, overlaps}: Remedy,
	{program, responses, conditions, facts}: Ground,
	amount?: string,
): Saving | undefined {
	if (!page || program.terms.length === 0) return undefined;
	const asked = askedOf(page, program, id, amount, stepHolds(conditions, facts));
	if (isRefused(asked)) return undefined;
	const effect = (all: readonly AskedChange[]) => keptEffect(program, all, responses);
	const freedBy = (all: readonly AskedChange[]) => effect(all).freed ?? point(0);
	const {freed, basis, unlisted} = effect([asked]);
	if (!freed || freed.high <= 0) return undefined;
	const of = program.from === 'dump' ? `, from ${printSize(program.total.high)}` : '';
	return {id, overlaps, freed, basis: `${basis}${of}`, ...(unlisted && {unlisted}), change: {asked, freedBy}};
}

/** One program is asked for the same changes again and again: under each decision, and for each answer that could be given. */
function keptEffect(program: Program, all: readonly AskedChange[], responses: readonly Response[]): Effect {
	const kept = EFFECTS.get(program)?.responses === responses ? EFFECTS.get(program) : undefined;
	const {effects} = kept ?? {effects: new Map<string, Effect>()};
	if (!kept) EFFECTS.set(program, {responses, effects});
	const key = JSON.stringify(all);
	let effect = effects.get(key);
	if (!effect) effects.set(key, (effect = effectOf(program, all, responses, program.capacity)));
	return effect;
}

const EFFECTS = new WeakMap<
	Program,
	{readonly responses: readonly Response[]; readonly effects: Map<string, Effect>}
>();
