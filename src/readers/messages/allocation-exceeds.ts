// One allocation larger than its memory: `Allocation (size=BYTES) would exceed memory (size=BYTES) :: #allocationN [shape =
// 'f32[…]', space=hbm, size = 0x…, tag = '…'] :: <instruction>`. Sizes are plain bytes; the hex size is a marker when the
// allocation did not fit. Without a space the limit decides: no HBM is as small as 134 MB, no VMEM larger.
// Forms: log-formats.md section 4.
import type {Allocation, Space} from '../../model/incident.js';
import {loose, SHAPE, sticky} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {factsOf, groupAt, matchAt, matches, stretch, tightGroup, type Failure, type Family} from './piece.js';

const READER = 'allocation exceeds';
const EXCEEDS = loose`allocation (?: \(size=(?<_request>\d+)\) )? would exceed memory (?: \(size=(?<_limit>\d+)\) )?`;
const BUFFER = sticky`[^\w]{0,8} (?: \#?allocation\d+ )? [^\w]{0,4} shape=\W? (?<shape>\(?${SHAPE}[^']{0,300}?)? \W? ,space=(?<space>\w+?) (?=[,\]])
	(?: ,size=0x[0-9a-f]+ )? (?<scoped>,scoped)? (?: ,tag=\W?(?<tag>[^']{0,1000}) )?`;
/** Characters of `(size=N)`. */
const TO_LIMIT = 30;
const LARGEST_VMEM = 134_217_728;

/** Finds allocations that are larger than the memory they are for. */
export const allocationExceeds: Family = (passage) => {
	const found: Failure[] = [];
	for (const match of matches(passage, EXCEEDS)) {
		const {start, end} = stretch(match);
		const buffer = matchAt(passage, BUFFER, end);
		// Cut off before the limit and the space, it is unknown which memory it was.
		if (!buffer && match.groups?.['_limit'] === undefined && passage.cutAt(end + TO_LIMIT)) continue;
		const space = spaceOf(buffer?.groups?.['space'], match.groups?.['_limit'] ?? match.groups?.['_request']);
		const names =
			space === 'hbm'
				? {_request: 'request.size', _limit: 'hbm.capacity'}
				: {_request: `${space}.used`, _limit: `${space}.capacity`};
		const allocation = allocationOf(passage, match, buffer);
		found.push({
			kind: 'failure',
			start,
			end: buffer ? stretch(buffer).end : end,
			code: space === 'hbm' ? 'E1000' : 'E1001',
			form: 'allocation_exceeds',
			space,
			facts: factsOf(passage, READER, match, names),
			...(allocation && {allocations: [allocation]}),
		});
	}
	return found;
};

function allocationOf(
	passage: Passage,
	match: RegExpExecArray,
	buffer: RegExpExecArray | undefined,
): Allocation | undefined {
	const size = tightGroup(passage, match, '_request');
	const shape = buffer && tightGroup(passage, buffer, 'shape')?.replace(/['"]$/, '');
	if (size === undefined && shape === undefined) return undefined;
	const tag = buffer && groupAt(buffer, 'tag');
	return {
		rank: 1,
		...(size !== undefined && {size}),
		...(shape !== undefined && {shape}),
		...(tag && tag.end > tag.start && {tag: passage.printed(tag.start, tag.end)}),
		...(buffer?.groups?.['scoped'] !== undefined && {kind: 'scoped'}),
		line: passage.lineAt(match.index),
	};
}

function spaceOf(printed: string | undefined, limit: string | undefined): Space {
	if (printed === 'hbm' || printed === 'smem' || printed === 'sflag') return printed;
	if (printed !== undefined) return 'vmem';
	return limit !== undefined && Number(limit) <= LARGEST_VMEM ? 'vmem' : 'hbm';
}
