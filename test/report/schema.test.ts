import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {z} from 'zod';
import {analyse} from '../../src/analysis/index.js';
import {diagnoseReading, jsonContext, type Desk} from '../../src/cli/desk.js';
import {createConditions} from '../../src/engine/index.js';
import {readText} from '../../src/readers/index.js';
import {diagnosisJson} from '../../src/report/index.js';
import {REMEDY_KINDS} from '../../src/model/remedy.js';
import {loadPlaybook} from '../../src/store/playbook.js';

const here = (place: string): string => fileURLToPath(new URL(place, import.meta.url));
const published = JSON.parse(readFileSync(here('../../src/report/diagnosis.schema.json'), 'utf8')) as {
	$defs: {remedy: {properties: {kind: {enum: string[]}}}};
};
const schema = z.fromJSONSchema(published);

let desk: Desk;
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(`The playbook has faults: ${JSON.stringify(loaded).slice(0, 500)}`);
	desk = {playbook: loaded.playbook, conditions: createConditions(loaded.playbook.facts)};
});

function output(file: string): unknown {
	const reading = readText(path.basename(file), readFileSync(file, 'utf8'), desk.playbook.frameworks);
	return JSON.parse(JSON.stringify(diagnosisJson(reading, diagnoseReading(desk, reading), jsonContext(desk))));
}

function logs(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.log'))
		.map((name) => path.join(folder, name));
}

describe('the published schema', () => {
	for (const file of logs(here('../../content/samples'))) {
		it(`describes the output for ${path.basename(file)}`, () => {
			expect(schema.safeParse(output(file)).error?.message).toBeUndefined();
		});
	}

	it.each(['lab', 'comparison', 'probe'])('describes the output for all logs of test/fixtures/%s', (folder) => {
		const wrong = logs(here(`../fixtures/${folder}`)).map((file) => [
			path.basename(file),
			schema.safeParse(output(file)).error?.message,
		]);
		expect(wrong.length).toBeGreaterThan(1);
		expect(wrong.filter(([, message]) => message !== undefined)).toEqual([]);
	});

	it('refuses what is not in it', () => {
		const good = output(logs(here('../../content/samples'))[0] ?? '') as {incidents: Record<string, unknown>[]};
		expect(schema.safeParse({...good, extra: 1}).success).toBe(false);
		expect(schema.safeParse({...good, schema: 'xla-triage.diagnosis/2'}).success).toBe(false);
		const [incident] = good.incidents;
		expect(schema.safeParse({...good, incidents: [{...incident, scenario: 7}]}).success).toBe(false);
		expect(schema.safeParse({...good, incidents: [{...incident, at: {line: 1}}]}).success).toBe(false);
	});

	it('knows every kind of remedy', () => {
		expect(published.$defs.remedy.properties.kind.enum).toEqual([...REMEDY_KINDS]);
	});

	it('says who found each fact, and keeps the printed text of sizes with their bytes', () => {
		const file = logs(here('../../content/samples')).find((name) => name.includes('e1000-logits')) ?? '';
		const reading = readText('x', readFileSync(file, 'utf8'));
		const [incident] = diagnosisJson(reading, diagnoseReading(desk, reading), jsonContext(desk)).incidents;
		const used = incident?.facts['hbm.used'];
		expect(used?.by).toBe('reader');
		expect(used?.text).toMatch(/^\d+\.\d\dG$/);
		const [low = 0, high = 0] = used?.bytes ?? [];
		const gigabytes = Number(used?.text.slice(0, -1));
		expect(low / 2 ** 30).toBeCloseTo(gigabytes - 0.005, 2);
		expect(high / 2 ** 30).toBeCloseTo(gigabytes + 0.005, 2);
		const first = reading.incidents[0];
		expect(first && analyse(first, reading, desk.playbook).facts.length).toBeGreaterThan(0);
	});
});
