import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {extractSnippets} from '../../scripts/snippets/extract.mjs';

describe('extractSnippets', () => {
	it('takes python blocks only, with the line of their first line', () => {
		const page = 'text\n\n```python\nx = 1\n\nprint(x)\n```\n\n```sh\nls\n```\n';
		expect(extractSnippets(page)).toEqual([{code: 'x = 1\n\nprint(x)\n', line: 4}]);
	});

	it('keeps what a block needs', () => {
		expect(extractSnippets('```python\n# needs a TPU\nrun()\n```')).toEqual([
			{code: '# needs a TPU\nrun()\n', line: 2, needs: 'a TPU'},
		]);
	});

	it('takes the indent of a list off, and keeps fences inside longer fences', () => {
		const page = '- item\n  ```python\n  if x:\n      y()\n  ```\n\n````python\ns = """\n```\n"""\n````\n';
		expect(extractSnippets(page).map(({code}) => code)).toEqual(['if x:\n    y()\n', 's = """\n```\n"""\n']);
	});

	it('refuses a block that is not closed, naming its line', () => {
		expect(() => extractSnippets('a\n```python\nx')).toThrow('line 2');
	});
});

describe('the remedy pages', () => {
	const folder = path.join(import.meta.dirname, '..', '..', 'content', 'remedies');
	const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));

	it('exist', () => {
		expect(pages.length).toBeGreaterThan(0);
	});

	it.each(pages)('%s: every snippet imports what it uses', (page) => {
		for (const {code, needs} of extractSnippets(readFileSync(path.join(folder, page), 'utf8'))) {
			expect(code.trim()).not.toBe('');
			if (needs) continue;
			for (const name of ['jax', 'jnp', 'np', 'functools', 'gc']) {
				const isUsed = new RegExp(`(?<![\\w."'])${name}\\.`).test(code);
				const isImported = new RegExp(`^(import|from) .*\\b${name}\\b`, 'm').test(code);
				expect(isUsed && !isImported ? `${name} is used and not imported` : '').toBe('');
			}
		}
	});
});
