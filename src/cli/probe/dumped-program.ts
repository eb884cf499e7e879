import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {topologyOfDump} from '../../plan/probe/index.js';
import {readSmallFile} from '../../store/small-file.js';
import type {Trouble} from '../../store/trouble.js';

/** A program of a dump folder that can be compiled again. */
export interface DumpedProgram {
	/** Absolute. */
	readonly folder: string;
	/** What the names of its files begin with: `module_0000.jit_step.cl_933746096`. */
	readonly module: string;
	/** Chip and layout of the job, where the dump names them. */
	readonly topology?: string;
	/** Whether it did not fit. */
	readonly failed: boolean;
	/** Bytes of HBM that the compiler counted for one device, where its report is there. */
	readonly needed?: number;
	/** All flags in force, one a line; empty where the dump has none. */
	readonly flagfile: string;
	/** Other programs of the folder that could be compiled again, by module. */
	readonly others: readonly string[];
}

const HOW_TO_DUMP = 'XLA_FLAGS=--xla_dump_to=/tmp/xla_dump python train.py writes a dump, also when the compile fails.';

/**
 * The program of a dump folder to compile again: the module named (or the beginning of its name), else the one that did not fit, else the
 * one that needs most.
 */
export function dumpedProgram(folder: string, wanted?: string): DumpedProgram | {readonly trouble: Trouble} {
	const absolute = path.resolve(folder);
	const names = readdirSync(absolute);
	const modules = [...new Set(names.flatMap((name) => MODULE.exec(name)?.[1] ?? []))].sort();
	const usable = modules
		.filter((module) => sourceOf(absolute, module) !== undefined)
		.map((module) => look(absolute, module));
	if (usable.length === 0) {
		const none =
			modules.length === 0
				? 'It holds no module.'
				: `${modules.join(', ')}: neither module.mlir nor before_optimizations.txt.`;
		return {trouble: {title: `${folder} holds no program that can be compiled again`, cause: none, todo: HOW_TO_DUMP}};
	}
	const order = (one: Look): number => (one.failed ? 1e18 : 0) + (one.needed ?? 0);
	const sorted = usable.toSorted((a, b) => order(b) - order(a));
	const chosen = wanted === undefined ? sorted[0] : usable.find(({module}) => module.startsWith(wanted));
	if (!chosen) {
		const cause = `It holds ${usable.map(({module}) => module).join(', ')}.`;
		return {
			trouble: {
				title: `${folder} holds no module ${wanted ?? ''}`,
				cause,
				todo: 'Give the beginning of one of these names.',
			},
		};
	}
	const source = sourceOf(absolute, chosen.module) ?? '';
	if (!isBefore(source, '@main(', '\n') && !isBefore(source, '\nENTRY ', '\n}')) {
		const cause = `The program of ${chosen.module} is cut short.`;
		return {trouble: {title: `${folder} cannot be compiled again`, cause, todo: HOW_TO_DUMP}};
	}
	return {...chosen, folder: absolute, others: usable.filter((one) => one !== chosen).map(({module}) => module)};
}

type Look = Omit<DumpedProgram, 'folder' | 'others'>;

/** A file of a module, or the folder of its MLIR. */
const MODULE = /^(module_\d+\.(?:(?!\.(?:before_optimizations|after_optimizations|target_arguments)).)+)/;

function look(folder: string, module: string): Look {
	const file = (ending: string): string => textOf(path.join(folder, `${module}.${ending}`));
	const beside = (name: string): string => textOf(path.join(folder, module, name));
	const report = file('after_optimizations-memory-usage-report.txt');
	const needed = /default \(color=0\)\nTotal bytes: (\d+)/.exec(report)?.[1];
	const about = [beside('topology.textproto'), file('target_arguments.txt'), beside('compile_options.textproto')];
	const topology = topologyOfDump(about.join('\n'));
	return {
		module,
		failed: existsSync(path.join(folder, `${module}.oom_intermediate_module.txt`)),
		flagfile: file('flagfile'),
		...(needed === undefined ? {} : {needed: Number(needed)}),
		...(topology === undefined ? {} : {topology}),
	};
}

/** Whether a text is in the source, and another one after it. */
function isBefore(source: string, first: string, then: string): boolean {
	const at = source.indexOf(first);
	return at >= 0 && source.includes(then, at + first.length);
}

function sourceOf(folder: string, module: string): string | undefined {
	const files = [path.join(folder, module, 'module.mlir'), path.join(folder, `${module}.before_optimizations.txt`)];
	const file = files.find((one) => existsSync(one));
	return file === undefined ? undefined : textOf(file);
}

/** A string of Node holds no more than some 500 MB; the text of a program takes a hundredth of that. */
const LONGEST = 256 * 2 ** 20;

/** The text of a file; empty where there is none. */
function textOf(file: string): string {
	try {
		return readSmallFile(file, LONGEST).toString('utf8');
	} catch {
		return '';
	}
}
