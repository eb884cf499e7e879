// What `run` costs: wall time of commands through it against the same commands bare, in turns.
//   node bench/run.mjs [rounds] [bytes]
// Each kind prints the ratio of the fastest of each and of the medians; 1.00 is no cost. Single runs of one command differ by 10 % and
// more, bare ones too, so a few rounds are needed. The start of Node itself (about 0.1 s, once a run) is within the ratios, and told apart.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const rounds = Number(process.argv[2] ?? 5);
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

const start =
	fastest(several(() => seconds(`'${process.execPath}' '${cli}' run -- true`))) -
	fastest(several(() => seconds('true')));
process.stdout.write(`start, once a run: ${start.toFixed(2)} s\n\n`);
process.stdout.write('fastest: bare  watched  ratio   median: bare  watched  ratio\n');
for (const {name, command, to} of kinds) {
	const bare = [];
	const watched = [];
	for (let round = 0; round < rounds; round++) {
		bare.push(seconds(`${command} ${to}`));
		watched.push(seconds(`'${process.execPath}' '${cli}' run -- ${command} ${to}`));
	}
	process.stdout.write(`${figures(fastest, bare, watched)}  ${figures(median, bare, watched)}  ${name}\n`);
}
rmSync(scratch, {recursive: true});

function figures(of, bare, watched) {
	const ratio = of(watched) / of(bare);
	return `${of(bare).toFixed(2).padStart(13)} ${of(watched).toFixed(2).padStart(8)} ${ratio.toFixed(3).padStart(6)}`;
}

function fastest(times) {
	return Math.min(...times);
}

function median(times) {
	return times.toSorted((a, b) => a - b)[times.length >> 1];
}

function several(measure) {
	return Array.from({length: 5}, measure);
}

function seconds(line) {
	const begin = performance.now();
	const {status} = spawnSync('/bin/sh', ['-c', line], {stdio: ['ignore', 'ignore', 'inherit']});
	if (status !== 0) throw new Error(`${line} ended with ${status}`);
	return (performance.now() - begin) / 1000;
}
