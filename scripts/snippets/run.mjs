// Runs every Python snippet of the remedy pages that needs no more than a CPU and JAX, each in its own process.
//   node scripts/snippets/run.mjs [PAGE…]        PYTHON=… names the interpreter (python3)
// Outside `npm test`, because JAX is no dependency of this project. Exit 0: all ran; 1: one failed; 2: no JAX here.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {extractSnippets} from './extract.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const python = process.env.PYTHON ?? 'python3';
const wanted = process.argv.slice(2);

const found = spawnSync(python, ['-c', 'import jax; print(jax.__version__)'], {encoding: 'utf8'});
if (found.status !== 0) {
	process.stderr.write(`${python} has no JAX: pip install "jax[cpu]", or name another interpreter in PYTHON.\n`);
	process.exit(2);
}
process.stdout.write(`JAX ${found.stdout.trim()}\n`);

const scratch = mkdtempSync(path.join(tmpdir(), 'xla-triage-snippets-'));
const env = {...process.env, JAX_PLATFORMS: 'cpu', XLA_FLAGS: '--xla_force_host_platform_device_count=8'};
const count = {ran: 0, failed: 0, skipped: 0};
for (const page of pages(path.join(root, 'content', 'remedies'))) {
	const name = path.relative(root, page);
	if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
	for (const {code, line, needs} of extractSnippets(readFileSync(page, 'utf8'))) {
		if (needs) {
			count.skipped += 1;
			continue;
		}
		const done = spawnSync(python, ['-'], {input: code, encoding: 'utf8', cwd: scratch, env, timeout: 120_000});
		count.ran += 1;
		if (done.status === 0) continue;
		count.failed += 1;
		process.stdout.write(`\n${name}:${String(line)} fails\n${done.stderr.trim().split('\n').slice(-6).join('\n')}\n`);
	}
}
rmSync(scratch, {recursive: true, force: true});
process.stdout.write(`${count.ran} ran, ${count.failed} failed, ${count.skipped} need more than a CPU\n`);
process.exit(count.failed === 0 ? 0 : 1);

function pages(folder) {
	return readdirSync(folder, {recursive: true})
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => path.join(folder, name));
}
