// From the start of the process to its first text on a terminal, against the smallest Node program, in turns.
//   node bench/start.mjs [rounds] [log]
// Prints the median, the fastest, and the ratio of the medians to that of `node -e 0`.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = Number(process.argv[2] ?? 21);
const log = path.resolve(process.argv[3] ?? path.join(root, 'content', 'samples', 'e1000-logits.log'));
const cli = path.join(root, 'dist', 'cli.mjs');
const scratch = mkdtempSync(path.join(tmpdir(), 'xla-triage-bench-'));

/** What is started, and the text that ends the wait; without one, the end of the process does. */
const kinds = [
	{name: 'node -e 0', argv: ['-e', '0']},
	{name: '--version', argv: [cli, '--version'], text: /\d\.\d/},
	{name: 'diagnose, to the end', argv: [cli, 'diagnose', log]},
	{name: 'wizard, first screen', argv: [cli], text: /❯/},
	{name: 'wizard with a log, what happened', argv: [cli, log], text: /What happened[^]*❯/},
	{name: 'wizard --plain', argv: [cli, '--plain', log], text: /> $/},
];

const times = kinds.map(() => []);
for (let round = 0; round <= rounds; round++) {
	for (const [at, kind] of kinds.entries()) {
		const took = await once(kind);
		if (round > 0) times[at].push(took); // the first round fills the caches of the system
	}
}
rmSync(scratch, {recursive: true});
const least = median(times[0]);
process.stdout.write('  median  fastest  ratio\n');
for (const [at, {name}] of kinds.entries()) {
	const [middle, best] = [median(times[at]), Math.min(...times[at])];
	const figures = [middle.toFixed(0).padStart(8), best.toFixed(0).padStart(8), (middle / least).toFixed(2).padStart(6)];
	process.stdout.write(`${figures.join(' ')}  ${name}\n`);
}
process.exit(0);

function once({argv, text}) {
	const env = {...process.env, TERM: 'xterm-256color', XDG_STATE_HOME: mkdtempSync(path.join(scratch, 'state-'))};
	for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'NODE_EXTRA_CA_CERTS']) delete env[name];
	return new Promise((resolve, reject) => {
		const begun = performance.now();
		const pty = spawn(process.execPath, argv, {cols: 120, rows: 40, cwd: scratch, env, name: 'xterm-256color'});
		let seen = '';
		let took;
		const limit = setTimeout(() => reject(new Error(`${argv.join(' ')}: waited in vain:\n${seen}`)), 20_000);
		pty.onData((data) => {
			seen += data;
			if (took !== undefined || !text?.test(seen.replace(/\u001B\[[\d;?]*[A-Za-z]/g, ''))) return;
			took = performance.now() - begun;
			pty.kill('SIGKILL');
		});
		pty.onExit(() => {
			clearTimeout(limit);
			resolve(took ?? performance.now() - begun);
		});
	});
}

function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}
