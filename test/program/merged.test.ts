import {describe, expect, it} from 'vitest';
import {programOf} from './made-program.js';

/** Frames of several steps are merged with a batch that is divided over two devices: each device then has those of both. */
const module = (
	batch: number,
	gather: string,
	scheduled = '',
): string => `HloModule jit_step, ${scheduled}num_partitions=2

FileNames
1 "/home/user/learner.py"

FunctionNames
1 "torso"

FileLocations
1 {file_name_id=1 function_name_id=1 line=7 end_line=7 column=1 end_column=9}

StackFrames
1 {file_location_id=1 parent_frame_id=1}

ENTRY %main () -> () {
  %w = f32[32,64]{1,0} parameter(0), sharding={replicated}, metadata={op_name="params[\\'w\\']"}
  %x = f32[16,${batch},32]{2,1,0} parameter(1), sharding={devices=[1,2,1]<=[2]}, metadata={op_name="batch[\\'frames\\']"}
  %y = f32[${batch}]{0} parameter(2), sharding={devices=[2]<=[2]}, metadata={op_name="batch[\\'reward\\']"}
  %z = f32[${batch}]{0} parameter(3), sharding={devices=[2]<=[2]}, metadata={op_name="batch[\\'done\\']"}
  ${gather}
  %merged = f32[128,32]{1,0} reshape(%all)
  ROOT %out = f32[128,64]{1,0} dot(%merged, %w), lhs_contracting_dims={1}, rhs_contracting_dims={0}, metadata={op_name="jit(step)/dot_general" stack_frame_id=1}
}
`;

const value = (name: string, size: number, shape: string): string =>
	` value: <1 ${name} @0> (size=${size},offset=0): ${shape}`;
const argument = (number: number, name: string, size: number, shape: string): string =>
	`allocation ${number}: size ${size}, parameter ${number}, shape |${shape}| at ShapeIndex {}:\n${value(name, size, shape)}`;

const program = programOf({
	'before_optimizations.txt': module(8, '%all = f32[16,8,32]{2,1,0} copy(%x)'),
	'after_optimizations.txt': module(
		4,
		'%all = f32[16,8,32]{2,1,0} all-gather(%x), dimensions={1}',
		'is_scheduled=true, ',
	),
	'after_optimizations-buffer-assignment.txt': [
		'BufferAssignment:',
		argument(0, 'w', 8192, 'f32[32,64]{1,0}'),
		argument(1, 'x', 8192, 'f32[16,4,32]{2,1,0}'),
		argument(2, 'y', 16, 'f32[4]{0}'),
		argument(3, 'z', 16, 'f32[4]{0}'),
		'allocation 4: size 32768, preallocated-temp:',
		value('out', 32_768, 'f32[128,64]{1,0}'),
		'',
	].join('\n'),
});

describe('a dimension that merges others', () => {
	const out = program.terms.find(({name}) => name === 'out');

	it('is their product, and grows with each', () => {
		const [rows] = out?.dims ?? [];
		expect(rows).toMatchObject({extent: 128, over: 1, constant: 1});
		const extents = rows?.symbols.map((id) => program.symbols.find((one) => one.id === id));
		expect(extents).toMatchObject([{extent: 16}, {extent: 4, global: 8}]);
	});

	it('shows that examples of all devices were gathered, where nothing divides it', () => {
		expect(out?.gathered).toBe(2);
		expect(program.terms.filter(({place}) => place === 'argument').flatMap(({gathered}) => gathered ?? [])).toEqual([]);
	});

	it('leaves the batch what the inputs have on one device', () => {
		expect(program.symbols.filter(({global}) => global === 8).map(({extent}) => extent)).toEqual([4, 4]);
	});
});
