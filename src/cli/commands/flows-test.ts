import path from 'node:path';
import {ESTIMATORS} from '../../plan/index.js';
import {parsePlaybook} from '../../playbook/index.js';
import {playEvidence, playFiles, PLAYS_FOLDER} from '../../store/playbook-plays.js';
import {layeredFiles} from '../../store/playbook.js';
import {causeOf} from '../../store/trouble.js';
import {EXIT, type Exit} from '../exit.js';
import {readPlays, testPlays} from '../plays/index.js';
import {printFailure, printShares} from '../plays/print.js';
import {say, sayComplaints, sayTrouble} from '../say.js';
import type {World} from '../world.js';

export interface FlowsTestOptions {
	/** Fail where the plays do not come to everything. */
	readonly strict?: boolean;
}

/** Performs the plays of a playbook's folder, and tells which failed and what none of them comes to. */
export async function flowsTestCommand(world: World, folder = '.', options: FlowsTestOptions = {}): Promise<Exit> {
	let files: Awaited<ReturnType<typeof layeredFiles>>;
	let scripts: Awaited<ReturnType<typeof playFiles>>;
	try {
		[files, scripts] = [await layeredFiles(folder), await playFiles(folder)];
	} catch (error) {
		sayTrouble(world, {
			title: `Cannot read a playbook from ${folder}`,
			cause: causeOf(error),
			todo: 'A playbook is a folder with the folders flows and content, or one of them, in it.',
		});
		return EXIT.usage;
	}
	const {playbook, complaints} = parsePlaybook(files.files, {estimators: ESTIMATORS, soft: true});
	const {plays, complaints: malformed} = readPlays(scripts);
	sayComplaints(world, malformed);
	if (complaints.length > 0)
		say(world, 'The playbook has complaints, and what is usable of it is tested: see flows check.');
	if (!playbook || plays.length === 0) {
		sayTrouble(world, {
			title: 'There is nothing to test',
			cause: `No play lies in ${path.join(folder, PLAYS_FOLDER)}.`,
			todo: 'flows/README.md shows the form of a play; xla-triage flows new play REMEDY proposes one.',
		});
		return EXIT.usage;
	}
	const {outcomes, shares} = testPlays(playbook, plays, playEvidence(folder));
	const failures = outcomes.flatMap((outcome) => outcome.failures);
	for (const failure of failures) world.stderr.write(`${printFailure(failure)}\n`);
	const count = outcomes.reduce((sum, outcome) => sum + outcome.count, 0);
	world.stdout.write(`${count} scenes and cases in ${outcomes.length} files, ${failures.length} failed\n`);
	world.stdout.write(printShares(shares));
	const isCovered = shares.every(({missing}) => missing.length === 0);
	return failures.length > 0 || malformed.length > 0 || (options.strict === true && !isCovered)
		? EXIT.nothing
		: EXIT.done;
}
