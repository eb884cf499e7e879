import type {Reading} from '../model/incident.js';
import type {Framework} from '../model/framework.js';
import {readEvidence, type Source} from '../store/evidence.js';
import {sayTrouble} from './say.js';
import type {World} from './world.js';

/** The evidence that a command line names: its files, `-` for stdin, and stdin when it names none and something is piped in. */
export function sourcesOf(world: World, names: readonly string[]): Source[] {
	const stdin = (): Source => ({kind: 'stream', name: 'stdin', stream: world.stdin});
	if (names.length === 0) return world.piped ? [stdin()] : [];
	return names.map((name) => (name === '-' ? stdin() : {kind: 'file', path: name}));
}

/** What evidence of these names holds; undefined where one cannot be read, which has been said. */
export async function readNamed(
	world: World,
	names: readonly string[],
	frameworks: readonly Framework[],
): Promise<Reading | undefined> {
	const {reading, troubles} = await readEvidence(sourcesOf(world, names), {frameworks});
	for (const trouble of troubles) sayTrouble(world, trouble);
	return troubles.length > 0 ? undefined : reading;
}
