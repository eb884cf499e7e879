import {TOOL_FACTS} from '../../plan/practice/index.js';
import {counted} from '../../report/phrases.js';
import {parseCourse} from '../../playbook/drills.js';
import {courseFiles} from '../../store/course-files.js';
import {EXIT, type Exit} from '../exit.js';
import {checkFiles, openFlowsFolder} from '../flows-folder.js';
import {sampleComplaints} from '../framework-samples.js';
import {sayComplaints} from '../say.js';
import type {World} from '../world.js';

/** Checks the flows, pages and drills of a folder, and lists what is wrong with place and advice. */
export async function flowsCheckCommand(world: World, folder?: string): Promise<Exit> {
	const opened = await openFlowsFolder(world, folder);
	if (!opened) return EXIT.usage;
	const {playbook, complaints: found} = await checkFiles(opened.files, {soft: true});
	if (!playbook) throw new Error('In soft mode there is always a playbook.');
	const facts = [...playbook.facts, ...TOOL_FACTS];
	const pages = new Set([...playbook.pages.map(({id}) => id), ...playbook.remedies.map(({id}) => `remedies/${id}`)]);
	const {course, complaints: drilled} = parseCourse(await courseFiles(opened.folder), {facts, pages});
	const complaints = [...opened.complaints, ...found, ...drilled, ...sampleComplaints(playbook.frameworks)];
	sayComplaints(world, complaints);
	if (complaints.length > 0) {
		const [first] = complaints;
		world.stderr.write(
			`${counted(complaints.length, 'complaint')}. More about one: xla-triage explain ${first?.id ?? ''}\n`,
		);
		return EXIT.nothing;
	}
	const counts = [
		counted(Object.keys(playbook.flow.nodes).length, 'step'),
		counted(playbook.remedies.length, 'remedy', 'remedies'),
		counted(playbook.pages.length, 'page'),
		counted(playbook.flags.length, 'flag'),
		counted(playbook.claims.length, 'claim'),
		counted(course.drills.length, 'drill'),
	];
	world.stdout.write(`No complaints: ${counts.join(', ')}.\n`);
	return EXIT.done;
}
