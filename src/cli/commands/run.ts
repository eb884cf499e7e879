import type {Reading} from '../../model/incident.js';
import {diagnoseReading, frameworksOf, openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {exportDiagnoses} from '../export.js';
import {secretsBySettings} from '../known-secrets.js';
import {commandName} from '../run/command-name.js';
import {EXIT_MAP_TROUBLE, isFailure, parseExitMap} from '../run/exit-map.js';
import {runWatched, type RunEnd} from '../run/run-watched.js';
import {endBy} from '../run/signals.js';
import {say, sayTrouble} from '../say.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';

export interface RunCommandOptions {
	readonly playbook?: string;
	/** False: print the diagnosis and never ask. */
	readonly ask?: boolean;
	/** Exit codes by the kind of failure: `deterministic=42,retryable=43`. */
	readonly exitMap?: string;
	/** A file for the record of a failure, as JSON. */
	readonly report?: string;
}

/** Runs a command untouched. When its output shows a failure of XLA:TPU, offers the wizard, or prints the diagnosis; ends as the command ended. */
export async function runCommand(world: World, command: readonly string[], options: RunCommandOptions): Promise<Exit> {
	if (command.length === 0) {
		sayTrouble(world, {
			title: 'No command was given',
			cause: 'run starts a command and reads what it prints.',
			todo: 'xla-triage run -- python train.py',
		});
		return EXIT.usage;
	}
	const map = options.exitMap === undefined ? undefined : parseExitMap(options.exitMap);
	if (map === 'wrong') {
		sayTrouble(world, EXIT_MAP_TROUBLE);
		return EXIT.usage;
	}
	const name = commandName(command);
	const frameworks = await frameworksOf(options.playbook);
	const end = await runWatched(command, {env: process.env, name, stdin: 'inherit', frameworks});
	if (end.unstarted) sayUnstarted(world, command, end);
	else if (end.reading.incidents.length > 0) await showFailure(world, name, end.reading, options);
	if ((map ?? options.report) !== undefined && isFailure(end)) {
		const {reportFailure} = await import('../run/report-failure.js');
		const mapped = await reportFailure(world, name, end, {map, ...options});
		if (mapped !== undefined) return mapped;
	}
	return end.signal ? endBy(end.signal) : end.code;
}

/** Says why a command could not be started, as a shell would. */
export function sayUnstarted(world: World, [program = '']: readonly string[], end: RunEnd): void {
	const missing = end.unstarted?.code === 'ENOENT';
	sayTrouble(world, {
		title: `Cannot run ${program}`,
		cause: missing ? 'There is no such command.' : `The system says: ${end.unstarted?.message ?? 'nothing'}.`,
		todo: missing ? 'Check the spelling and the PATH.' : 'Check that it is a program and may be executed.',
	});
}

async function showFailure(world: World, name: string, reading: Reading, options: RunCommandOptions): Promise<void> {
	const asked = options.ask !== false && process.stdin.isTTY && world.watched;
	if (!asked) await printDiagnosis(world, reading, options.playbook);
	else if (await wantsWizard(world, reading)) await openWizard(world, name, reading, options);
}

async function wantsWizard(world: World, reading: Reading): Promise<boolean> {
	const codes = [...new Set(reading.incidents.map((incident) => incident.code))].join(', ');
	const {createInterface} = await import('node:readline/promises');
	const prompt = createInterface({input: process.stdin, output: process.stderr});
	try {
		say(world, `The output shows a failure of XLA:TPU (${codes}).`);
		const answer = await prompt.question('Open the wizard? [Y/n] ');
		return /^(?:y(?:es)?)?$/i.test(answer.trim());
	} catch {
		return false; // ctrl-c or ctrl-d
	} finally {
		prompt.close();
	}
}

/** The wizard on a session that holds what was read; where no session can be kept, the report. */
async function openWizard(world: World, name: string, reading: Reading, {playbook}: RunCommandOptions): Promise<void> {
	const session = userSessions().create(name);
	if (session.trouble) {
		sayTrouble(world, session.trouble);
		await printDiagnosis(world, reading, playbook);
		return;
	}
	session.append({type: 'evidence', reading});
	session.close();
	const {resumeCommand} = await import('./wizard.js');
	await resumeCommand(world, session.id, playbook === undefined ? {} : {playbook});
}

/** The report on stderr: stdout is the command's. */
async function printDiagnosis(world: World, reading: Reading, playbook: string | undefined): Promise<void> {
	const desk = await openDesk(world, playbook);
	if (!desk) return;
	const {text} = exportDiagnoses(desk, reading, diagnoseReading(desk, reading), {
		format: 'text',
		full: false,
		secrets: secretsBySettings(world),
		plain: {
			width: world.width,
			colour: world.colour && process.stderr.isTTY,
			...(world.theme ? {theme: world.theme} : {}),
		},
	});
	world.stderr.write(`\n${text}`);
}
