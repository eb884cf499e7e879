import {constants} from 'node:fs';
import {open, readdir} from 'node:fs/promises';
import path from 'node:path';
import type {Dump} from '../model/incident.js';
import {dumpForm} from '../readers/dump/index.js';
import {moduleOf} from '../readers/dump/join.js';

/** A file of a dump folder that is worth reading, with what the folder says about its module. */
export interface DumpFile {
	readonly path: string;
	readonly outcome: Dump['outcome'];
	/** Text of the program: large, and read only where it matters. */
	readonly text: boolean;
	readonly module: string;
}

/** Files whose content shows where memory goes; the many passes of HLO text beside them do not. */
const TELLING =
	/\.(?:after_optimizations-(?:memory-usage-report|buffer-assignment(?:-values)?|live-range)\.txt|target_arguments\.txt|flagfile)$/;
/** The program as written, and as scheduled: one of these, the first that is there. */
const WRITTEN = /\.before_optimizations\.txt$/;
const SCHEDULED = [
	/\.oom_intermediate_module\.txt$/,
	/\.after_optimizations\.txt$/,
	/\.after_optimizations_after_buffer_assignment\.txt$/,
];

/** How many modules of a folder are read: a process may compile thousands of small ones, the failing one is among the last. */
const MOST_MODULES = 64;
/** How many files of unknown names are looked into, and how far. */
const MOST_LOOKED = 400;
const HEAD_BYTES = 1 << 14;

/** The dumps of a folder; where it has none itself, those of the one folder in it that has, by the names of its files. */
export async function dumpsBelow(folder: string): Promise<readonly DumpFile[]> {
	const own = await dumpFiles(folder);
	if (own.length > 0) return own;
	const entries = await readdir(folder, {withFileTypes: true});
	const inside = entries.filter((entry) => entry.isDirectory()).map(({name}) => path.join(folder, name));
	const found: string[] = [];
	for (const one of inside.slice(0, MOST_FOLDERS)) {
		const names = await readdir(one).catch(() => []); // one that may not be read has nothing for us
		if (names.some((name) => moduleIn(name) !== undefined)) found.push(one);
	}
	const [first, ...others] = found;
	return first === undefined || others.length > 0 ? [] : dumpFiles(first);
}

/** So many folders are looked into for dumps. */
const MOST_FOLDERS = 50;

/**
 * The files of an XLA dump folder that matter, modules that failed first; empty if it is none. A module failed if its
 * `oom_intermediate_module.txt` is there, and fits if the text after buffer assignment is: measured with libtpu 0.0.42.1.
 * Files that were renamed are taken for one module, each as what its content says.
 */
async function dumpFiles(folder: string): Promise<DumpFile[]> {
	const names = (await readdir(folder)).sort();
	const modules = new Map<string, string[]>();
	for (const name of names) {
		const module = moduleIn(name);
		if (module !== undefined) modules.set(module, [...(modules.get(module) ?? []), name]);
	}
	if (modules.size === 0) return renamedFiles(folder, names);
	const judged = [...modules.values()].map((files) => ({files, outcome: outcomeOf(files)}));
	const order = {fails: 0, unknown: 1, fits: 2} as const;
	return judged
		.reverse()
		.sort((a, b) => order[a.outcome] - order[b.outcome])
		.slice(0, MOST_MODULES)
		.flatMap(({files, outcome}) => {
			const scheduled = SCHEDULED.map((form) => files.find((name) => form.test(name))).find(
				(name) => name !== undefined,
			);
			const texts = files.filter((name) => WRITTEN.test(name) || name === scheduled);
			const file = (name: string, text: boolean): DumpFile => ({
				path: path.join(folder, name),
				outcome,
				text,
				module: moduleKey(name),
			});
			return [
				...files.filter((name) => TELLING.test(name)).map((name) => file(name, false)),
				...texts.map((name) => file(name, true)),
			];
		});
}

/** Files without the compiler's names, by their content. */
async function renamedFiles(folder: string, names: readonly string[]): Promise<DumpFile[]> {
	const found: DumpFile[] = [];
	let settingsOnly = true;
	for (const name of names.slice(0, MOST_LOOKED)) {
		const file = path.join(folder, name);
		const form = dumpForm(await headOf(file));
		if (form !== undefined && form !== 'flagfile') settingsOnly = false;
		if (form !== undefined) found.push({path: file, outcome: 'unknown', text: form === 'hlo', module: moduleKey(name)});
	}
	// Settings alone are no dump.
	return settingsOnly ? [] : found;
}

async function headOf(file: string): Promise<string> {
	try {
		// A pipe that is opened in the usual way waits for its writer.
		const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			if (!(await handle.stat()).isFile()) return '';
			const {buffer, bytesRead} = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES);
			return buffer.toString('utf8', 0, bytesRead);
		} finally {
			await handle.close();
		}
	} catch {
		return ''; // a folder, or a file that cannot be read, is no dump
	}
}

function moduleKey(name: string): string {
	return moduleOf({evidence: name});
}

/** `module_0005.jit_train_step` of the name of a dump file. */
function moduleIn(name: string): string | undefined {
	return /^(module_\d+\.[^/]*?)\.(?:cl_\d+\.)?(?:before_|after_|oom_|target_|flagfile|transfer_|basic_)/.exec(
		name,
	)?.[1];
}

function outcomeOf(files: readonly string[]): Dump['outcome'] {
	if (files.some((name) => name.endsWith('.oom_intermediate_module.txt'))) return 'fails';
	const fits = /\.(?:after_optimizations_after_buffer_assignment|after_codegen)\.txt$/;
	return files.some((name) => fits.test(name)) ? 'fits' : 'unknown';
}
