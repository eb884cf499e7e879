import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {bundledPackages, notice} from '../../scripts/notice.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_BYTES = 1_500_000;

interface Packed {
	readonly size: number;
	readonly files: readonly {readonly path: string}[];
}

describe('the npm package', () => {
	const about = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;

	it('needs no other package and no install step', () => {
		const {dependencies, optionalDependencies, peerDependencies, scripts} = about;
		expect({dependencies, optionalDependencies, peerDependencies}).toEqual({});
		expect(Object.keys(scripts as object).filter((name) => /install|prepare/.test(name))).toEqual([]);
	});

	it('holds the build, its licences and nothing else', () => {
		const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {cwd: ROOT, encoding: 'utf8'});
		const [packed] = Object.values(JSON.parse(out) as Packed[]);
		const names = packed?.files.map((file) => file.path) ?? [];
		expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/NOTICE', 'dist/cli.mjs']));
		expect(
			names.filter(
				(name) => !/^(?:LICENSE|README\.md|package\.json|dist\/(?:NOTICE|[\w-]+\.(?:mjs|json|d\.ts)))$/.test(name),
			),
		).toEqual([]);
		expect(packed?.size).toBeLessThan(MOST_BYTES);
	});

	it('carries the licence of every package that is bundled', () => {
		const text = readFileSync(path.join(ROOT, 'dist', 'NOTICE'), 'utf8');
		for (const name of ['ink', 'react', 'yaml', 'zod', 'commander']) {
			expect(text).toMatch(new RegExp(`^${name} \\d[\\d.]* \\((?:MIT|ISC)\\)$`, 'm'));
		}
	});
});

describe('the notice', () => {
	it('names a package once, with the text of its licence', () => {
		const inputs = {'src/a.ts': {}, 'node_modules/yaml/dist/a.js': {}, 'node_modules/yaml/dist/b.js': {}};
		const packages = bundledPackages(inputs, ROOT);
		expect(packages.map(({name}) => name)).toEqual(['yaml']);
		expect(notice(packages)).toContain('Permission to use, copy, modify');
	});
});
