/** The script that compiles the program of a dump again (`recompile.py`, with `jax_module.py` beside it). */
import type {FlagInForce} from '../../model/incident.js';
import type {Flag} from '../../model/playbook.js';
import type {Tuning} from '../../model/tuning.js';
import {allowed, devicesOf, flagsToTry, type Planned} from '../../plan/probe/index.js';
import type {DumpedProgram} from './dumped-program.js';
import {filled, pythonFile} from './template.js';

export interface RecompileOptions {
	/** Name of the file, for its own help. */
	readonly file: string;
	/** Chip and layout of the job. */
	readonly topology: string;
	/** Seconds that one variant may take. */
	readonly timeLimit: number;
	/** The remedies of the plan. */
	readonly planned: readonly Planned[];
	readonly flags: readonly Flag[];
	/** Gives the flags their order. */
	readonly tuning: Tuning | undefined;
	/** Flags that the job set. */
	readonly inForce: readonly FlagInForce[];
}

/** Name of the file that has to be beside the script. */
export const MODULE_FILE = 'jax_module.py';

/** The whole script, ready to be saved. */
export function recompileScript(program: DumpedProgram, options: RecompileOptions): string {
	const {file, topology, timeLimit, planned, flags, tuning, inForce} = options;
	const set = Object.fromEntries(optionsInForce(program.flagfile, inForce, flags));
	const remedies = allowed(planned).map(({remedy}) => remedy);
	const toTry = flagsToTry(planned, flags, tuning).filter(({flag, value, idle}) => !idle && set[flag.name] !== value);
	return filled(pythonFile('recompile.py'), {
		FILE: file,
		RESULTS: file.replace(/(\.py)?$/, '.jsonl'),
		DUMP: JSON.stringify(program.folder),
		MODULE: JSON.stringify(program.module),
		TOPOLOGY: JSON.stringify(topology),
		EXPECTED: program.needed === undefined ? 'None' : String(program.needed),
		FAILED: program.failed ? 'True' : 'False',
		INFORCE: JSON.stringify(set),
		EDITS: `{${remedies.flatMap(({id, probe}) => (probe?.edit === undefined ? [] : [`"${probe.edit}": "${id}"`])).join(', ')}}`,
		FLAGS: rows(toTry.map(({remedy, flag, value}) => [remedy, flag.name, value])),
		TOPOLOGIES: rows(
			remedies
				.filter(({probe}) => probe?.devices === 'larger')
				.flatMap((remedy) => devicesOf(remedy, topology).map((one) => [remedy.id, one.name, one.topology])),
		),
		LIMIT: String(timeLimit),
	});
}

/**
 * Compiler flags of the job: those of its variables, and those in the dump's list of all flags that differ from the default. Only flags that
 * the compiler takes as options; the others have to be set as for the job.
 */
export function optionsInForce(
	flagfile: string,
	inForce: readonly FlagInForce[],
	flags: readonly Flag[],
): readonly (readonly [string, string])[] {
	const dumped = new Map(
		[...flagfile.matchAll(/^--(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, plain(value)]),
	);
	return flags
		.filter(({channels}) => channels.includes('compiler_options'))
		.flatMap(({name, default: usual}) => {
			const set = inForce.findLast((one) => one.name === name && one.channel !== 'flagfile')?.value;
			const value = set ?? dumped.get(name);
			const unset = value === undefined || ['', 'auto', plain(usual)].includes(plain(value));
			return unset ? [] : [[name, value] as const];
		});
}

function plain(value: string): string {
	return value.trim().replaceAll(/^'|'$/g, '').toLowerCase();
}

/** Tuples of strings, one a line. */
function rows(all: readonly (readonly string[])[]): string {
	if (all.length === 0) return '[]';
	return `[\n${all.map((one) => `    (${one.map((word) => JSON.stringify(word)).join(', ')}),`).join('\n')}\n]`;
}
