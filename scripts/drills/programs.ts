// The programs whose reports the drills show.
import {G, M, type Item, type Program} from './program.js';

/** Parameters with two moments of Adam: three equal arrays each. */
function adam(count: number, shape: string, name: string): Item[] {
	return ['params', 'mu', 'nu'].map((part) => ({
		shape,
		count,
		label: `Argument # index {} (${part}.${name})`,
		kind: '',
	}));
}

export const GROSS: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'f32[16,16,4096,4096]{3,2,1,0:T(8,128)}',
			count: 3,
			op: 'jit(train_step)/jvp(layer_#)/attention/softmax',
			at: 'model.py:54',
			label: 'fusion.31# = fusion(dot.2#), kind=kLoop',
		},
		{
			shape: 'bf16[16,4096,8192]{2,1,0:T(8,128)(2,1)}',
			count: 12,
			op: 'jit(train_step)/jvp(layer_#)/mlp/dot_general',
			at: 'model.py:71',
			label: 'fusion.81# = fusion(dot.7#), kind=kOutput',
		},
	],
	small: 410 * M,
	lost: 96 * M,
	args: adam(12, 'bf16[2048,8192]{1,0:T(8,128)(2,1)}', 'mlp'),
	smallArgs: 120 * M,
	output: 1272 * M,
	shared: 1272 * M,
	list: 10,
};

export const NEAR: Program = {
	chip: 'v6e',
	temps: [
		{
			shape: 'bf16[8,4096,16384]{2,1,0:T(8,128)(2,1)}',
			count: 25,
			op: 'jit(train_step)/jvp(layer_#)/mlp/dot_general',
			at: 'model.py:71',
			label: 'fusion.40# = fusion(dot.1#), kind=kOutput',
		},
		{
			shape: 'bf16[8,4096,4096]{2,1,0:T(8,128)(2,1)}',
			count: 8,
			op: 'jit(train_step)/transpose(jvp(layer_#))/mlp/dot_general',
			at: 'model.py:71',
			label: 'fusion.77# = fusion(dot.5#), kind=kOutput',
		},
	],
	small: 380 * M,
	lost: 130 * M,
	args: adam(20, 'bf16[4096,8192]{1,0:T(8,128)(2,1)}', 'mlp'),
	smallArgs: 210 * M,
	output: 3960 * M,
	shared: 3960 * M,
	list: 10,
};

export const OPTIMIZER: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'f32[16384,8192]{1,0:T(8,128)}',
			op: 'jit(update)/transpose(jvp(dense))/dot_general',
			at: 'optim.py:33',
			label: 'fusion.11 = fusion(param.3), kind=kOutput',
		},
	],
	small: 90 * M,
	lost: 12 * M,
	args: adam(2, 'f32[32768,16384]{1,0:T(8,128)}', 'dense'),
	smallArgs: 2 * M,
	outs: [{shape: 'f32[32768,16384]{1,0:T(8,128)}', count: 6, label: 'Output index {#}', kind: ''}],
	output: 12 * G,
	shared: 0,
	listArgs: 12,
};

export const NARROW: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 's32[29360128,10]{1,0:T(8,128)}',
			op: 'jit(lookup)/gather',
			at: 'features.py:18',
			label: 'fusion.3 = fusion(param.0), kind=kLoop',
		},
		{
			shape: 'f32[29360128]{0:T(1024)}',
			count: 2,
			op: 'jit(lookup)/reduce_sum',
			at: 'features.py:21',
			label: 'reduce.# = fusion(fusion.3), kind=kInput',
		},
	],
	small: 3 * M,
	lost: 9 * M,
	args: [{shape: 's32[29360128,10]{0,1:T(8,128)}', label: 'Argument 0 index {} (ids)', kind: ''}],
	output: 112 * M,
	shared: 0,
};

export const ROWS_129: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'bf16[512,129,1024]{2,1,0:T(8,128)(2,1)}',
			count: 128,
			op: 'jit(train_step)/jvp(block_#)/mlp/gelu',
			at: 'vit.py:44',
			label: 'fusion.60# = fusion(dot.6#), kind=kOutput',
		},
		{
			shape: 'f32[129,1024]{1,0:T(8,128)}',
			op: 'jit(train_step)/jvp(embed)/add',
			at: 'vit.py:20',
			label: 'add.4 = f32[129,1024] add(param.2, broadcast.1)',
		},
	],
	small: 350 * M,
	lost: 60 * M,
	args: adam(24, 'f32[1024,4096]{1,0:T(8,128)}', 'mlp'),
	smallArgs: 30 * M,
	output: 1182 * M,
	shared: 1182 * M,
	list: 12,
};

export const DEBUG: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'f32[64,4096,16384]{2,1,0:T(8,128)}',
			op: 'jit(train_step)/debug_callback',
			at: 'model.py:90',
			label: 'all-gather.9 = f32[64,4096,16384] all-gather(fusion.210), sharding={maximal device=0}',
		},
		{
			shape: 'bf16[8,4096,16384]{2,1,0:T(8,128)(2,1)}',
			count: 3,
			op: 'jit(train_step)/jvp(layer_#)/mlp/dot_general',
			at: 'model.py:71',
			label: 'fusion.40# = fusion(dot.1#), kind=kOutput',
		},
	],
	small: 160 * M,
	lost: 20 * M,
	args: adam(2, 'bf16[4096,16384]{1,0:T(8,128)(2,1)}', 'mlp'),
	output: 768 * M,
	shared: 768 * M,
};

export const WHOLE: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'f32[65536,65536]{1,0:T(8,128)}',
			op: 'jit(similarity)/dot_general',
			at: 'contrastive.py:27',
			label: 'fusion.5 = fusion(all-gather.1, all-gather.2), kind=kOutput',
		},
		{
			shape: 'bf16[65536,65536]{1,0:T(8,128)(2,1)}',
			op: 'jit(similarity)/exp',
			at: 'contrastive.py:29',
			label: 'convert.8 = fusion(fusion.5), kind=kLoop',
		},
		{
			shape: 'bf16[65536,1024]{1,0:T(8,128)(2,1)}',
			count: 2,
			op: 'jit(similarity)/all_gather',
			at: 'contrastive.py:25',
			label: 'all-gather.# = bf16[65536,1024] all-gather(param.#)',
		},
	],
	small: 12 * M,
	lost: 4 * M,
	args: [{shape: 'bf16[8192,1024]{1,0:T(8,128)(2,1)}', count: 2, label: 'Argument # index {}', kind: ''}],
	output: 4096,
	shared: 0,
};

export const INFERENCE: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'bf16[64,2048,8192]{2,1,0:T(8,128)(2,1)}',
			count: 6,
			op: 'jit(embed)/layer_#/mlp/dot_general',
			at: 'encoder.py:40',
			label: 'fusion.12# = fusion(dot.4#), kind=kOutput',
		},
		{
			shape: 'bf16[64,2048,2048]{2,1,0:T(8,128)(2,1)}',
			count: 6,
			op: 'jit(embed)/layer_#/attention/dot_general',
			at: 'encoder.py:31',
			label: 'fusion.9# = fusion(dot.2#), kind=kOutput',
		},
	],
	small: 44 * M,
	lost: 10 * M,
	args: [
		{shape: 'bf16[2048,8192]{1,0:T(8,128)(2,1)}', count: 40, label: 'Argument # index {} (params.mlp)', kind: ''},
		{shape: 's32[64,2048]{1,0:T(8,128)}', label: 'Argument 40 index {} (tokens)', kind: ''},
	],
	output: 64 * 1024 * 4,
	shared: 0,
	list: 9,
	listArgs: 4,
};

export const CUT: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'f32[4,2048,256000]{2,1,0:T(8,128)}',
			op: 'jit(step)/jvp(head)/dot_general',
			at: 'model.py:88',
			label: 'fusion.1# = fusion(param.1), kind=kOutput',
			count: 1,
		},
		{
			shape: 'f32[8192,256000]{1,0:T(8,128)}',
			op: 'jit(step)/jvp(loss)/log_softmax',
			at: 'model.py:95',
			label: 'fusion.2# = fusion(fusion.1#), kind=kLoop',
			count: 1,
		},
		{
			shape: 'bf16[4,2048,256000]{2,1,0:T(8,128)(2,1)}',
			op: 'jit(step)/transpose(jvp(head))/convert',
			at: 'model.py:88',
			label: 'fusion.3# = fusion(fusion.2#), kind=kLoop',
			count: 1,
		},
		{
			shape: 'bf16[4,2048,8192]{2,1,0:T(8,128)(2,1)}',
			count: 6,
			op: 'jit(step)/jvp(layer_#)/mlp/dot_general',
			at: 'model.py:61',
			label: 'fusion.6# = fusion(dot.#), kind=kOutput',
		},
	],
	small: 200 * M,
	lost: 40 * M,
	args: [],
	smallArgs: 1.2 * G,
	output: 1.2 * G,
	shared: 1.2 * G,
	from: 3,
	list: 7,
};

export const SCORES: Program = {
	chip: 'v5e',
	temps: [
		{
			shape: 'f32[4,16,4096,4096]{3,2,1,0:T(8,128)}',
			count: 4,
			op: 'jit(train_step)/jvp(layer_#)/attention/softmax',
			at: 'model.py:54',
			label: 'fusion.31# = fusion(dot.2#), kind=kLoop',
		},
		{
			shape: 'bf16[4,4096,2048]{2,1,0:T(8,128)(2,1)}',
			count: 24,
			op: 'jit(train_step)/jvp(layer_#)/attention/out',
			at: 'model.py:60',
			label: 'fusion.9# = fusion(dot.3#), kind=kOutput',
		},
	],
	small: 300 * M,
	lost: 55 * M,
	args: adam(10, 'bf16[2048,8192]{1,0:T(8,128)(2,1)}', 'mlp'),
	smallArgs: 16 * M,
	output: 970 * M,
	shared: 970 * M,
	list: 9,
};
