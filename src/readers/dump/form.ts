import type {Dump} from '../../model/incident.js';

/** What a file is by its first lines; undefined when it is none of the compiler's dumps. */
export function dumpForm(head: string): Dump['form'] | 'flagfile' | undefined {
	const start = head.replace(/^\uFEFF/, '').trimStart();
	if (start.startsWith('Memory Space: ')) return 'memory_usage_report';
	if (start.startsWith('BufferAssignment:')) return 'buffer_assignment';
	if (/^Total bytes used: \d/.test(start)) return 'values';
	if (start.startsWith('HloLiveRange (max ')) return 'live_range';
	if (/^HloModule [\w.-]/.test(start)) return 'hlo';
	if (/^\w+(?:: \S+| \{)\s/.test(start) && /^\s*version: TPU_VERSION_/m.test(start.slice(0, 4000))) return 'target';
	return isFlagfile(start) ? 'flagfile' : undefined;
}

/** A flagfile: every line that says anything is one `--name=value` or a comment. */
function isFlagfile(start: string): boolean {
	const lines = start
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
	// The head may end in the middle of a line; a single line is judged as it is.
	const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
	return whole.length > 0 && whole.every((line) => /^--?[A-Za-z]\w*(?:=\S.*|=)?$/.test(line));
}
