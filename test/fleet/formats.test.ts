import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import Ajv from 'ajv-draft-04';
import parsePrometheus from 'parse-prometheus-text-format';
import {describe, expect, it} from 'vitest';
import {command} from '../cli/command.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOG = path.join(ROOT, 'content', 'samples', 'e1000-logits.log');
const SHORT = path.join(ROOT, 'content', 'samples', 'e1000-short.log');
const MISSING = '/no/such "log" <here>.log';

async function printed(format: string, ...names: readonly string[]): Promise<string> {
	return (await command(['diagnose', '--each', '--format', format, ...names])).out;
}

describe('records as SARIF', () => {
	const schema = JSON.parse(
		readFileSync(
			createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
			'utf8',
		),
	) as object;
	const validate = new Ajv.default({strict: false, validateFormats: false, unicodeRegExp: false}).compile(schema);

	it('are valid by its schema, with code, line and fingerprint', async () => {
		const log = JSON.parse(await printed('sarif', LOG, SHORT, MISSING)) as {
			runs: [
				{results: {ruleId: string; partialFingerprints: object; locations: [{physicalLocation: {region: object}}]}[]},
			];
		};
		expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
		const {results} = log.runs[0];
		expect(results.map(({ruleId}) => ruleId)).toEqual(['E1000', 'E1000']);
		expect(results[0]?.locations[0].physicalLocation.region).toEqual({startLine: 9});
		expect(results[0]?.partialFingerprints).toEqual({
			'xla-triage/v1': expect.stringMatching(/^v1:[0-9a-f]{16}$/) as unknown,
		});
	});

	it('are refused by the schema when they are damaged', async () => {
		const log = JSON.parse(await printed('sarif', LOG)) as {version: string};
		expect(validate({...log, version: '9'})).toBe(false);
	});
});

describe('records for Prometheus', () => {
	it('are read by a parser of others', async () => {
		const families = parsePrometheus(await printed('prometheus', LOG, SHORT, MISSING));
		expect(families.map(({name, type}) => `${name} ${type}`)).toEqual([
			'xla_triage_inputs GAUGE',
			'xla_triage_failures GAUGE',
			'xla_triage_over_bytes GAUGE',
		]);
		const [inputs] = families;
		expect(inputs?.metrics).toEqual([
			{value: '2', labels: {outcome: 'diagnosed'}},
			{value: '1', labels: {outcome: 'unreadable'}},
		]);
	});
});

describe('records for GitHub', () => {
	it('are one workflow command each, at the line of the message', async () => {
		const lines = (await printed('github', LOG, MISSING)).trimEnd().split('\n');
		expect(lines[0]).toMatch(/^::error file=.*e1000-logits\.log,line=9,title=E1000%3A [^:]*::\S/);
		expect(lines).toHaveLength(2);
	});
});

describe('records as JUnit', () => {
	it('are a test case for each input, escaped', async () => {
		const xml = await printed('junit', LOG, MISSING);
		expect(xml).toContain('tests="2" failures="1" errors="1"');
		expect(xml).toContain('name="/no/such &quot;log&quot; &lt;here&gt;.log"');
		expect(xml.match(/<testcase /g)).toHaveLength(2);
	});
});
