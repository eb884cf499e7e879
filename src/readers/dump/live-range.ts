// The file *-live-range.txt of an XLA dump: the only text that says which buffers live at the peak and where they come from.
import {ownText} from '../hlo/shape-text.js';
import {dumpReader, MOST, MOST_VALUES, type DumpDraft, type DumpReader} from './dump-reader.js';

const LIVE = /^ {4}(.+?)(\{[\d,]*\})?: (\d+) bytes \(cumulative: \d+ bytes\)$/;
const LIFE = /^ {4}(.+?\{[\d,]*\}):(\d+)-(\d+)$/;
const STEP = /^ {4}\d+:(\S+)$/;
const NODE = /^[\s│├└─]*([^\s│├└─].*?) \([\d.]+%, total: ([\d ]+) bytes, current: ([\d ]+) bytes/;

/** Reads the schedule, the life of every value, and the buffers at the peak; and from the tree below them the operation names that their bytes belong to. */
export function liveRangeReader(evidence: string): DumpReader {
	let part: 'none' | 'schedule' | 'lives' | 'peak' | 'tree' = 'none';
	const lifetimes = new Map<string, readonly [number, number]>();
	const schedule: string[] = [];
	const line = (draft: DumpDraft, text: string, number: number): void => {
		if (text.startsWith('  Live ranges at ')) part = 'peak';
		else if (text.startsWith('  Stack trace breakdown')) part = 'tree';
		else if (text.startsWith('  InstructionSequence:')) part = 'schedule';
		else if (text.startsWith('  BufferLiveRange:')) part = 'lives';
		else if (part === 'schedule') {
			const name = STEP.exec(text)?.[1];
			if (name !== undefined && schedule.length < MOST_VALUES) schedule.push(ownText(name));
		} else if (part === 'lives') {
			const [, name, from, to] = LIFE.exec(text) ?? [];
			if (name !== undefined && lifetimes.size < MOST_VALUES) lifetimes.set(ownText(name), [Number(from), Number(to)]);
		} else if (part === 'peak') {
			const live = LIVE.exec(text);
			if (!live || draft.live.length >= MOST) return;
			const index = live[2] === '{}' ? '' : (live[2] ?? '');
			draft.live.push({name: `${live[1] ?? ''}${index}`, bytes: Number(live[3]), line: number});
		} else if (part === 'tree') {
			const node = NODE.exec(text);
			const current = Number((node?.[3] ?? '0').replaceAll(' ', ''));
			if (node?.[1] !== undefined && current > 0) nameByBytes(draft, node[1], current);
		}
	};
	return dumpReader(evidence, 'live_range', line, (draft) => {
		if (lifetimes.size > 0) draft.parts = {lifetimes, schedule};
	});
}

/** The tree has no buffer names: a leaf names the buffer of exactly its bytes, if there is only one. */
function nameByBytes(draft: DumpDraft, label: string, bytes: number): void {
	if (!/[/[]/.test(label)) return;
	const same = draft.live.filter((live) => live.bytes === bytes);
	const only = same.length === 1 ? same[0] : undefined;
	if (only) draft.ops[only.name] ??= label;
}
