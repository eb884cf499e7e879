import {readdir} from 'node:fs/promises';
import path from 'node:path';
import type {Dump} from '../model/incident.js';

/** A file of a dump folder that is worth reading, with what the folder says about its module. */
export interface DumpFile {
	readonly path: string;
	readonly outcome: Dump['outcome'];
}

/** Files whose content tells where memory goes; the many passes of HLO text beside them do not. */
const TELLING =
	/\.(?:after_optimizations-(?:memory-usage-report|buffer-assignment(?:-values)?|live-range)\.txt|oom_intermediate_module\.txt|target_arguments\.txt|flagfile)$/;

/** How many modules of a folder are read: a process may compile thousands of small ones, the failing one is among the last. */
const MOST_MODULES = 64;

/**
 * The files of an XLA dump folder that matter, modules that failed first; empty if it is none. A module failed if its
 * `oom_intermediate_module.txt` is there, and fits if the text after buffer assignment is: measured with libtpu 0.0.42.1.
 */
export async function dumpFiles(folder: string): Promise<DumpFile[]> {
	const names = (await readdir(folder)).sort();
	const modules = new Map<string, string[]>();
	for (const name of names) {
		const module = /^(module_\d+\.[^/]*?)\.(?:cl_\d+\.)?(?:before_|after_|oom_|target_|flagfile|transfer_|basic_)/.exec(
			name,
		)?.[1];
		if (module !== undefined) modules.set(module, [...(modules.get(module) ?? []), name]);
	}
	const judged = [...modules.values()].map((files) => ({files, outcome: outcomeOf(files)}));
	const order = {fails: 0, unknown: 1, fits: 2} as const;
	return judged
		.reverse()
		.sort((a, b) => order[a.outcome] - order[b.outcome])
		.slice(0, MOST_MODULES)
		.flatMap(({files, outcome}) =>
			files.filter((name) => TELLING.test(name)).map((name) => ({path: path.join(folder, name), outcome})),
		);
}

function outcomeOf(files: readonly string[]): Dump['outcome'] {
	if (files.some((name) => name.endsWith('.oom_intermediate_module.txt'))) return 'fails';
	const fits = /\.(?:after_optimizations_after_buffer_assignment|after_codegen)\.txt$/;
	return files.some((name) => fits.test(name)) ? 'fits' : 'unknown';
}
