// npm run fuzz -- DOOR [--minutes 1] [--seed 1]: sends changed inputs through a door and keeps those that break it.
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {DOORS} from './doors.js';
import {fuzz} from './fuzz.js';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {minutes: {type: 'string', default: '1'}, seed: {type: 'string', default: String(Date.now() % 1e9)}},
});
let found = 0;
for (const name of positionals.length > 0 ? positionals : Object.keys(DOORS)) {
	const {runs, findings} = fuzz(name, Number(values.minutes) * 60, Number(values.seed));
	process.stdout.write(
		`${name}: ${String(runs)} inputs from seed ${values.seed}, ${String(findings.length)} findings\n`,
	);
	for (const {run, what, input} of findings) {
		const file = path.join(mkdtempSync(path.join(tmpdir(), `xla-triage-fuzz-${name}-`)), 'input');
		writeFileSync(file, input);
		process.stdout.write(`  seed ${String(run)}: ${file}\n${what}\n`);
	}
	found += findings.length;
}
process.exitCode = found === 0 ? 0 : 1;
