import {closeSync, fstatSync} from 'node:fs';
import type {Framework} from '../../model/framework.js';
import {mergeReadings} from '../../readers/index.js';
import {followFile} from './follow.js';
import {openPipe} from './named-pipe.js';
import {writerTo} from './our-output.js';
import {OutputReader, type OutputSays} from './output-reader.js';
import {Relay} from './relay.js';

/** Where a command's output goes, and what is read of it. */
export interface Outputs {
	/** For the command's output and errors. */
	readonly stdio: readonly [number | 'inherit', number | 'inherit'];
	/** The command has them now. */
	given(): void;
	/** Whether a step was printed. */
	stepped(): boolean;
	/** The command has ended. */
	end(): Promise<OutputSays>;
}

/** One destination, with who reads along. */
interface Route {
	readonly stdio: number | 'inherit';
	readonly pipeEnd?: number;
	readonly reader: OutputReader;
	drain(): Promise<void>;
}

/** Prepares both outputs: a file is left to the command and followed, all else is relayed through a pipe. */
export function openOutputs(name: string, frameworks: readonly Framework[]): Outputs {
	const out = route(1, name, frameworks);
	const errors = isSamePlace(1, 2) ? out : route(2, name, frameworks);
	const routes = out === errors ? [out] : [out, errors];
	return {
		stdio: [out.stdio, errors.stdio],
		given() {
			for (const {pipeEnd} of routes) if (pipeEnd !== undefined) closeSync(pipeEnd);
		},
		stepped: () => routes.some(({reader}) => reader.stepped),
		async end() {
			await Promise.all(routes.map((one) => one.drain()));
			const [first, ...others] = await Promise.all(routes.map((one) => one.reader.end()));
			if (!first) throw new Error('A command has at least one output.');
			if (others.length === 0) return first;
			const timings = Object.assign({}, first.timings, ...others.map((one) => one.timings)) as OutputSays['timings'];
			return {
				reading: mergeReadings([first.reading, ...others.map((one) => one.reading)]),
				timings,
				refused: [...new Set([first, ...others].flatMap((one) => one.refused))],
			};
		},
	};
}

function route(descriptor: 1 | 2, name: string, frameworks: readonly Framework[]): Route {
	const reader = new OutputReader(name, frameworks);
	const look = (bytes: Buffer): Promise<void> => reader.write(bytes);
	const follower = followFile(descriptor, look);
	if (follower) return {stdio: 'inherit', reader, drain: () => follower.drain()};
	const pipe = openPipe();
	// Without a pipe the output is left alone: reading along must never be in the way.
	if (!pipe) return {stdio: 'inherit', reader, drain: () => Promise.resolve()};
	const relay = new Relay(pipe.read, writerTo(descriptor), look);
	return {stdio: pipe.write, pipeEnd: pipe.write, reader, drain: () => relay.drain()};
}

/** Whether two descriptors lead to one place, as after `2>&1` or on one terminal. */
function isSamePlace(a: number, b: number): boolean {
	try {
		const [one, other] = [fstatSync(a), fstatSync(b)];
		return one.dev === other.dev && one.ino === other.ino;
	} catch {
		return false; // one of them is closed
	}
}
