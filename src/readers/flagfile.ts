// A *.flagfile (libtpu's own dump of every flag in force, or one that a user keeps): one `--name=value` a line.
import type {FlagInForce} from '../model/incident.js';

/** Reads flags line by line. `--name` alone means true. */
export function flagfileReader(evidence: string): {push(line: string): void; end(): FlagInForce[]} {
	const flags: FlagInForce[] = [];
	let number = 0;
	return {
		push(line) {
			number += 1;
			const match = /^\s*--?([A-Za-z]\w*)(?:=(.*))?$/.exec(line);
			if (!match?.[1]) return;
			const value = (match[2] ?? 'true').trim();
			flags.push({
				name: match[1],
				value,
				channel: 'flagfile',
				place: {evidence, line: number, quote: line.trim().slice(0, 200)},
			});
		},
		end: () => flags,
	};
}
