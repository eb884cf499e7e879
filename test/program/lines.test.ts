import {describe, expect, it} from 'vitest';
import {programOf} from './made-program.js';

const CARRY = '(s32[], f32[8,4]{1,0}, f32[6,8,4]{2,1,0})';
const at = (frame: number): string => `metadata={op_name="jit(step)/while/body/x" stack_frame_id=${frame}}`;

/** A loop that stores one of two results of a fusion: by another fusion, or as one more result of the first. */
const module = (store: string): string => `HloModule jit_step, is_scheduled=true

FileNames
1 "/home/user/train.py"

FunctionNames
1 "step"
2 "layer"

FileLocations
1 {file_name_id=1 function_name_id=1 line=30 end_line=30 column=1 end_column=9}
2 {file_name_id=1 function_name_id=2 line=11 end_line=11 column=1 end_column=9}
3 {file_name_id=1 function_name_id=2 line=12 end_line=12 column=1 end_column=9}

StackFrames
1 {file_location_id=1 parent_frame_id=1}
2 {file_location_id=2 parent_frame_id=2}
3 {file_location_id=3 parent_frame_id=2}

%two (p: f32[8,4]) -> (f32[8,4], f32[8,4]) {
  %p = f32[8,4]{1,0} parameter(0)
  %square = f32[8,4]{1,0} multiply(%p, %p), ${at(2)}
  %twice = f32[8,4]{1,0} add(%p, %p), ${at(3)}
  ROOT %both = (f32[8,4]{1,0}, f32[8,4]{1,0}) tuple(%square, %twice)
}

%store (s0: f32[6,8,4], s1: f32[8,4], s2: s32[]) -> f32[6,8,4] {
  %s0 = f32[6,8,4]{2,1,0} parameter(0)
  %s1 = f32[8,4]{1,0} parameter(1)
  %s2 = s32[] parameter(2)
  %row = f32[1,8,4]{2,1,0} bitcast(%s1), ${at(1)}
  ROOT %wrote = f32[6,8,4]{2,1,0} dynamic-update-slice(%s0, %row, %s2, %s2, %s2), ${at(1)}
}

%all (a0: f32[6,8,4], a1: f32[8,4], a2: s32[]) -> (f32[8,4], f32[6,8,4]) {
  %a0 = f32[6,8,4]{2,1,0} parameter(0)
  %a1 = f32[8,4]{1,0} parameter(1)
  %a2 = s32[] parameter(2)
  %left = f32[8,4]{1,0} multiply(%a1, %a1), ${at(2)}
  %right = f32[8,4]{1,0} add(%a1, %a1), ${at(3)}
  %row.1 = f32[1,8,4]{2,1,0} bitcast(%right), ${at(1)}
  %wrote.1 = f32[6,8,4]{2,1,0} dynamic-update-slice(%a0, %row.1, %a2, %a2, %a2), ${at(1)}
  ROOT %pair = (f32[8,4]{1,0}, f32[6,8,4]{2,1,0}) tuple(%left, %wrote.1)
}

%body (c: ${CARRY}) -> ${CARRY} {
  %c = ${CARRY} parameter(0)
  %i = s32[] get-tuple-element(%c), index=0
  %x = f32[8,4]{1,0} get-tuple-element(%c), index=1
  %kept = f32[6,8,4]{2,1,0} get-tuple-element(%c), index=2
  ${store}
  ROOT %out = ${CARRY} tuple(%i, %x, %stored)
}

%condition (c.1: ${CARRY}) -> pred[] {
  %c.1 = ${CARRY} parameter(0)
  %i.1 = s32[] get-tuple-element(%c.1), index=0
  ROOT %less = pred[] compare(%i.1, %i.1), direction=LT
}

ENTRY %main () -> f32[6,8,4] {
  %start = s32[] constant(0)
  %input = f32[8,4]{1,0} parameter(0), metadata={op_name="x"}
  %room = f32[6,8,4]{2,1,0} custom-call(), custom_call_target="AllocateBuffer", metadata={op_name="broadcast.9"}
  %carried = ${CARRY} tuple(%start, %input, %room)
  %scan = ${CARRY} while(%carried), condition=%condition, body=%body, ${at(1)}
  ROOT %stack = f32[6,8,4]{2,1,0} get-tuple-element(%scan), index=2
}
`;

const BUFFERS =
	'BufferAssignment:\nallocation 0: size 768, preallocated-temp:\n value: <1 room @0> (size=768,offset=0): f32[6,8,4]{2,1,0}\n';

/** How a loop may store what it computes. */
const STORES: readonly (readonly [string, string])[] = [
	[
		'by another fusion',
		`%f = (f32[8,4]{1,0}, f32[8,4]{1,0}) fusion(%x), kind=kLoop, calls=%two, ${at(2)}
  %g = f32[8,4]{1,0} get-tuple-element(%f), index=1
  %stored = f32[6,8,4]{2,1,0} fusion(%kept, %g, %i), kind=kLoop, calls=%store, ${at(1)}`,
	],
	[
		'as one result of several',
		`%f = (f32[8,4]{1,0}, f32[6,8,4]{2,1,0}) fusion(%kept, %x, %i), kind=kLoop, calls=%all, ${at(2)}
  %stored = f32[6,8,4]{2,1,0} get-tuple-element(%f), index=1, ${at(1)}`,
	],
];

describe('the line of an array that a loop keeps', () => {
	it.each(STORES)('is that of what computes it, not of the loop, where it is stored %s', (_, store) => {
		const {terms} = programOf({
			'after_optimizations.txt': module(store),
			'after_optimizations-buffer-assignment.txt': BUFFERS,
		});
		expect(terms.find(({name}) => name === 'room')?.frame).toMatchObject({line: 12, function: 'layer'});
	});
});
