// What `run` costs: wall time of commands through it against the same commands bare, in turns, the fastest of each.
//   node bench/run.mjs [rounds] [bytes]
// Each kind prints its ratio; 1.00 is no cost. The start of Node itself (about 0.1 s) is told apart: it is paid once a run.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const rounds = Number(process.argv[2] ?? 3);
const bytes = Number(process.argv[3] ?? 2_000_000_000);
const cli = fileURLToPath(new URL('../dist/cli.mjs', import.meta.url));
const printer = fileURLToPath(new URL('../test/run/printer.mjs', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'xla-triage-bench-'));
const gigabytes = `${(bytes / 1e9).toFixed(1)} GB`;

const kinds = [
	{
		name: `${gigabytes} of lines, printed as a job prints them, into a pipe`,
		command: `'${process.execPath}' '${printer}' ${bytes}`,
		to: '| sha1sum',
	},
	{
		name: `${gigabytes} of lines, printed as a job prints them, into a file`,
		command: `'${process.execPath}' '${printer}' ${bytes}`,
		to: `> '${scratch}/out'`,
	},
	{
		name: `${gigabytes} of zeros as fast as the system gives them, which nothing prints: both cores are busy`,
		command: `head -c ${bytes} /dev/zero`,
		to: '| sha1sum',
	},
	{
		name: 'a job of 8 seconds that prints now and then',
		command: `sh -c 'for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 1; done'`,
		to: '| cat',
	},
	{
		name: 'a job of 8 seconds of arithmetic',
		command: `'${process.execPath}' -e 'const end = Date.now() + 8000; let n = 0; while (Date.now() < end) n++;'`,
		to: '| cat',
	},
];

const start = best(() => seconds(`'${process.execPath}' '${cli}' run -- true`)) - best(() => seconds('true'));
process.stdout.write(`start, once a run: ${start.toFixed(2)} s\n\n`);
process.stdout.write('  bare  watched  ratio  ratio without the start\n');
for (const {name, command, to} of kinds) {
	let bare = Infinity;
	let watched = Infinity;
	for (let round = 0; round < rounds; round++) {
		bare = Math.min(bare, seconds(`${command} ${to}`));
		watched = Math.min(watched, seconds(`'${process.execPath}' '${cli}' run -- ${command} ${to}`));
	}
	const figures = [
		bare.toFixed(2).padStart(6),
		watched.toFixed(2).padStart(8),
		(watched / bare).toFixed(3).padStart(6),
	];
	process.stdout.write(`${figures.join(' ')}  ${((watched - start) / bare).toFixed(3).padStart(6)}  ${name}\n`);
}
rmSync(scratch, {recursive: true});

function best(measure) {
	return Math.min(...Array.from({length: 3}, measure));
}

function seconds(line) {
	const begin = performance.now();
	const {status} = spawnSync('/bin/sh', ['-c', line], {stdio: ['ignore', 'ignore', 'inherit']});
	if (status !== 0) throw new Error(`${line} ended with ${status}`);
	return (performance.now() - begin) / 1000;
}
