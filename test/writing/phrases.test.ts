import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';

interface Phrase {
	readonly avoid: string;
	readonly say: string;
}

const ROOT = new URL('../../', import.meta.url).pathname;
const {phrases} = parse(readFileSync(new URL('phrases.yaml', import.meta.url), 'utf8')) as {
	readonly phrases: readonly Phrase[];
};
const PATTERNS = phrases.map(({avoid, say}) => ({pattern: new RegExp(avoid, 'i'), say}));

/** Folders whose words are ours. Statements of the seed documents and logs keep their wording. */
const FOLDERS = ['README.md', 'content', 'flows', 'src', 'scripts', 'bench', 'test'];
const OTHERS_WORDS = /claims(?:-beyond)?\.yaml$|^test\/(?:writing|fixtures|refused)\/|^test\/ui\/frames\//;
const TEXT = /\.(?:md|ya?ml|tsx?|mjs)$/;

const FILES = FOLDERS.flatMap(filesUnder).filter((file) => TEXT.test(file) && !OTHERS_WORDS.test(file));

describe('plain English', () => {
	it('has files to check, and finds what it looks for', () => {
		expect(FILES.length).toBeGreaterThan(200);
		expect(mannered('It fails for want of memory.')).toHaveLength(1);
		expect(mannered('It runs out of memory.')).toEqual([]);
	});

	it.each(FILES)('%s uses none of the phrases to avoid', (file) => {
		const lines = readFileSync(path.join(ROOT, file), 'utf8').split('\n');
		const found = lines.flatMap((line, index) =>
			mannered(line).map(({words, say}) => `${file}:${index + 1}: "${words}", better: ${say}`),
		);
		expect(found).toEqual([]);
	});
});

function mannered(line: string): {words: string; say: string}[] {
	return PATTERNS.flatMap(({pattern, say}) => {
		const words = pattern.exec(line)?.[0];
		return words === undefined ? [] : [{words, say}];
	});
}

function filesUnder(name: string): string[] {
	if (TEXT.test(name)) return [name];
	return readdirSync(path.join(ROOT, name), {withFileTypes: true}).flatMap((entry) =>
		entry.isDirectory() ? filesUnder(`${name}/${entry.name}`) : [`${name}/${entry.name}`],
	);
}
