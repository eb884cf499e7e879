import {existsSync} from 'node:fs';
import {analyse} from '../../analysis/index.js';
import {replay, walk} from '../../engine/index.js';
import {mergeReadings} from '../../readers/index.js';
import {flowMermaid, flowNames, flowSvg, flowText, partOf, type Trail} from '../../report/flow-graph.js';
import {openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';

export interface FlowsGraphOptions {
	readonly format: 'text' | 'mermaid' | 'svg';
	/** Marks the way that this session took. */
	readonly session?: string;
	readonly playbook?: string;
}

/** Draws one flow, or all of them; a first name that is a folder is the playbook to draw. */
export async function flowsGraphCommand(
	world: World,
	names: readonly string[],
	options: FlowsGraphOptions,
): Promise<Exit> {
	const [first, second] = names;
	const isFolder = second !== undefined || (first !== undefined && existsSync(first));
	const desk = await openDesk(world, isFolder ? first : options.playbook);
	if (!desk) return EXIT.usage;
	const name = isFolder ? second : first;
	const {flow} = desk.playbook;
	const known = flowNames(flow);
	const part = name === undefined ? flow : partOf(flow, name);
	if (!part) {
		sayTrouble(world, {
			title: `There is no flow ${name ?? ''}`,
			cause: `The flows are ${known.join(', ')}.`,
			todo: `Name one of them: xla-triage flows graph ${known.at(-1) ?? ''}`,
		});
		return EXIT.usage;
	}
	const trail = options.session === undefined ? undefined : sessionTrail(world, desk, options.session);
	if (options.session !== undefined && !trail) return EXIT.usage;
	if (options.format === 'mermaid') world.stdout.write(flowMermaid(part, trail));
	else if (options.format === 'svg') world.stdout.write(flowSvg(part, trail));
	else {
		const parts = name === undefined ? known.flatMap((one) => partOf(flow, one) ?? []) : [part];
		const {width, colour, theme} = world;
		const looks = {width, colour, ...(theme ? {theme} : {}), ...(trail ? {trail} : {})};
		world.stdout.write(parts.map((one) => flowText(one, looks)).join('\n'));
	}
	return EXIT.done;
}

// The walk is derived anew from what the session recorded, under the playbook of today.
function sessionTrail(world: World, {playbook, conditions}: Desk, wanted: string): Trail | undefined {
	const found = userSessions().look(wanted);
	if ('trouble' in found) {
		sayTrouble(world, found.trouble);
		return undefined;
	}
	const {readings, focus, answers} = replay(found.events);
	const reading = readings.length > 0 ? mergeReadings(readings) : undefined;
	const incident = reading?.incidents.find(({id}) => id === focus) ?? reading?.incidents[0];
	const facts = reading && incident ? analyse(incident, reading, playbook).facts : [];
	return walk(playbook.flow, {facts, answers}, conditions, {open: 'stop'});
}
