import {describe, expect, it} from 'vitest';
import {userFrame} from '../../src/program/dump/frames.js';
import {HloReader} from '../../src/readers/hlo/module-reader.js';
import {ShapeTexts, splitTopLevel} from '../../src/readers/hlo/shape-text.js';

const MODULE = `HloModule jit_step.3, is_scheduled=true, entry_computation_layout={(f32[2,3]{1,0:T(8,128)})->(f32[2,3]{1,0}, f32[])}, num_partitions=4, buffer_donor={ (1, {}), (2, {0}) }, input_output_alias={ {0}: (1, {}, may-alias), {2}: (5, {}, must-alias) }, frontend_attributes={a="b"}

FileNames
1 "/opt/venv/lib/python3.12/site-packages/flax/core.py"
2 "/home/user/train.py"

FunctionNames
1 "apply"
2 "step"

FileLocations
1 {file_name_id=1 function_name_id=1 line=7 end_line=7 column=1 end_column=2}
2 {file_name_id=2 function_name_id=2 line=18 end_line=18 column=1 end_column=2}

StackFrames
1 {file_location_id=2 parent_frame_id=1}
2 {file_location_id=1 parent_frame_id=2}
3 {file_location_id=1 parent_frame_id=4}

%add (x: f32[], y: f32[]) -> f32[] {
  %x = f32[] parameter(0)
  %y = f32[] parameter(1)
  ROOT %sum = f32[] add(%x, %y)
}

ENTRY %main (p: f32[2,3]) -> (f32[2,3], f32[]) {
  %p = f32[2,3]{1,0:T(8,128)} parameter(0), sharding={devices=[2,1]<=[2]}, metadata={op_name="params[\\'w\\']" stack_frame_id=2}
  %c = f32[] constant(0)
  %text = s8[4]{0} constant({1, 2, 3, ")"})
  %r = f32[2]{0} reduce(f32[2,3]{1,0} %p, f32[] %c), dimensions={1}, to_apply=%add, metadata={op_name="jit(step)/sum" stack_frame_id=2}, backend_config={"flags":{"a":[1,2]}}
  ROOT %t = (f32[2,3]{1,0}, /*index=1*/(f32[2]{0}, s32[])) tuple(%p, %missing)
}
`;

function read(text: string) {
	const reader = new HloReader();
	for (const line of text.split('\n')) reader.push(line);
	return reader.end();
}

describe('the text of an HLO module', () => {
	const module = read(MODULE);
	const entry = module.entry?.instructions ?? [];

	it('has the axes of its mesh', () => {
		const attributes = 'frontend_attributes={xla.sdy.meshes={mesh = #sdy.mesh<["data"=4, "model"=2]>}}';
		expect(read(`HloModule jit_step, num_partitions=8, ${attributes}`).mesh).toEqual({data: 4, model: 2});
		expect(module.mesh).toEqual({});
	});

	it('has its header: name, schedule, partitions, donors and aliases', () => {
		expect(module).toMatchObject({name: 'jit_step.3', scheduled: true, partitions: 4, donors: [1, 2]});
		expect([...module.aliases]).toEqual([
			[0, 1],
			[2, 5],
		]);
	});

	it('has its instructions: shapes, operands by position, attributes without metadata', () => {
		expect(entry.map(({name, op, operands}) => [name, op, operands])).toEqual([
			['p', 'parameter', []],
			['c', 'constant', []],
			['text', 'constant', []],
			['r', 'reduce', [0, 1]],
			['t', 'tuple', [0, -1]],
		]);
		expect(entry[3]).toMatchObject({attributes: 'dimensions={1}, to_apply=%add', opName: 'jit(step)/sum', frame: 2});
		expect(entry[0]).toMatchObject({sharding: '{devices=[2,1]<=[2]}', opName: "params['w']", literal: '0'});
		expect(entry[4]?.shape.leaves.map(({type, dims}) => [type, dims])).toEqual([
			['f32', [2, 3]],
			['f32', [2]],
			['s32', []],
		]);
		expect(module.entry?.parameters).toEqual([0]);
	});

	it('has call stacks, whose printed parents are one too high; cycles are cut', () => {
		expect(userFrame(module, 2)).toEqual({file: '/home/user/train.py', line: 18, function: 'step'});
		expect(userFrame(module, 3)).toBeUndefined();
	});
});

it.each([
	['f32[2,<=3]{1,0:T(8,128)S(1)}', [[2, 3]]],
	['(f32[], (bf16[4]{0}, token[]))', [[], [4]]],
	['not a shape', []],
	['f32[2', []],
])('the shape %s has arrays %j', (text, dims) => {
	expect(new ShapeTexts().read(text).leaves.map((leaf) => leaf.dims)).toEqual(dims);
});

it('splits at commas outside brackets and quotes', () => {
	expect(splitTopLevel('a{1,2}, "b,c", /*index=5*/(d, e)')).toEqual(['a{1,2}', '"b,c"', '(d, e)']);
});
