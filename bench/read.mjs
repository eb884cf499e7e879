// How long a log takes to read against `rg -c` with the same anchors on the same file, side by side, and how much memory:
// quiet logs, and logs in which every line has an anchor, and one of 5,000 different incidents.
// usage: node bench/read.mjs [largest size in MiB, 1024] [size of the loud logs, 256]. Needs ripgrep and a build (npm run build).
import {spawn, spawnSync} from 'node:child_process';
import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(root, 'dist', 'cli.mjs');
const largest = Number(process.argv[2] ?? 1024);
const loudSize = Number(process.argv[3] ?? 256);
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
console.log('\n  loud with            read s   rg -c s   ratio   MB');
for (const [name, line] of Object.entries(loudLines())) await measureLoud(name, (out) => fillLoud(out, line));
await measureLoud('5,000 incidents', (out) => {
	for (let k = 0; k < 5000; k += 1)
		writeSync(
			out,
			`E1120 19:18:04.${String(k).padStart(6, '0')} 21858 a.cc:9] RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. ` +
				`Used ${(k % 900) + 16}.${k % 90}G of 15.75G hbm. Exceeded hbm capacity by ${k % 900}.${k % 90}G.\n${'quiet line of a log\n'.repeat(5)}`,
		);
});
rmSync(folder, {recursive: true});

/** What trainers and launchers print on every line, by name. */
function loudLines() {
	const glog = (k) =>
		`I1120 19:18:${String(k % 60).padStart(2, '0')}.${String((k * 7919) % 1e6).padStart(6, '0')} 21858`;
	const crash = readFileSync(path.join(root, 'content', 'samples', 'e1000-logits.log'), 'utf8').trimEnd();
	return {
		'hbm=': (k) => `${glog(k)} loop.py:91] step ${k} loss 2.${k % 1000} hbm=31.${k % 10}G tokens ${k * 55}`,
		'Memory allocated': (k) => `${glog(k)} loop.py:91] Memory allocated 31.${k % 100}G on TPU_${k % 8} steady state`,
		OOM: (k) => `${glog(k)} loop.py:91] no OOM seen in step ${k} loss 2.5, going on`,
		RESOURCE_EXHAUSTED: (k) => `${glog(k)} rpc.cc:91] RESOURCE_EXHAUSTED retrying, attempt ${k % 5} of 5`,
		'XLA_FLAGS=': (k) => `${glog(k)} env.py:91] XLA_FLAGS=--xla_a=${k % 3} --xla_b=2 LIBTPU_INIT_ARGS=--xla_c=3`,
		'256 hosts': (k) => `[host-${k % 256}] ${glog(k)} loop.py:91] step ${k >> 8} hbm=31.${k % 10}G loss 2.5`,
		'repeated reports': () => crash,
	};
}

function fillLoud(out, line) {
	for (let k = 0, done = 0; done < loudSize * 1048576;) {
		const block = Array.from({length: 2000}, () => line(k++)).join('\n');
		done += writeSync(out, `${block}\n`);
	}
}

async function measureLoud(name, fill) {
	const file = path.join(folder, 'loud.log');
	const out = openSync(file, 'w');
	fill(out);
	closeSync(out);
	const runs = [];
	for (let run = 0; run < 3; run += 1) {
		const mine = await timed(process.execPath, [cli, 'diagnose', '--format', 'json', file]);
		runs.push({...mine, rg: (await timed('rg', ['-cF', '-f', patterns, file])).seconds});
	}
	const read = median(runs.map(({seconds}) => seconds));
	const count = median(runs.map(({rg}) => rg));
	const memory = Math.round(Math.max(...runs.map((run) => run.memory)) / 1e6);
	console.log(
		`  ${name.padEnd(18)}${read.toFixed(2).padStart(9)}${count.toFixed(2).padStart(10)}${(read / count).toFixed(2).padStart(8)}${String(memory).padStart(5)}`,
	);
	rmSync(file);
}

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
