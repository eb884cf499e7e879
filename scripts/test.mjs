// `npm test`: every check, stopping at none, then one plain line `N passed, N failed`; what did not
// run is listed before it. `--long` runs full counts, marathons and scores.
import {spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build, checkNode, install, root} from './install.mjs';

checkNode();
install();

const long = process.argv.includes('--long');
const scratch = mkdtempSync(path.join(tmpdir(), 'xla-triage-test-'));
const results = path.join(scratch, 'results.json');
const bin = (name) => path.join(root, 'node_modules', name);
const env = {...process.env, ...(long ? {LONG: '1'} : {})};
delete env.NODE_EXTRA_CA_CERTS; // costs every child process 30 ms
delete env.CI; // Ink draws no live frames where it is set
delete env.FORCE_COLOR;

let passed = 0;
let failed = 0;
// The checks of the source run one after the other beside the build and the tests, which often wait for terminals.
const checked = checkSources();
build();
await check('tests', bin('vitest/vitest.mjs'), [
	'run',
	'--reporter=default',
	'--reporter=json',
	`--outputFile.json=${results}`,
	...(long ? ['--testTimeout=3600000'] : []),
]);
await checked;
try {
	const report = JSON.parse(readFileSync(results, 'utf8'));
	passed += report.numPassedTests - 1; // the run itself was counted as one check
	failed += report.numFailedTests;
	list(
		'Skipped',
		report.testResults
			.flatMap(({assertionResults}) => assertionResults)
			.filter(({status}) => status !== 'passed' && status !== 'failed')
			.map(({fullName}) => fullName),
	);
} catch {
	failed += 1;
}
if (!long) {
	const files = readdirSync(path.join(root, 'test'), {recursive: true, encoding: 'utf8'});
	list('Left to `npm run test:long`', files.filter((file) => /\.long\.test\.tsx?$/.test(file)).toSorted());
}
rmSync(scratch, {recursive: true, force: true});
process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
process.exit(failed === 0 ? 0 : 1);

async function checkSources() {
	await check('lint', bin('oxlint/bin/oxlint'), ['.']);
	await check('types', path.join(root, 'scripts', 'typecheck.mjs'), []);
	await check('format', path.join(root, 'scripts', 'check-format.mjs'), []);
}

/** Runs one check and prints what it says in one piece; a long one prints as it goes. */
function check(title, script, args) {
	const isLong = title === 'tests';
	if (isLong) process.stdout.write(`\n${title}\n`);
	const child = spawn(process.execPath, [script, ...args], {
		cwd: root,
		stdio: ['ignore', isLong ? 'inherit' : 'pipe', isLong ? 'inherit' : 'pipe'],
		env,
	});
	const said = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => said.push(piece));
	return new Promise((resolve) => {
		child.on('close', (code) => {
			if (!isLong) process.stdout.write(`\n${title}\n${Buffer.concat(said).toString()}`);
			if (code === 0) passed += 1;
			else failed += 1;
			resolve();
		});
	});
}

/** Says what did not run: a test that is passed over in silence protects nothing. */
function list(title, names) {
	if (names.length > 0) process.stdout.write(`\n${title}:\n${names.map((name) => `  ${name}\n`).join('')}`);
}
