import {expect, it} from 'vitest';
import {programOf} from './made-program.js';

const K = 'f32[8,2,96,16]{3,2,1,0}';

/** One step of decoding: rows have positions of their own, so that no position is written for all of them at once. */
const decode = (header: string): string => `HloModule jit_decode${header}

ENTRY %main () -> () {
  %q = f32[8,2,16]{2,1,0} parameter(0), metadata={op_name="x"}
  %k = ${K} parameter(1), metadata={op_name="cache[\\'k\\']"}
  %w = f32[16,64]{1,0} parameter(2), metadata={op_name="params[\\'w\\']"}
  %moved = ${K} copy(%k)
  %s = f32[8,2,96]{2,1,0} dot(%q, %moved), lhs_batch_dims={0,1}, lhs_contracting_dims={2}, rhs_batch_dims={0,1}, rhs_contracting_dims={3}
  %e = f32[8,2,96]{2,1,0} exponential(%s)
  ROOT %out = (f32[8,2,96]{2,1,0}) tuple(%e)
}
`;

const BUFFERS = `BufferAssignment:
allocation 0: size 98304, parameter 1, shape |${K}| at ShapeIndex {}:
 value: <1 k @0> (size=98304,offset=0): ${K}
allocation 1: size 98304, preallocated-temp:
 value: <2 moved @0> (size=98304,offset=0): ${K}
`;

it('positions of a cache are what a softmax runs over, and a temporary with all its dimensions is a copy', () => {
	const {symbols, terms} = programOf({
		'before_optimizations.txt': decode(''),
		'after_optimizations.txt': decode(', is_scheduled=true'),
		'after_optimizations-buffer-assignment.txt': BUFFERS,
	});
	expect(symbols.filter(({meaning}) => meaning === 'sequence').map(({extent}) => extent)).toContain(96);
	expect(terms.map(({place, use}) => `${place}: ${use}`).toSorted()).toEqual(['argument: cache', 'temporary: cache']);
});
