import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import type {FlowNode} from '../../src/model/flow.js';
import {playJsonSchema} from '../../src/cli/plays/play-file.js';
import {COMPLAINTS, Complaints, printComplaint} from '../../src/playbook/complaints.js';
import type {Draft} from '../../src/playbook/draft.js';
import {DRILL_COMPLAINTS} from '../../src/playbook/drills.js';
import {parsePlaybook, publishedSchemas} from '../../src/playbook/index.js';
import {lintClaims} from '../../src/playbook/lint/claims.js';
import {lintGraph} from '../../src/playbook/lint/graph.js';
import {readDraft} from '../../src/playbook/read.js';
import {filesOf, ROOT} from './folder.js';

const files = filesOf(ROOT);
const {complaints} = parsePlaybook(files);
const draft = readDraft(files, new Complaints());
/** Which nodes a walk reaches: citations change nothing about it. */
const reached = lintGraph(draft, new Complaints());

describe('the playbook of this project', () => {
	it('has no complaint', () => {
		expect(complaints.map(printComplaint)).toEqual([]);
	});

	it('names an edit on every page of a remedy', () => {
		const without = [...draft.remedies.values()].filter(({value}) => value.edit === undefined);
		expect(without.map(({value}) => value.id)).toEqual([]);
	});

	const said = [...draft.claims.values()].map(({value}) => value);
	const seeds = said.filter(({place}) => place.file === 'content/claims.yaml');
	const others = said.filter(({place}) => place.file === 'content/claims-beyond.yaml');

	const ids = said.map(({id}) => id);

	it('says 121 of the 121 statements of the seed documents', () => {
		expect(seeds).toHaveLength(121);
		expect(claimComplaints(draft)).toEqual([]);
	});

	it('says what verdicts rest on beyond them, and keeps it apart', () => {
		expect(others.length).toBeGreaterThan(0);
		expect(seeds.length + others.length).toBe(said.length);
	});

	it('misses every claim when the citations are taken away', () => {
		const found = claimComplaints(withoutCitations(draft));
		expect(found.map((text) => /Nothing cites (\S+)\./.exec(text)?.[1]).toSorted()).toEqual(ids.toSorted());
	});

	it('notices each claim that is not said any more', () => {
		const found = claimComplaints(demanding(draft, 'words that nobody says'));
		const missed = found.map((text) => /cites (\S+) and does not say "words that nobody says"/.exec(text)?.[1]);
		expect([...new Set(missed)].toSorted()).toEqual(ids.toSorted());
	});

	it('blames one claim alone where one is not said', () => {
		const [id = ''] = ids;
		expect(claimComplaints(demanding(draft, 'words that nobody says', [id]))).toEqual([
			expect.stringContaining(`cites ${id} and does not say "words that nobody says"`),
		]);
	});
});

describe('the pages of complaints', () => {
	it('are there for every kind, and for no other', () => {
		const pages = [...draft.pages.keys()].filter((id) => id.startsWith('complaints/'));
		const kinds = [...Object.keys(COMPLAINTS), ...Object.keys(DRILL_COMPLAINTS)];
		expect(pages.toSorted()).toEqual(kinds.map((kind) => `complaints/${kind}`).toSorted());
	});

	it('are all in the table of flows/README.md', () => {
		const readme = readFileSync(path.join(ROOT, 'flows', 'README.md'), 'utf8');
		const table = readme
			.slice(readme.indexOf('## What `check` finds'))
			.split('\n')
			.filter((line) => line.startsWith('| '));
		const listed = table.slice(2).flatMap((line) => (line.split('|')[2] ?? '').split(',').map((id) => id.trim()));
		expect(listed.toSorted()).toEqual([...Object.keys(COMPLAINTS), ...Object.keys(DRILL_COMPLAINTS)].toSorted());
	});

	it('open with what the kind means', () => {
		for (const [kind, means] of Object.entries({...COMPLAINTS, ...DRILL_COMPLAINTS})) {
			expect(draft.pages.get(`complaints/${kind}`)?.value.summary).toBe(means);
		}
	});
});

describe('the facts that conditions name', () => {
	const sources = ['readers', 'analysis', 'model', 'job'].flatMap((layer) =>
		readdirSync(path.join(ROOT, 'src', layer), {recursive: true, encoding: 'utf8'})
			.filter((name) => name.endsWith('.ts'))
			.map((name) => readFileSync(path.join(ROOT, 'src', layer, name), 'utf8')),
	);
	// What jobs print is read by the tables of frameworks.
	const tables = readdirSync(path.join(ROOT, 'content/frameworks')).map((name) =>
		readFileSync(path.join(ROOT, 'content/frameworks', name), 'utf8'),
	);
	const settings = tables.flatMap((table) =>
		[...table.matchAll(/^ {2}([a-z][a-z_.]*):/gm)].map(([, name = '']) => `settings.${name}`),
	);
	const words = new Set([
		...settings,
		...sources.flatMap((source) =>
			// The facts and settings of a job are named by their last part.
			[...source.matchAll(/['`]([a-z][a-z0-9_.]*)['`]/g)].flatMap(([, word = '']) => [
				word,
				`job.${word}`,
				`settings.${word}`,
			]),
		),
	]);

	it('are read or derived somewhere, or stated by an answer', () => {
		const {complaints: found} = parsePlaybook(files, {read: [...words], soft: true});
		expect(found.map(printComplaint)).toEqual([]);
	});
});

describe('the published JSON Schemas', () => {
	it.each(Object.entries({...publishedSchemas(), 'test/plays/play.schema.json': playJsonSchema()}))(
		'%s is up to date (node scripts/schemas.mjs)',
		(place, schema) => {
			expect(JSON.parse(readFileSync(path.join(ROOT, place), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
		},
	);
});

function claimComplaints(of: Draft): readonly string[] {
	const found = new Complaints();
	lintClaims(of, reached, found);
	return found.sorted().map(printComplaint);
}

function withoutCitations(of: Draft): Draft {
	const strip = <T extends {readonly value: {readonly claims: readonly string[]}}>(
		map: Map<string, T>,
	): Map<string, T> => new Map([...map].map(([id, owner]) => [id, {...owner, value: {...owner.value, claims: []}}]));
	const nodes: Draft['nodes'] = new Map(
		[...strip(of.nodes)].map(([id, node]) => [id, {...node, value: withoutInOptions(node.value)}]),
	);
	return {...of, nodes, pages: strip(of.pages), remedies: strip(of.remedies), flags: strip(of.flags)};
}

function withoutInOptions(node: FlowNode): FlowNode {
	if (node.kind === 'verdict') return node;
	const [first, ...others] = node.options;
	const strip = (option: typeof first): typeof first => ({...option, claims: []});
	return {...node, options: [strip(first), ...others.map(strip)]};
}

/** The draft with claims, all by default, that must also say `words`. */
function demanding(of: Draft, words: string, ids: readonly string[] = [...of.claims.keys()]): Draft {
	const claims = new Map(
		[...of.claims].map(([id, claim]) =>
			ids.includes(id) ? [id, claim.sub([], {...claim.value, mustSay: [...claim.value.mustSay, words]})] : [id, claim],
		),
	);
	return {...of, claims};
}
