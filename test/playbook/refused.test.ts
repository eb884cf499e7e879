import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import type {PlaybookFile} from '../../src/playbook/index.js';
import {COMPLAINTS, parsePlaybook} from '../../src/playbook/index.js';
import {filesOf, ROOT} from './folder.js';

const REFUSED = path.join(ROOT, 'test', 'refused');
const BASE = filesOf(path.join(REFUSED, '_base'));
const READ = ['disk.size', 'disk.used', 'disk.label', 'disk.colour'];

/** Kinds that are made by a test: files too large to keep here, and tables that only a reader of logs can try (test/cli/flows.test.ts). */
const MADE: readonly string[] = ['framework-sample', 'too-big'];

const cases = readdirSync(REFUSED).filter((name) => existsSync(path.join(REFUSED, name, 'expected.yaml')));

describe('a playbook with one defect', () => {
	it.each(cases)('%s', (name) => {
		const expected = parse(readFileSync(path.join(REFUSED, name, 'expected.yaml'), 'utf8')) as Expected;
		const {playbook, complaints} = parsePlaybook(overlaid(filesOf(path.join(REFUSED, name))), {
			read: READ,
		});
		expect(playbook).toBeUndefined();
		const {id, file, line, column} = expected;
		const found = complaints.find((complaint) => complaint.id === id);
		expect(found, JSON.stringify(complaints, null, 1)).toMatchObject({id, place: {file, line, column}});
		expect(found?.hint).toContain(expected.hint);
		const others = complaints.filter((complaint) => complaint !== found).map((complaint) => complaint.id);
		expect(others).toEqual(expected.also ?? []);
	});

	it('there is a case for each kind of complaint, and none for a kind that is gone', () => {
		const kinds = new Set([...cases.map((name) => name.replace(/\..*/, '')), ...MADE]);
		expect([...kinds].sort()).toEqual(Object.keys(COMPLAINTS).sort());
	});
});

describe('a sound playbook', () => {
	it('has no complaint', () => {
		const {playbook, complaints} = parsePlaybook(BASE, {read: READ, edition: 'e'});
		expect(complaints).toEqual([]);
		expect(playbook).toMatchObject({edition: 'e', flow: {start: 'triage/start'}});
		expect(Object.keys(playbook?.flow.nodes ?? {})).toEqual([
			'triage/broken',
			'triage/full',
			'triage/quota',
			'triage/start',
		]);
	});

	it('is the same in any order its files come', () => {
		expect(parsePlaybook(BASE.toReversed())).toEqual(parsePlaybook(BASE));
	});
});

describe('a hostile file', () => {
	const line = '  - {name: a.b, kind: text, from: reader, label: L, meaning: M.}\n';
	it.each<[string, string, string, string]>([
		[
			'50 MB of page',
			'content/terms/inode.md',
			`---\ntitle: T\nsummary: S\n---\n${'word '.repeat(10_000_000)}`,
			'too-big',
		],
		['50 MB of YAML', 'content/facts.yaml', `facts:\n${line.repeat(800_000)}`, 'too-big'],
		['100,000 brackets', 'content/facts.yaml', `facts: ${'['.repeat(100_000)}`, 'too-big'],
		['100,000 brackets in lines', 'content/facts.yaml', '[\n'.repeat(100_000), 'too-big'],
		['100,000 braces', 'flows/triage.yaml', '{a: '.repeat(90_000), 'too-big'],
		['a deep list in one line', 'flows/triage.yaml', `flow: x\nnodes: \n  ${'- '.repeat(100_000)}a\n`, 'too-big'],
		[
			'a staircase',
			'flows/triage.yaml',
			Array.from({length: 600}, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
			'too-big',
		],
		['deep front matter', 'content/terms/inode.md', `---\ntitle: ${'['.repeat(100_000)}\n---\n`, 'too-big'],
		[
			'100,000 quotes in quotes',
			'content/terms/inode.md',
			`---\ntitle: T\nsummary: S\n---\n${'>'.repeat(100_000)} a\n`,
			'too-big',
		],
		['a bomb of aliases', 'content/facts.yaml', bomb(), 'yaml-syntax'],
		[
			'a condition without end',
			'flows/triage.yaml',
			condition(`${'disk.used > 1.0 && '.repeat(10_000)}true`),
			'schema',
		],
		[
			'a condition that is too long',
			'flows/triage.yaml',
			condition(`${'disk.used > 1.0 && '.repeat(100)}true`),
			'condition-syntax',
		],
		[
			'a condition of brackets',
			'flows/triage.yaml',
			condition(`${'('.repeat(450)}true${')'.repeat(450)}`),
			'condition-syntax',
		],
		['a regular expression', 'flows/triage.yaml', condition('disk.label.matches("(a+)+$")'), 'condition-syntax'],
	])('%s is refused', (_, file, text, id) => {
		const {playbook, complaints} = parsePlaybook(overlaid([{path: file, text}]));
		expect(playbook).toBeUndefined();
		expect(complaints.map((complaint) => complaint.id)).toContain(id);
		expect(complaints.find((complaint) => complaint.id === id)?.place.file).toBe(file);
	});

	it.each<[string, string]>([
		['brackets', '['.repeat(390_000)],
		['stars', '*a '.repeat(130_000)],
		['underscores', '_'.repeat(390_000)],
		['backquotes', Array.from({length: 800}, (_, n) => '`'.repeat(n)).join(' ')],
		['pipes', '|'.repeat(390_000)],
		['dashes', '- '.repeat(10)],
		['double brackets', '[['.repeat(190_000)],
		['new lines', '\n'.repeat(390_000)],
		['links', '[a]('.repeat(90_000)],
		['angles', '<a '.repeat(130_000)],
		['ampersands', '&'.repeat(390_000)],
	])('a page of %s is read or refused, within the limit of a test', (_, text) => {
		parsePlaybook(overlaid([{path: 'content/terms/inode.md', text: `---\ntitle: T\nsummary: S\n---\n${text}\n`}]));
	});

	it('six hundred questions with three conditions each are held to no more than some hundreds are', () => {
		const question = (n: number): string =>
			[
				`  q${n}:\n    ask: A?\n    why: B\n    how: C\n    unsure: {goto: ${n === 599 ? 'quota' : `q${n + 1}`}, because: D}\n    options:`,
				...[1, 2, 3].map(
					(step) =>
						`      - {id: o${step}, label: L, goto: ${n === 599 ? 'quota' : `q${n + 1}`}, when: 'disk.used > ${step}.0 * disk.size && disk.used <= ${step + 1}.0 * disk.size && disk.label == "${n}"'}`,
				),
			].join('\n');
		const triage = BASE.find((file) => file.path === 'flows/triage.yaml')?.text ?? '';
		const text = `${triage.replaceAll('goto: quota', 'goto: q0')}${Array.from({length: 600}, (_, n) => question(n)).join('\n')}\n`;
		const {complaints} = parsePlaybook(overlaid([{path: 'flows/triage.yaml', text}]));
		expect(complaints).toEqual([]);
	});

	function bomb(): string {
		const levels = Array.from({length: 12}, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]\n`);
		return `l0: &l0 [a]\n${levels.join('')}facts: *l12\n`;
	}

	function condition(source: string): string {
		const triage = BASE.find((file) => file.path === 'flows/triage.yaml');
		return (triage?.text ?? '').replace('when: disk.used < disk.size', `when: '${source}'`);
	}
});

interface Expected {
	readonly id: string;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** Words that the hint contains. */
	readonly hint: string;
	/** Ids of complaints that follow from the first. */
	readonly also?: readonly string[];
}

function overlaid(files: readonly PlaybookFile[]): readonly PlaybookFile[] {
	const changed = new Set(files.map((file) => file.path));
	return [...BASE.filter((file) => !changed.has(file.path)), ...files];
}
