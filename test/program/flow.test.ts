import {expect, it} from 'vitest';
import {flowOf} from '../../src/program/dims/flow.js';
import {HloReader} from '../../src/readers/hlo/module-reader.js';

const LOOKUPS = `HloModule jit_loss

ENTRY %main (p: f32[8,16,512], i: s32[8,16,1,1], u: f32[8,16,1]) -> f32[8,16,512] {
  %p = f32[8,16,512]{2,1,0} parameter(0)
  %i = s32[8,16,1,1]{3,2,1,0} parameter(1)
  %u = f32[8,16,1]{2,1,0} parameter(2)
  ROOT %r = OPERATION
}
`;
const KEYS = 'index_vector_dim=3';

it.each([
	[
		'scatter',
		`f32[8,16,512]{2,1,0} scatter(%p, %i, %u), update_window_dims={}, inserted_window_dims={2}, scatter_dims_to_operand_dims={2}, input_batching_dims={0,1}, scatter_indices_batching_dims={0,1}, ${KEYS}`,
	],
	[
		'gather',
		`f32[8,16,1]{2,1,0} gather(%p, %i), offset_dims={}, collapsed_slice_dims={2}, start_index_map={2}, operand_batching_dims={0,1}, start_indices_batching_dims={0,1}, ${KEYS}, slice_sizes={1,1,1}`,
	],
])('a %s along an axis keeps the batch of its indices that of the array', (_, operation) => {
	const reader = new HloReader();
	for (const line of LOOKUPS.replace('OPERATION', operation).split('\n')) reader.push(line);
	const {entry, unions} = flowOf(reader.end());
	const [array = 0, indices = 0] = entry?.first ?? [];
	for (const dim of [0, 1]) expect(unions.find(indices + dim)).toBe(unions.find(array + dim));
	expect(unions.find(indices)).not.toBe(unions.find(indices + 1));
});
