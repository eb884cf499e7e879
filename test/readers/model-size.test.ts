import {describe, expect, it} from 'vitest';
import {countOf} from '../../src/model/whole-model.js';
import {modelSizesIn} from '../../src/readers/job/model-size.js';

describe('the size of the whole model in a line', () => {
	it.each([
		["mesh {'data': 4} (TPU v5 lite), 282.4M parameters", ['parameters 282.4M']],
		['1.36B parameters, train state 15.2 GiB in total', ['parameters 1.36B', 'state 15.2 GiB']],
		['Number of parameters: 7.24 billion', ['parameters 7.24 billion']],
		['number parameters: 1.104 billion', ['parameters 1.104 billion']],
		['Total params: 124,439,808 (474.70 MB)', ['parameters 124,439,808']],
		['num_params=1234567890', ['parameters 1234567890']],
		['model has 671B total params', ['parameters 671B']],
	])('%s', (line, sizes) => {
		expect(modelSizesIn(line).map(({name, size}) => `${name} ${size}`)).toEqual(sizes);
	});

	it.each([
		'jit(step) takes 142 parameters',
		'trainable params: 4,194,304 || all params: 6,742,609,920',
		'train state 3.8 GiB per device',
		'Total params: 474.70 MB',
		'optimizer state 10.1 GiB',
		'loading 7B parameter server shards',
	])('is not read in: %s', (line) => {
		expect(modelSizesIn(line)).toEqual([]);
	});

	it('counts in words and letters', () => {
		expect(['7.24 billion', '282.4M', '1,234,567', '3 apples', '.'].map(countOf)).toEqual([
			7.24e9,
			282.4e6,
			1_234_567,
			undefined,
			undefined,
		]);
	});
});
