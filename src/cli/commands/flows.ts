import {parsePlaybook} from '../../playbook/index.js';
import {ESTIMATORS} from '../../plan/index.js';
import {layeredFiles} from '../../store/playbook.js';
import {causeOf} from '../../store/trouble.js';
import {EXIT, type Exit} from '../exit.js';
import {overlayText} from '../desk.js';
import {say, sayComplaints, sayTrouble} from '../say.js';
import type {World} from '../world.js';

/** Checks the flows and pages of a folder, and lists what is wrong with place and advice. */
export async function flowsCheckCommand(world: World, folder = '.'): Promise<Exit> {
	let layered: Awaited<ReturnType<typeof layeredFiles>>;
	try {
		layered = await layeredFiles(folder);
	} catch (error) {
		sayTrouble(world, {
			title: `Cannot read a playbook from ${folder}`,
			cause: causeOf(error),
			todo: 'A playbook is a folder with the folders flows and content in it.',
		});
		return EXIT.usage;
	}
	if (layered.overlay) say(world, overlayText(layered.overlay));
	const {playbook, complaints: found} = parsePlaybook(layered.files, {estimators: ESTIMATORS});
	const complaints = [...layered.complaints, ...found];
	sayComplaints(world, complaints);
	if (!playbook || complaints.length > 0) {
		world.stderr.write(`${complaints.length} ${complaints.length === 1 ? 'complaint' : 'complaints'}\n`);
		return EXIT.nothing;
	}
	const {flow, remedies, pages, flags, claims} = playbook;
	world.stdout.write(
		`No complaints: ${Object.keys(flow.nodes).length} steps, ${remedies.length} remedies, ${pages.length} pages, ${flags.length} flags, ${claims.length} claims.\n`,
	);
	return EXIT.done;
}
