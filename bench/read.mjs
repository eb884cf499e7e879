// How long a log takes to read against `rg -c` with the same anchors on the same file, side by side, and how much memory.
// usage: node bench/read.mjs [largest size in MiB, 1024]. Needs ripgrep and a build (npm run build).
import {spawn, spawnSync} from 'node:child_process';
import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(root, 'dist', 'cli.mjs');
const largest = Number(process.argv[2] ?? 1024);
const folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-bench-'));
const patterns = path.join(folder, 'anchors');
writeFileSync(patterns, `${anchors().join('\n')}\n`);

console.log('  MiB   read s   rg -c s   ratio   MB   ns a byte');
const costs = [];
for (const size of [10, 100, largest].filter((mib, index, all) => all.indexOf(mib) === index && mib <= largest)) {
	const log = makeLog(size);
	const runs = size > 500 ? 3 : 5;
	const own = [];
	const rg = [];
	let memory = 0;
	for (let run = 0; run < runs; run += 1) {
		const mine = await timed(process.execPath, [cli, 'diagnose', '--format', 'json', log]);
		own.push(mine.seconds);
		memory = Math.max(memory, mine.memory);
		rg.push((await timed('rg', ['-cF', '-f', patterns, log])).seconds);
	}
	const [read, count] = [median(own), median(rg)];
	costs.push({size, read});
	console.log(
		`${String(size).padStart(5)}${read.toFixed(2).padStart(9)}${count.toFixed(2).padStart(10)}${(read / count).toFixed(2).padStart(8)}` +
			`${String(Math.round(memory / 1e6)).padStart(5)}${((read * 1e9) / (size * 1048576)).toFixed(2).padStart(12)}`,
	);
	rmSync(log);
}
const [small, big] = [costs[0], costs.at(-1)];
if (small && big && big !== small) {
	const middle = costs[1] ?? small;
	const slope = (big.read - middle.read) / (big.size - middle.size);
	console.log(
		`each further GiB: ${(slope * 1024).toFixed(2)} s; start-up and one report: about ${(small.read - slope * small.size).toFixed(2)} s`,
	);
}
rmSync(folder, {recursive: true});

/** Noise as training jobs print it, with one incident in the middle. */
function makeLog(mib) {
	const file = path.join(folder, `${mib}.log`);
	const lines = [
		(k) =>
			`I1120 12:00:01.${String(k % 1e6).padStart(6, '0')}  4242 train.py:88] step ${k} loss 2.3456 grad_norm 0.98 lr 3e-4`,
		(k) =>
			`2026-11-20 12:00:01,234 INFO data worker ${k % 16} read shard part-${String(k % 1024).padStart(5, '0')} in 0.43s`,
		(k) => `[rank${k % 64}]: epoch 3 iter ${k} time 0.345 data 0.012 loss_cls 0.345 loss_bbox 0.234 accuracy 0.876`,
		(k) => `DEBUG:absl:Saved step ${k} to /ckpt/run-42/${k} with 128 shards in 12.3 s`,
	];
	const block = Buffer.from(Array.from({length: 20_000}, (_, k) => lines[(k * 7 + (k >> 3)) % 4](k)).join('\n') + '\n');
	const crash = readFileSync(path.join(root, 'content', 'samples', 'e1000-logits.log'));
	const out = openSync(file, 'w');
	const blocks = Math.ceil((mib * 1048576) / block.length);
	for (let k = 0; k < blocks; k += 1) {
		if (k === blocks >> 1) writeSync(out, crash);
		writeSync(out, block);
	}
	closeSync(out);
	return file;
}

function timed(command, args) {
	return new Promise((resolve) => {
		const start = process.hrtime.bigint();
		const child = spawn(command, args, {stdio: 'ignore', env: {...process.env, NODE_EXTRA_CA_CERTS: ''}});
		let memory = 0;
		const look = setInterval(() => {
			try {
				const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
				memory = Math.max(memory, Number(peak?.[1] ?? 0) * 1024);
			} catch {
				// it has ended
			}
		}, 10);
		child.on('exit', () => {
			clearInterval(look);
			resolve({seconds: Number(process.hrtime.bigint() - start) / 1e9, memory});
		});
	});
}

function anchors() {
	const source = readFileSync(path.join(root, 'src', 'readers', 'anchors.ts'), 'utf8');
	const list = source.slice(source.indexOf('ANCHORS'), source.indexOf('];'));
	const found = [...list.matchAll(/^\t'(.*)',$/gm)].map((match) => match[1]);
	if (found.length === 0 || spawnSync('rg', ['--version']).status !== 0) {
		console.error('This needs ripgrep (rg) on the path, and the anchors of src/readers/anchors.ts.');
		process.exit(2);
	}
	return found;
}

function median(values) {
	return values.sort((a, b) => a - b)[values.length >> 1];
}
