import {execFileSync} from 'node:child_process';
import {cpSync, readFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {loadPlaybook, TEAM_FOLDER} from '../../src/store/playbook.js';
import {ROOT} from './folder.js';

const PAGE = '---\ntitle: Our padding\nsummary: What we do about padding.\n---\n\nAsk the platform team.\n';
// Everything that the built-in page says and cites must still be said somewhere, so the page that is replaced here cites nothing.
const REPLACED = 'content/terms/logits.md';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-layers-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

function put(name: string, text: string): void {
	mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
	writeFileSync(path.join(folder, name), text);
}

describe('a folder of a team', () => {
	it('lies over the built-in playbook, file by file, and says what it changes', async () => {
		put(REPLACED, PAGE);
		put('content/guides/our-cluster.md', PAGE);
		const loaded = await loadPlaybook(folder);
		expect(loaded).toMatchObject({
			overlay: {folder, replaced: [REPLACED], added: ['content/guides/our-cluster.md']},
		});
		const playbook = 'playbook' in loaded ? loaded.playbook : undefined;
		expect(playbook?.pages.find(({id}) => id === 'terms/logits')?.title).toBe('Our padding');
		expect(playbook?.remedies.length).toBeGreaterThan(20);
		expect(playbook?.edition).toMatch(/^[0-9a-f]{12}$/);
	});

	it('adds rows to the tables by files of their own, and cannot give a name twice', async () => {
		put('content/facts-team.yaml', 'facts: [{name: code, kind: text, from: answer, label: L, meaning: M.}]');
		const loaded = await loadPlaybook(folder);
		const complaints = 'complaints' in loaded ? loaded.complaints : [];
		expect(complaints).toMatchObject([{id: 'duplicate-id', place: {file: 'content/facts.yaml'}}]);
	});

	it('is found from every folder of a checkout, and nothing outside of it is', async () => {
		const deep = path.join(folder, 'repo', 'src', 'deep');
		mkdirSync(deep, {recursive: true});
		put(`${TEAM_FOLDER}/${REPLACED}`, PAGE);
		expect(await loadPlaybook(undefined, {workingFolder: deep})).not.toHaveProperty('overlay');
		mkdirSync(path.join(folder, 'repo', '.git'));
		expect(await loadPlaybook(undefined, {workingFolder: deep})).not.toHaveProperty('overlay');
		mkdirSync(path.join(folder, '.git'));
		rmSync(path.join(folder, 'repo', '.git'), {recursive: true});
		expect(await loadPlaybook(undefined, {workingFolder: deep})).toMatchObject({overlay: {replaced: [REPLACED]}});
	});

	it('replaces the built-in playbook when it is whole', async () => {
		cpSync(path.join(ROOT, 'test', 'refused', '_base'), folder, {recursive: true});
		const loaded = await loadPlaybook(folder);
		expect(loaded).not.toHaveProperty('overlay');
		expect('playbook' in loaded && loaded.playbook.remedies.map(({id}) => id)).toEqual(['delete-logs', 'replace-disk']);
	});

	it('has another edition when a letter changes', async () => {
		put(REPLACED, PAGE);
		const first = await loadPlaybook(folder);
		put(REPLACED, PAGE.replace('Ask', 'ask'));
		const second = await loadPlaybook(folder);
		const editions = [first, second].map((loaded) => ('playbook' in loaded ? loaded.playbook.edition : ''));
		expect(new Set(editions).size).toBe(2);
	});

	it('is held to the responses that were measured', async () => {
		const page = readFileSync(path.join(ROOT, 'content', 'remedies', 'microbatch.md'), 'utf8');
		put('content/remedies/microbatch.md', page.replace('regime: microbatch', 'regime: unheard-of'));
		const loaded = await loadPlaybook(folder);
		expect('complaints' in loaded ? loaded.complaints.map(({id}) => id) : []).toEqual(['unknown-regime']);
	});
});

describe('files that are none', () => {
	it('links and pipes are refused and never opened', async () => {
		put('secret.txt', 'not for the screen');
		mkdirSync(path.join(folder, 'content', 'terms'), {recursive: true});
		symlinkSync(path.join(folder, 'secret.txt'), path.join(folder, 'content', 'terms', 'link.md'));
		if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'content', 'terms', 'pipe.md')]);
		mkdirSync(path.join(folder, 'content', 'terms', 'folder.md'));
		const loaded = await loadPlaybook(folder);
		const complaints = 'complaints' in loaded ? loaded.complaints : [];
		expect(complaints.map(({id}) => id)).toEqual(['unknown-file', 'unknown-file', 'unknown-file']);
		expect(JSON.stringify(complaints)).not.toContain('not for the screen');
	});

	it('a page of 50 MB is refused', async () => {
		put('content/terms/large.md', 'word '.repeat(10_000_000));
		cpSync(path.join(ROOT, 'test', 'refused', '_base'), folder, {recursive: true});
		const loaded = await loadPlaybook(folder);
		expect('complaints' in loaded ? loaded.complaints.map(({id}) => id) : []).toEqual(['too-big']);
	});

	it('a folder that is none is a trouble with a way out', async () => {
		expect(await loadPlaybook(path.join(folder, 'nowhere'))).toMatchObject({
			trouble: {cause: 'There is no such file or folder.'},
		});
	});
});
