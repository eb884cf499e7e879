import type {Source} from '../store/evidence.js';
import type {World} from './world.js';

/** The evidence that a command line names: its files, `-` for stdin, and stdin when it names none and something is piped in. */
export function sourcesOf(world: World, names: readonly string[]): Source[] {
	const stdin = (): Source => ({kind: 'stream', name: 'stdin', stream: world.stdin});
	if (names.length === 0) return world.piped ? [stdin()] : [];
	return names.map((name) => (name === '-' ? stdin() : {kind: 'file', path: name}));
}
