import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {diagnose} from '../../src/cli/library.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOG = path.join(ROOT, 'content', 'samples', 'e1000-logits.log');

describe('the library', () => {
	it('runs the example of its document, by the name of the package and without a screen', () => {
		const [, example = ''] =
			/```js\n([^]*?)```/.exec(readFileSync(path.join(ROOT, 'docs', 'library.md'), 'utf8')) ?? [];
		const out = execFileSync(process.execPath, ['--input-type=module', '-e', example], {cwd: ROOT, encoding: 'utf8'});
		expect(out).toMatch(/^E1000 v1:[0-9a-f]{16} chunked-loss\n/);
		expect(readFileSync(path.join(ROOT, 'dist', 'library.mjs'), 'utf8')).not.toMatch(/\bfrom"\.\/(?:wizard|draw)/);
		expect(readFileSync(path.join(ROOT, 'dist', 'library.d.ts'), 'utf8')).toContain('export declare function diagnose');
	});

	it('takes texts and answers, and names what cannot be read', async () => {
		const text = readFileSync(path.join(ROOT, 'content', 'samples', 'e0100-second-run.log'), 'utf8');
		const {incidents, unreadable} = await diagnose([{name: 'a.log', text}, '/no/such.log'], {
			answers: {'triage/changed': 'unsure', 'triage/when': 'unsure', 'e0100/second': 'yes'},
		});
		expect(incidents[0]?.questions).toContainEqual(
			expect.objectContaining({id: 'e0100/second', answer: 'yes', by: 'user'}),
		);
		expect(unreadable).toEqual([expect.stringContaining('/no/such.log')]);
		expect((await diagnose(LOG)).markdown).toContain('E1000');
	});
});
