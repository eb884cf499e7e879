#!/usr/bin/env node
import {guard} from './guard.js';
import {run} from './program.js';
import {processWorld} from './world.js';

const fault = guard();
try {
	process.exitCode = await run(processWorld(), process.argv.slice(2));
} catch (error) {
	fault(error);
}
