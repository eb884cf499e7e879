import {describe, expect, it} from 'vitest';
import type {Term} from '../../src/model/program.js';
import {symbolsOf} from '../../src/program/change/reach.js';
import {programOf} from './made-list.js';

describe('half the batch', () => {
	const reaches = (inside: string, outside: string): readonly string[] => {
		const program = programOf(inside.split(' '), outside.split(' '));
		const ids = symbolsOf(program, 'batch').map(({id}) => id);
		const isReached = ({dims}: Term): boolean => dims.some(({symbols}) => symbols.some((id) => ids.includes(id)));
		return program.terms.filter(isReached).map(({shape}) => shape);
	};

	it('leaves the rows of a table alone', () =>
		expect(reaches('f32[8192,26,128]', `${TABLES} s32[8192,26]`)).toEqual(['f32[8192,26,128]']));
	it('is half of the rows that examples are', () =>
		expect(reaches('f32[4096,32768] bf16[4096,768]', 'bf16[4096,768] bf16[768,512]')).toContain('bf16[4096,768]'));
});

const TABLES = Array.from({length: 4}, () => 'f32[200000,128]').join(' ');

it('a temporary with the extents of a cache is a copy of it', () => {
	const cache = 'bf16[32,64,8,1792,128]';
	const {terms} = programOf([cache, 'bf16[64,8,1792,128]'], [cache, cache, 'bf16[32,4096,4096]', 'bf16[32,4096,4096]']);
	expect(terms.filter(({shape}) => shape === cache).map(({place, use}) => `${place}: ${use}`)).toEqual([
		'argument: cache',
		'temporary: cache',
	]);
});
