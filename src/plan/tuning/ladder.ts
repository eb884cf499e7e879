import {fill, type Conditions} from '../../engine/index.js';
import type {Fact} from '../../model/fact.js';
import type {FlagInForce} from '../../model/incident.js';
import type {Flag} from '../../model/playbook.js';
import type {Objection, TrialSetting, Tuning, TuningStep} from '../../model/tuning.js';
import {acceptanceOf} from '../flag-acceptance.js';
import {harmsAmong} from '../harmful-flags.js';
import {compareKeys} from '../order.js';
import type {Progress, Row} from './progress.js';
import {has, sameSettings, settingText, withSettings} from './settings.js';

/** All that a path of trials rests on. */
export interface Ground {
	readonly tuning: Tuning;
	readonly flags: readonly Flag[];
	readonly conditions: Conditions;
	readonly facts: readonly Fact[];
	/** What failed and by how much, in the words of its diagnosis. */
	readonly headline?: string;
	/** Flags that are set before the first trial. */
	readonly inForce: readonly FlagInForce[];
	/** Version of libtpu, where it is known. */
	readonly libtpu?: string;
}

/** A step of the ladder as it stands. */
export interface Rung {
	readonly id: string;
	readonly title: string;
	readonly level: string;
	/** Its own settings, values computed. */
	readonly settings: readonly TrialSetting[];
	readonly step?: TuningStep;
	/** open: to be tried · tried: it has a result · out: left out, for the reason given. */
	readonly state: 'open' | 'tried' | 'out';
	readonly because?: string;
	/** Only by hand. */
	readonly auto: boolean;
}

/** Level of the flags that are in force and cost memory: taking them out comes first. */
export const IN_FORCE = 'in-force';

/** Every rung in order, with its standing: harmful flags in force first, then the steps of the ladder. */
export function ladderOf(ground: Ground, progress: Progress): readonly Rung[] {
	return [...withoutHarm(ground, progress), ...inOrder(ground.tuning).map((step) => rungOf(step, ground, progress))];
}

/**
 * The steps in the order of the plan, as far as it can be known of flags: safety and cost, which are the level, then how often the step
 * helped. What never helped comes last. `probe` tries flags in this order too.
 */
export function inOrder({levels, steps}: Pick<Tuning, 'levels' | 'steps'>): readonly TuningStep[] {
	const keys = (step: TuningStep): readonly number[] => {
		const [helped = 0, tried = 1] = step.rescued ?? [];
		return [neverHelped(step) ? 1 : 0, levels.findIndex(({id}) => id === step.level), -helped / tried];
	};
	return steps.toSorted((a, b) => compareKeys(keys(a), keys(b)));
}

/** Whether a step was measured and rescued no program: it is offered, and never made unasked. */
export function neverHelped({rescued}: TuningStep): boolean {
	return rescued?.[0] === 0;
}

/** Why flags cannot close the gap at all; empty where they may. */
export function cannotClose({tuning, conditions, facts}: Ground): readonly string[] {
	return objectionsHeld(tuning.cannot, conditions, facts);
}

function withoutHarm({inForce, flags}: Ground, progress: Progress): readonly Rung[] {
	return harmsAmong(inForce, flags).map(({name, value, because}) => {
		const id = `without/${name}`;
		const tried = progress.rows.some(({trial}) => trial.step === id);
		return {
			id,
			title: `Take ${name}=${value} out`,
			level: IN_FORCE,
			settings: [{name, value: null}],
			state: tried ? 'tried' : 'open',
			because,
			auto: true,
		};
	});
}

function rungOf(step: TuningStep, ground: Ground, progress: Progress): Rung {
	const settings = settingsOf(step, ground);
	const rung = {
		id: step.id,
		title: step.title,
		level: step.level,
		settings: settings ?? [],
		step,
		auto: step.auto && !neverHelped(step),
	};
	const row = progress.rows.findLast(({trial}) => trial.step === step.id);
	if (row) return {...rung, state: 'tried', because: row.verdict.because};
	if (!settings) return {...rung, state: 'out', because: 'Its value depends on a figure that is not known.'};
	const because = whyOut(step, settings, ground, progress);
	return because === undefined ? {...rung, state: 'open'} : {...rung, state: 'out', because};
}

function settingsOf(step: TuningStep, {conditions, facts}: Ground): readonly TrialSetting[] | undefined {
	const settings: TrialSetting[] = [];
	for (const [name, written] of Object.entries(step.set)) {
		if (!written.startsWith('=')) {
			settings.push({name, value: written});
			continue;
		}
		const computed = conditions.number(written.slice(1), facts);
		if (computed === 'unknown') return undefined;
		settings.push({name, value: String(Math.floor(computed.low))});
	}
	return settings;
}

function whyOut(
	step: TuningStep,
	settings: readonly TrialSetting[],
	{tuning, flags, conditions, facts, inForce, libtpu}: Ground,
	progress: Progress,
): string | undefined {
	const level = tuning.levels.find(({id}) => id === step.level);
	if (step.needs && conditions.evaluate(step.needs.source, facts) !== true)
		return 'Nothing in the evidence asks for it.';
	const [objection] = objectionsHeld([...(level?.unless ?? []), ...step.unless], conditions, facts);
	if (objection !== undefined) return objection;
	for (const {name, value} of settings) {
		if (progress.refused.has(name)) return `${name} is refused here.`;
		const acceptance = acceptanceOf({name, value: value ?? ''}, flags, libtpu);
		if (!acceptance.ok) return acceptance.because;
	}
	if (step.after !== undefined && !helped(progress.rows, step.after)) return 'The step before it did not help.';
	const set = inForce.map(({name, value}): TrialSetting => ({name, value}));
	if (settings.every((one) => has(withSettings(set, progress.kept), one))) return 'It is set already.';
	const whole = withSettings(progress.kept, settings);
	const same = progress.rows.find(({trial}) => sameSettings(trial.settings, whole));
	if (same) return `The same set was trial ${same.trial.number}.`;
	const parts = settings.length > 1 ? settings.map((one) => worse(progress.rows, one)) : [false];
	return parts.every(Boolean) ? `Each alone makes it worse: ${settings.map(settingText).join(', ')}.` : undefined;
}

function objectionsHeld(
	objections: readonly Objection[],
	conditions: Conditions,
	facts: readonly Fact[],
): readonly string[] {
	return objections
		.filter(({when}) => conditions.evaluate(when.source, facts) === true)
		.map(({because}) => fill(because, facts));
}

function helped(rows: readonly Row[], step: string): boolean {
	return rows.some(({trial, kept}) => trial.step === step && kept);
}

/** Whether a trial that added this one alone made it worse. */
function worse(rows: readonly Row[], setting: TrialSetting): boolean {
	return rows.some(({trial, verdict}) => verdict.effect === 'worse' && has(trial.settings.slice(-1), setting));
}
