/** Which variants of a program are worth asking the compiler about: those of the remedies that can help. */
import type {RankedRemedy} from '../../model/diagnosis.js';
import type {Flag} from '../../model/playbook.js';
import type {Remedy} from '../../model/remedy.js';
import {largerThan, twiceAs} from './topologies.js';

/** One change of the program, as the script makes it. */
export interface Variant {
	/** Stable name, also the `change` of a measurement: `micro-batches-4`. */
	readonly name: string;
	/** Id of the remedy it stands for. */
	readonly remedy?: string;
	/** Arguments of the script's `Variant`, in Python: `micro_batches=4`; empty for a flag. */
	readonly python: string;
	/** A flag to pass as compiler option, its value in Python. */
	readonly flag?: {readonly name: string; readonly value: string};
	/** Written as a comment: the evidence speaks against it. */
	readonly aside?: boolean;
}

type Change = Omit<Variant, 'remedy' | 'aside'>;

/** What each remedy means for the script, the mildest change first; where it is not here, the step makes the change itself. */
const BY_REMEDY: Readonly<Record<string, readonly Change[]>> = {
	'donate-buffers': [{name: 'donate', python: 'donate=True'}],
	'remat-checkpoint': [
		{name: 'remat-keep-dots', python: 'remat="dots_with_no_batch_dims_saveable"'},
		{name: 'remat-keep-nothing', python: 'remat="nothing_saveable"'},
	],
	microbatch: [2, 4, 8].map((parts) => ({name: `micro-batches-${parts}`, python: `micro_batches=${parts}`})),
	'mixed-precision': [{name: 'bfloat16', python: 'bf16=True'}],
	'reduce-batch': [{name: 'batch-half', python: 'batch=0.5'}],
	'shorten-sequence': [{name: 'sequence-half', python: 'sequence=0.5'}],
	'shard-parameters': [{name: 'shard-parameters', python: 'shard=True'}],
};

/** Remedies that only the step itself can make; the variant hands it their name. */
const OWN: ReadonlySet<string> = new Set([
	'align-padding',
	'attention-blockwise',
	'chunked-loss',
	'dequantise-late',
	'fix-sharding',
	'kv-cache-limits',
	'offload-to-host',
	'optimizer-state-bf16',
	'remove-debug-print',
]);

/** Remedies whose flags are tried one by one, as compiler options. */
const BY_FLAGS: ReadonlySet<string> = new Set(['memory-fitting-level', 'remat-flags', 'scheduler-flags']);

/** Another name of a setting that is tried already (`memory_fitting_level`). */
const SAME_SETTING = 'xla_memory_fitting_level';

/** A remedy of a plan, as far as it matters here. */
export type Planned = Pick<RankedRemedy, 'standing' | 'decision'> & {readonly remedy: Pick<Remedy, 'id' | 'flags'>};

/**
 * Variants in the order of the plan. Ruled-out and rejected remedies are left out, unlikely ones set aside.
 */
export function variantsOf(planned: readonly Planned[], flags: readonly Flag[], topology: string): readonly Variant[] {
	const found = planned
		.filter(({standing, decision}) => standing !== 'ruled out' && decision !== 'reject')
		.flatMap(({remedy, standing, decision}) =>
			changesOf(remedy, standing, flags, topology).map((change): Variant => {
				const aside = standing === 'unlikely' && decision !== 'accept';
				return {...change, remedy: remedy.id, ...(aside ? {aside} : {})};
			}),
		);
	return found.filter((one, index) => found.findIndex(({name}) => name === one.name) === index);
}

/** A compiler flag that a plan allows: remedy, name and value as the compiler takes it. */
export type FlagToTry = readonly [remedy: string, name: string, value: string];

/** The flags of remedies that are not ruled out or rejected. Trying one takes seconds, so unlikely ones are tried too. */
export function flagsToTry(planned: readonly Planned[], flags: readonly Flag[]): readonly FlagToTry[] {
	return planned
		.filter(
			({remedy, standing, decision}) => BY_FLAGS.has(remedy.id) && standing !== 'ruled out' && decision !== 'reject',
		)
		.flatMap(({remedy}) =>
			flags
				.filter((flag) => remedy.flags.includes(flag.name) && isOption(flag))
				.map(({name, suggested = ''}): FlagToTry => [remedy.id, name, suggested]),
		);
}

/** Everything that can be tried of a playbook, for a program of which nothing is known. */
export function allPlanned(remedies: readonly Pick<Remedy, 'id' | 'flags'>[]): readonly Planned[] {
	return remedies.map((remedy) => ({remedy, standing: 'possible'}));
}

function changesOf(
	{id, flags: names}: Pick<Remedy, 'id' | 'flags'>,
	standing: RankedRemedy['standing'],
	flags: readonly Flag[],
	topology: string,
): readonly Change[] {
	if (id === 'bigger-chip') return largerThan(topology).slice(0, 3).map(chipChange);
	if (id === 'shard-more-chips') return twiceChips(topology);
	if (BY_FLAGS.has(id)) return names.flatMap((name) => flagChange(flags.find((flag) => flag.name === name)));
	// The step has to be changed for it, so it is proposed only where something speaks for it.
	if (OWN.has(id)) return standing === 'indicated' ? [{name: id, python: `own="${id}"`}] : [];
	return BY_REMEDY[id] ?? [];
}

/** A flag with a value to try that the compiler takes as an option. */
function flagChange(flag: Flag | undefined): readonly Change[] {
	if (flag?.suggested === undefined || !isOption(flag)) return [];
	const value = python(flag, flag.suggested);
	return [{name: `${flag.name}=${value.replaceAll('"', '')}`, python: '', flag: {name: flag.name, value}}];
}

/** Whether the compiler takes a flag as an option, with a value to try. */
function isOption({name, suggested, channels, measured}: Flag): boolean {
	if (suggested === undefined || name === SAME_SETTING || !channels.includes('compiler_options')) return false;
	return measured.some(({accepted}) => accepted);
}

function python(flag: Flag, value: string): string {
	if (flag.type === 'bool') return value === 'true' ? 'True' : 'False';
	return flag.type === 'int' || flag.type === 'float' || /^\d+$/.test(value) ? value : `"${value}"`;
}

function chipChange({chip, topology}: {readonly chip: string; readonly topology: string}): Change {
	return {name: `chip-${chip}`, python: `topology="${topology}"`};
}

function twiceChips(topology: string): readonly Change[] {
	const twice = twiceAs(topology);
	return twice === undefined ? [] : [{name: 'chips-twice', python: `topology="${twice}"`}];
}
