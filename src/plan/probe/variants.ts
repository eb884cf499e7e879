/** Which variants of a program are worth asking the compiler about: those of the remedies that can help. */
import type {RankedRemedy} from '../../model/diagnosis.js';
import type {Flag} from '../../model/playbook.js';
import type {Remedy} from '../../model/remedy.js';
import type {Tuning} from '../../model/tuning.js';
import {inOrder, neverHelped} from '../tuning/index.js';
import {largerThan, twiceAs} from './topologies.js';

/** One change of the user's step, as the script makes it. */
export interface Variant {
	/** Stable name, also the `change` of a measurement: `micro-batches-4`. */
	readonly name: string;
	/** Id of the remedy it stands for. */
	readonly remedy: string;
	/** Arguments of the script's `Variant`, in Python: `micro_batches=4`. */
	readonly python: string;
	/** Written as a comment: the evidence speaks against it. */
	readonly aside: boolean;
}

/** A compiler flag that a plan allows, its value as text. */
export interface FlagToTry {
	readonly remedy: string;
	readonly flag: Flag;
	readonly value: string;
	readonly aside: boolean;
	/** It rescued no program when it was measured. */
	readonly idle: boolean;
}

/** A remedy of a plan, as far as it matters here. */
export type Planned = Pick<RankedRemedy, 'standing' | 'decision'> & {
	readonly remedy: Pick<Remedy, 'id' | 'flags' | 'oneByOne' | 'probe'>;
};

/** Another name of a setting that is tried already (`memory_fitting_level`). */
const SAME_SETTING = 'xla_memory_fitting_level';
/** Larger chips that are worth a try. */
const CHIPS_TO_TRY = 3;

/** What may be tried: all but what is ruled out or rejected. */
export function allowed(planned: readonly Planned[]): readonly Planned[] {
	return planned.filter(({standing, decision}) => standing !== 'ruled out' && decision !== 'reject');
}

/** Variants of the user's step in the order of the plan; those of unlikely remedies are set aside. */
export function variantsOf(planned: readonly Planned[], topology: string): readonly Variant[] {
	return allowed(planned).flatMap((one) =>
		stepsOf(one, topology).map(({name, python}) => ({name, python, remedy: one.remedy.id, aside: isAside(one)})),
	);
}

/** The flags of a plan that the compiler takes as options, in the order of the ladder of flag trials. */
export function flagsToTry(
	planned: readonly Planned[],
	flags: readonly Flag[],
	tuning: Tuning | undefined,
): readonly FlagToTry[] {
	const ladder = tuning ? inOrder(tuning) : [];
	const placeOf = (remedy: string, name: string): number => {
		const own = ladder.findIndex(({set}) => Object.hasOwn(set, name));
		const step = own < 0 ? ladder.findIndex(({page}) => page === `remedies/${remedy}`) : own;
		return step < 0 ? ladder.length : step;
	};
	const found = allowed(planned)
		.filter(({remedy}) => remedy.oneByOne)
		.flatMap((one) =>
			flags
				.filter((flag) => one.remedy.flags.includes(flag.name) && isOption(flag))
				.map((flag) => {
					const place = placeOf(one.remedy.id, flag.name);
					const idle = ladder.slice(place, place + 1).some(neverHelped);
					const to = {remedy: one.remedy.id, flag, value: flag.suggested ?? '', aside: isAside(one) || idle, idle};
					return {place, to};
				}),
		)
		.toSorted((a, b) => a.place - b.place)
		.map(({to}) => to);
	return found.filter((one, index) => found.findIndex(({flag}) => flag === one.flag) === index);
}

/** Everything that can be tried of a playbook, for a program of which nothing is known. */
export function allPlanned(remedies: readonly Planned['remedy'][]): readonly Planned[] {
	return remedies.map((remedy) => ({remedy, standing: 'possible'}));
}

/** A chip or layout other than that of the job. */
export interface Devices {
	readonly name: string;
	readonly topology: string;
}

/** The devices that a remedy is about, the nearest first. */
export function devicesOf({probe}: Planned['remedy'], topology: string): readonly Devices[] {
	if (probe?.devices === 'larger')
		return largerThan(topology)
			.slice(0, CHIPS_TO_TRY)
			.map((one) => ({name: `chip-${one.chip}`, topology: one.topology}));
	const twice = probe?.devices === 'more' ? twiceAs(topology) : undefined;
	return twice === undefined ? [] : [{name: 'chips-twice', topology: twice}];
}

function stepsOf({remedy, standing}: Planned, topology: string): readonly Pick<Variant, 'name' | 'python'>[] {
	const {id, probe} = remedy;
	return [
		...devicesOf(remedy, topology).map((one) => ({name: one.name, python: `topology="${one.topology}"`})),
		// The step has to be changed for it, so it is proposed only where something speaks for it.
		...(probe?.own === true && standing === 'indicated' ? [{name: id, python: `own="${id}"`}] : []),
		...(probe?.step ?? []),
	];
}

function isAside({standing, decision}: Planned): boolean {
	return standing === 'unlikely' && decision !== 'accept';
}

/** Whether the compiler takes a flag as an option, with a value to try. */
function isOption({name, suggested, channels, measured}: Flag): boolean {
	if (suggested === undefined || name === SAME_SETTING || !channels.includes('compiler_options')) return false;
	return measured.some(({accepted}) => accepted);
}
