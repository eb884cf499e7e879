/** Which variants of a program are worth asking the compiler about: those of the remedies that come into question. */
import type {RankedRemedy} from '../../model/diagnosis.js';
import type {Flag} from '../../model/playbook.js';

/** One change of the program, as the script makes it. */
export interface Variant {
	/** Stable name, also the `change` of a measurement: `micro-batches-4`. */
	readonly name: string;
	/** Id of the remedy it stands for; absent for the program as it is. */
	readonly remedy?: string;
	/** Arguments of the script's `Variant`, in Python: `micro_batches=4`; empty for a flag. */
	readonly python: string;
	/** A flag to pass as compiler option, its value in Python. */
	readonly flag?: {readonly name: string; readonly value: string};
}

/** Topology that the compiler is asked for, by chip: the smallest that has four devices or so. */
export const TOPOLOGIES: Readonly<Record<string, string>> = {
	v2: 'v2:2x2',
	v3: 'v3:2x2',
	v4: 'v4:2x2x1',
	v5e: 'v5e:2x2',
	v5p: 'v5p:2x2x1',
	v6e: 'v6e:2x2',
	v7x: 'tpu7x:2x2x1',
};

/** What each remedy means for the script; remedies that need another program, or no compiler, are not here. */
const BY_REMEDY: Readonly<Record<string, readonly Omit<Variant, 'remedy'>[]>> = {
	'donate-buffers': [{name: 'donate', python: 'donate=True'}],
	'remat-checkpoint': [
		{name: 'remat-keep-nothing', python: 'remat="nothing_saveable"'},
		{name: 'remat-keep-dots', python: 'remat="dots_with_no_batch_dims_saveable"'},
	],
	microbatch: [2, 4, 8].map((parts) => ({name: `micro-batches-${parts}`, python: `micro_batches=${parts}`})),
	'mixed-precision': [{name: 'bfloat16', python: 'bf16=True'}],
	'reduce-batch': [{name: 'batch-half', python: 'batch=0.5'}],
	'shorten-sequence': [{name: 'sequence-half', python: 'sequence=0.5'}],
};

/** Remedies whose flags are tried one by one, as compiler options. */
const FLAG_REMEDIES: ReadonlySet<string> = new Set(['memory-fitting-level', 'remat-flags', 'scheduler-flags']);
const PURPOSES: Readonly<Record<string, Flag['purpose']>> = {'remat-flags': 'memory', 'scheduler-flags': 'scheduling'};

/** The program as it is. */
const BASELINE: Variant = {name: 'as-it-is', python: ''};

/** Variants in the order of the plan; without remedies, of everything that can be tried. Ruled-out and rejected remedies are left out. */
export function variantsOf(
	remedies: readonly Pick<RankedRemedy, 'remedy' | 'standing' | 'decision'>[] | undefined,
	flags: readonly Flag[],
	chip: string,
): readonly Variant[] {
	const ids = remedies
		? remedies
				.filter(({standing, decision}) => standing !== 'ruled out' && decision !== 'reject')
				.map(({remedy}) => remedy.id)
		: [...Object.keys(BY_REMEDY), ...FLAG_REMEDIES, 'bigger-chip'];
	const found = ids.flatMap((remedy) => [
		...(BY_REMEDY[remedy] ?? []).map((variant) => ({...variant, remedy})),
		...(FLAG_REMEDIES.has(remedy) ? flagVariants(remedy, flags) : []),
		...(remedy === 'bigger-chip' ? largerChips(chip) : []),
	]);
	return [BASELINE, ...found.filter((one, index) => found.findIndex(({name}) => name === one.name) === index)];
}

/** Flags with a value to try that the compiler takes as an option. */
function flagVariants(remedy: string, flags: readonly Flag[]): readonly Variant[] {
	return flags.flatMap((flag) => {
		const fits =
			remedy === 'memory-fitting-level' ? flag.name === 'memory_fitting_level' : isTuning(flag, PURPOSES[remedy]);
		if (!fits || flag.suggested === undefined || !flag.channels.includes('compiler_options')) return [];
		const value = python(flag, flag.suggested);
		return [{name: `${flag.name}=${value.replaceAll('"', '')}`, remedy, python: '', flag: {name: flag.name, value}}];
	});
}

function isTuning(flag: Flag, purpose: Flag['purpose'] | undefined): boolean {
	if (flag.purpose !== purpose || !flag.measured.some(({accepted}) => accepted)) return false;
	return purpose === 'scheduling' || /remat/.test(flag.name);
}

function python(flag: Flag, value: string): string {
	if (flag.type === 'bool') return value === 'true' ? 'True' : 'False';
	return flag.type === 'int' || flag.type === 'float' || /^\d+$/.test(value) ? value : `"${value}"`;
}

/** Chips with more memory to a device, nearest first. */
function largerChips(chip: string): readonly Variant[] {
	const order = ['v2', 'v3', 'v5e', 'v4', 'v6e', 'v5p'];
	const at = order.indexOf(chip);
	if (at < 0) return [];
	return order.slice(at + 1, at + 4).flatMap((larger) => {
		const topology = TOPOLOGIES[larger];
		return topology ? [{name: `chip-${larger}`, remedy: 'bigger-chip', python: `topology="${topology}"`}] : [];
	});
}
