import path from 'node:path';
import {counted} from '../../report/phrases.js';
import {playEvidence, playFiles, PLAYS_FOLDER} from '../../store/playbook-plays.js';
import {EXIT, type Exit} from '../exit.js';
import {checkFiles, openFlowsFolder} from '../flows-folder.js';
import {readPlays, testPlays} from '../plays/index.js';
import {printFailure, printShares} from '../plays/print.js';
import {say, sayComplaints, sayTrouble} from '../say.js';
import type {World} from '../world.js';

export interface FlowsTestOptions {
	/** Fail where the plays do not come to everything. */
	readonly strict?: boolean;
}

/** Performs the plays of a playbook's folder, and says which failed and what none of them comes to. */
export async function flowsTestCommand(world: World, folder?: string, options: FlowsTestOptions = {}): Promise<Exit> {
	const opened = await openFlowsFolder(world, folder);
	if (!opened) return EXIT.usage;
	const {playbook, complaints} = await checkFiles(opened.files, {soft: true});
	const {plays, complaints: malformed} = readPlays(await playFiles(opened.folder));
	sayComplaints(world, malformed);
	if (complaints.length > 0)
		say(world, 'The playbook has complaints: only its usable part is tested. See flows check.');
	if (!playbook || (plays.length === 0 && malformed.length === 0)) {
		sayTrouble(world, {
			title: 'There is nothing to test',
			cause: `${path.join(opened.folder, PLAYS_FOLDER)} has no play.`,
			todo: 'See flows/README.md, or begin with: xla-triage flows new play REMEDY',
		});
		return EXIT.usage;
	}
	// Plays of a team's own folder are about what it adds; the rest has plays of its own.
	const added = opened.overlay && new Set(opened.overlay.added);
	const {outcomes, shares} = testPlays(
		playbook,
		plays,
		playEvidence(opened.folder),
		(file) => added?.has(file) ?? true,
	);
	const failures = outcomes.flatMap((outcome) => outcome.failures);
	for (const failure of failures) world.stderr.write(`${printFailure(failure)}\n`);
	const count = outcomes.reduce((sum, outcome) => sum + outcome.count, 0);
	world.stdout.write(`${count} scenes and cases in ${counted(outcomes.length, 'file')}, ${failures.length} failed\n`);
	world.stdout.write(printShares(shares));
	const isCovered = shares.every(({missing}) => missing.length === 0);
	const isWrong = failures.length > 0 || malformed.length > 0 || (options.strict === true && !isCovered);
	return isWrong ? EXIT.nothing : EXIT.done;
}
