/** Rates of what is read and named in crashes with known truth. New cases change the rates, so that only a collapse fails. */
import {readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {beforeAll, describe, expect, it} from 'vitest';
import {z} from 'zod';
import {factsOf, judge, type ProgramTruth} from '../analysis/labels.js';
import {command} from '../cli/command.js';
import {filesOf, ROOT} from '../playbook/folder.js';
import {compare} from '../readers/against-truth.js';
import {figures} from '../readers/figures.js';
import {each, LAUNCHERS, wrap} from '../readers/transform.js';
import {diagnoseReading, jsonContext, type Desk} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {Complaints} from '../../src/playbook/complaints.js';
import {readDraft} from '../../src/playbook/read.js';
import {readText} from '../../src/readers/index.js';
import {diagnosisJson} from '../../src/report/index.js';
import {redact} from '../../src/report/redact.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {knownIn, report, SHARED, shared} from './shared.js';

/** Less than this share is no matter of new cases any more. */
const COLLAPSE = 0.8;

describe.skipIf(!SHARED).each(['corpus', 'lab'])('%s', (folder) => {
	const logs = knownIn<ProgramTruth>(folder);

	it.each(['code', 'negative', 'routed', 'field', 'alloc'] as const)('rate of %s', (name) => {
		const found = compare(shared(folder));
		const [right, all] = found[name];
		report(`${folder} ${name}`, right, all, name === 'code' ? found.misses : []);
		if (all > 0) expect(right / all).toBeGreaterThan(COLLAPSE);
	});

	it('rate of named dimensions', () => {
		const verdicts = logs.flatMap(({name, text, truth}) => {
			const known = 'params' in truth ? factsOf(name, text, truth) : undefined;
			return known?.listed ? judge(truth, known.facts).map((verdict) => ({name, ...verdict})) : [];
		});
		const wrong = verdicts.filter(({right}) => !right);
		report(
			`${folder} dimensions`,
			verdicts.length - wrong.length,
			verdicts.length,
			wrong.map(({name, role, found}) => `${name}: ${role} ${String(found)}`),
		);
	});

	it.each([40, 57, 80, 120])('rate of equal readings at %d columns', (width) => {
		const other = logs.filter(({text}) => !same(text, wrap(text, width)));
		report(
			`${folder} at ${width} columns`,
			logs.length - other.length,
			logs.length,
			other.map(({name}) => name),
		);
		expect(other.length / logs.length).toBeLessThan(1 - COLLAPSE);
	});

	it.each(Object.keys(LAUNCHERS))('rate of equal readings in the form of %s', (launcher) => {
		const other = logs.filter(({text}) => !same(text, each(text, LAUNCHERS[launcher] ?? ((line) => line))));
		report(
			`${folder} as ${launcher}`,
			logs.length - other.length,
			logs.length,
			other.map(({name}) => name),
		);
		expect(other.length / logs.length).toBeLessThan(1 - COLLAPSE);
	});
});

describe.skipIf(!SHARED)('laws over all cases', () => {
	const logs = ['corpus', 'lab'].flatMap((folder) => knownIn<unknown>(folder));
	let desk: Desk;
	beforeAll(async () => {
		const loaded = await loadPlaybook();
		if (!('playbook' in loaded)) throw new Error('The playbook has faults.');
		desk = {playbook: loaded.playbook, conditions: createConditions(loaded.playbook.facts)};
	});

	it('the published schema describes every diagnosis', () => {
		const schema = z.fromJSONSchema(
			JSON.parse(readFileSync(`${ROOT}/src/report/diagnosis.schema.json`, 'utf8')) as Record<string, unknown>,
		);
		const wrong = logs.flatMap(({name, text}) => {
			const reading = readText(name, text);
			const json: unknown = JSON.parse(
				JSON.stringify(diagnosisJson(reading, diagnoseReading(desk, reading), jsonContext(desk))),
			);
			const message = schema.safeParse(json).error?.message;
			return message === undefined ? [] : [`${name}: ${message}`];
		});
		expect(wrong).toEqual([]);
	});

	it('redaction leaves messages of the compiler as they are', () => {
		for (const {name, text} of knownIn<unknown>('lab')) {
			const lines = text.split('\n').filter((line) => !line.includes('/home/'));
			expect(redact(lines).value, name).toEqual(lines);
		}
	});

	it('statements of the seed documents are kept word for word', () => {
		const draft = readDraft(filesOf(ROOT), new Complaints());
		const {claims} = parse(readFileSync(shared('claims.yaml'), 'utf8')) as {
			claims: {id: string; kind: string; says: string}[];
		};
		for (const claim of claims) expect(draft.claims.get(claim.id)?.value).toMatchObject(claim);
	});

	it('rate of factors that explain a pair', async () => {
		const pairs = JSON.parse(readFileSync(shared('lab/pairs/pairs.json'), 'utf8')) as {
			name: string;
			factor: string;
			before: {log: string};
			after: {log: string};
		}[];
		const misses: string[] = [];
		for (const {name, factor, before, after} of pairs) {
			const files = [before.log, after.log].map((file) => shared(`lab/pairs/${file}`));
			const {out} = await command(['compare', ...files, '-f', 'json']);
			const {factors} = JSON.parse(out) as {factors: {kind: string}[]};
			if (factors[0]?.kind !== factor) misses.push(`${name}: ${String(factors[0]?.kind)}, not ${factor}`);
		}
		report('pairs', pairs.length - misses.length, pairs.length, misses);
		expect(misses.length / pairs.length).toBeLessThan(1 - COLLAPSE);
	});
});

function same(before: string, after: string): boolean {
	return JSON.stringify(figures(readText('a', after))) === JSON.stringify(figures(readText('a', before)));
}
