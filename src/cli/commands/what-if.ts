import {existsSync} from 'node:fs';
import {analyse} from '../../analysis/index.js';
import type {Fact} from '../../model/fact.js';
import type {Reading} from '../../model/incident.js';
import type {Measurement} from '../../model/session.js';
import type {Program} from '../../model/program.js';
import {replay} from '../../engine/index.js';
import {stepHolds, whatIf} from '../../plan/index.js';
import {mergeReadings} from '../../readers/index.js';
import {neutralise} from '../../model/neutral.js';
import {jsonText} from '../../report/json-text.js';
import {whatIfJson} from '../../report/what-if-json.js';
import {whatIfText} from '../../report/what-if.js';
import {openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import {readNamed} from '../sources.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';

export interface WhatIfOptions {
	readonly format: 'text' | 'json';
	readonly playbook?: string;
}

/**
 * Prints what the program behind a dump, a list of buffers or a session would need after each change, and after all of them; with what was
 * measured in the session.
 */
export async function whatIfCommand(
	world: World,
	evidence: string,
	texts: readonly string[],
	{format, playbook}: WhatIfOptions,
): Promise<Exit> {
	const desk = await openDesk(world, playbook);
	if (!desk) return EXIT.usage;
	const found = await given(world, desk, evidence);
	if (!found) return EXIT.usage;
	const known = programOf(desk, found.reading);
	if (!known) {
		sayTrouble(world, {
			title: `${evidence} does not show the program`,
			cause: 'It has neither a list of buffers nor a compiler dump.',
			todo: 'Run once more with XLA_FLAGS=--xla_dump_to=/tmp/xla_dump and give that folder.',
		});
		return EXIT.nothing;
	}
	const {program, facts} = known;
	const answer = whatIf(program, texts, desk.playbook, found.measured, facts && stepHolds(desk.conditions, facts));
	world.stdout.write(format === 'json' ? `${jsonText(whatIfJson(answer))}\n` : neutralise(whatIfText(answer)));
	return EXIT.done;
}

/** A file by its path, else a session; undefined where the trouble has been said. */
async function given(
	world: World,
	{playbook}: Desk,
	evidence: string,
): Promise<{readonly reading: Reading; readonly measured?: readonly Measurement[]} | undefined> {
	const looked = evidence === '-' || existsSync(evidence) ? undefined : userSessions().look(evidence);
	if (looked && !('trouble' in looked)) {
		const {readings, measured = []} = replay(looked.events);
		return {reading: mergeReadings(readings), measured};
	}
	const reading = await readNamed(world, [evidence], playbook.frameworks);
	return reading && {reading};
}

/** The program of a dump, which is known; else that behind the first list of buffers, with the facts of its incident. */
function programOf(
	{playbook}: Desk,
	{incidents, dumps = [], ...rest}: Reading,
): {readonly program: Program; readonly facts?: readonly Fact[]} | undefined {
	const dumped = [...incidents, ...dumps].flatMap(({program}) => (program ? {program} : []));
	const listed = incidents.map((incident) => analyse(incident, {incidents, dumps, ...rest}, playbook));
	return [...dumped, ...listed].find(({program}) => program.terms.length > 0);
}
