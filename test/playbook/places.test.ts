import {describe, expect, it} from 'vitest';
import type {Block} from '../../src/model/document.js';
import {Complaints} from '../../src/playbook/complaints.js';
import {readYaml} from '../../src/playbook/located.js';
import {readMarkdown} from '../../src/playbook/markdown.js';
import {SourceFile} from '../../src/playbook/source.js';
import {didYouMean, nearest} from '../../src/playbook/suggest.js';

describe('places', () => {
	it.each([
		['\n', ''],
		['\r\n', '\uFEFF'],
	])('count lines and columns from 1, with lines that end in %j', (end, start) => {
		const file = new SourceFile(
			'a.yaml',
			start + ['one: 1', 'two:', '  - three', "  - 'four'", 'five: |', '  six', ''].join(end),
		);
		const yaml = readYaml(file, new Complaints());
		expect(yaml?.value).toEqual({one: 1, two: ['three', 'four'], five: 'six\n'});
		expect(yaml?.at(['two', 0])).toEqual({file: 'a.yaml', line: 3, column: 5});
		expect(yaml?.key(['two'])).toEqual({file: 'a.yaml', line: 2, column: 1});
		expect(yaml?.inside(['two', 1], 2)).toEqual({file: 'a.yaml', line: 4, column: 8});
		expect(yaml?.inside(['five'], 1)).toEqual({file: 'a.yaml', line: 6, column: 4});
		expect(yaml?.sub(['two'], 0).at([1])).toEqual({file: 'a.yaml', line: 4, column: 5});
		// what is missing is shown where it should be
		expect(yaml?.at(['two', 7])).toEqual({file: 'a.yaml', line: 3, column: 3});
	});
});

describe('a page', () => {
	it('becomes blocks, and its links keep their places', () => {
		const text = [
			'## Why `x`',
			'',
			'Some **bold [link](terms/a)** and _soft_',
			'words &lt; 3 <https://example.org>.',
			'',
			'- one',
			'  - [two](terms/b)',
			'- [x] done',
			'',
			'| a | b |',
			'| - | -: |',
			'| [c](terms/c) | 1 |',
			'| [c](terms/c) | 2 |',
			'',
			'```sh',
			'run <this>',
			'```',
			'',
			'> said',
		].join('\n');
		const complaints = new Complaints();
		const {body, links} = readMarkdown(new SourceFile('p.md', text), 0, complaints);
		expect(complaints.sorted()).toEqual([]);
		expect(body.map(({kind}) => kind)).toEqual(['heading', 'paragraph', 'checklist', 'table', 'code', 'quote']);
		expect(body[0]).toEqual({
			kind: 'heading',
			level: 2,
			text: [
				{kind: 'text', text: 'Why '},
				{kind: 'code', text: 'x'},
			],
		});
		expect(body[1]).toEqual({
			kind: 'paragraph',
			text: [
				{kind: 'text', text: 'Some '},
				{kind: 'strong', text: 'bold '},
				{kind: 'link', text: 'link', target: 'terms/a'},
				{kind: 'text', text: ' and '},
				{kind: 'emphasis', text: 'soft'},
				{kind: 'text', text: ' words < 3 '},
				{kind: 'link', text: 'https://example.org', target: 'https://example.org'},
				{kind: 'text', text: '.'},
			],
		});
		expect((body[2] as Extract<Block, {kind: 'checklist'}>).items.map(({done}) => done)).toEqual([false, true]);
		expect(body[3]).toMatchObject({align: ['left', 'right']});
		expect(body[4]).toEqual({kind: 'code', language: 'sh', text: 'run <this>'});
		expect(links.map(({target, place}) => [target, place.line, place.column])).toEqual([
			['terms/a', 3, 13],
			['https://example.org', 4, 14],
			['terms/b', 7, 5],
			['terms/c', 12, 3],
			['terms/c', 13, 3],
		]);
	});
});

describe('did you mean', () => {
	it.each([
		['fragmentaton', 'fragmentation'],
		['hbm.usde', 'hbm.used'],
		['HBM.USED', 'hbm.used'],
		['x', undefined],
		['something else', undefined],
	])('%s: %s', (name, expected) => {
		expect(nearest(name, ['hbm.used', 'hbm.capacity', 'fragmentation', 'largest'])).toBe(expected);
	});

	it('says what else to do where nothing is near', () => {
		expect(didYouMean('qqqqqq', ['abc'], 'Look there.')).toBe('Look there.');
		expect(didYouMean('abd', ['abc'], 'Look there.')).toBe('Did you mean abc?');
	});
});
