// From key to changed screen, in a pseudo-terminal of 200×50 with a report of 20 allocations, against the smallest possible Ink
// app in the same run: keys go to both in turns, so that other load on the machine falls on both.
//   node bench/latency.mjs [keys a screen] [log]
// Prints median, 99th percentile, bytes and CPU time a key, and the ratio of the medians. Keys come 50 to 120 ms apart.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import {build} from 'esbuild';
import {shared} from '../scripts/bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const count = Number(process.argv[2] ?? 120);
const log = path.resolve(process.argv[3] ?? path.join(root, 'content', 'samples', 'e1000-logits.log'));
const scratch = mkdtempSync(path.join(tmpdir(), 'xla-triage-bench-'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const DOWN = '\u001B[B';
const UP = '\u001B[A';

/** The way to each screen from the first, and the keys that are timed there, again and again. */
const screens = [
	{name: 'what happened', way: '', keys: [DOWN, UP]},
	{name: 'question', way: '\r', keys: [DOWN, UP]},
	{name: 'remedies', way: 'm', keys: [DOWN, DOWN, DOWN, UP, UP, UP]},
	{name: 'one remedy', way: 'm\r', keys: [DOWN, UP]},
	{name: 'plan', way: 'p', keys: [DOWN, UP]},
	{name: 'facts', way: 'e', keys: [DOWN, DOWN, DOWN, UP, UP, UP]},
	{name: '20 allocations', way: 'e\tg', keys: [DOWN, DOWN, DOWN, UP, UP, UP]},
	{name: 'search', way: '/', keys: ['p', 'a', 'd', '\u007F', '\u007F', '\u007F']},
	{name: 'from screen to screen', way: '', keys: ['m', '\u001B[D']},
];

const smallest = await program([process.execPath, await smallestApp()], /keys 0/);
await measure();
rmSync(scratch, {recursive: true});
process.exit(0);

async function measure() {
	process.stdout.write(
		'                        median   p99 ms  bytes  CPU ms   smallest: median   p99  CPU   ratio\n',
	);
	const all = {ours: [], smallest: [], bytes: [], cpu: [], cpuSmallest: []};
	for (const {name, way, keys} of screens) {
		const ours = await program([process.execPath, path.join(root, 'dist', 'cli.mjs'), log], /What happened[^]*❯/);
		for (const key of way) {
			ours.type(key);
			await pause(400);
		}
		for (let warm = 0; warm < 2 * keys.length; warm++) await ours.time(keys[warm % keys.length]);
		const [cpu, cpuSmallest] = [ours.cpu(), smallest.cpu()];
		const times = {ours: [], smallest: []};
		const bytes = [];
		for (let at = 0; at < count; at++) {
			await pause(50 + Math.random() * 70);
			const took = await ours.time(keys[at % keys.length]);
			times.ours.push(took.ms);
			bytes.push(took.bytes);
			times.smallest.push((await smallest.time('x')).ms);
		}
		const perKey = (ours.cpu() - cpu) / count;
		const perKeySmallest = (smallest.cpu() - cpuSmallest) / count;
		row(name, times, mean(bytes), perKey, perKeySmallest);
		all.ours.push(...times.ours);
		all.smallest.push(...times.smallest);
		all.bytes.push(...bytes);
		all.cpu.push(perKey);
		all.cpuSmallest.push(perKeySmallest);
		await ours.end();
	}
	row('all', all, mean(all.bytes), mean(all.cpu), mean(all.cpuSmallest));
	await smallest.end();
}

function row(name, times, bytes, cpu, cpuSmallest) {
	const part = (value, width, digits = 1) => value.toFixed(digits).padStart(width);
	const [ours, small] = [median(times.ours), median(times.smallest)];
	process.stdout.write(
		`${name.padEnd(22)} ${part(ours, 7)} ${part(quantile(times.ours, 0.99), 8)} ${part(bytes, 6, 0)} ${part(cpu, 7)}` +
			`   ${part(small, 16)} ${part(quantile(times.smallest, 0.99), 5)} ${part(cpuSmallest, 4)} ${part(ours / small, 6, 2)}×\n`,
	);
}

/** A program in a terminal. `time` writes a key and waits for the end of the frame that follows. */
async function program([file, ...argv], ready) {
	const env = {...process.env, TERM: 'xterm-256color', XDG_STATE_HOME: mkdtempSync(path.join(scratch, 'state-'))};
	for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'NODE_EXTRA_CA_CERTS']) delete env[name];
	const pty = spawn(file, argv, {cols: 200, rows: 50, cwd: scratch, env, name: 'xterm-256color'});
	let seen = '';
	let heard = () => undefined;
	pty.onData((data) => {
		seen += data;
		heard();
	});
	const until = (holds) =>
		new Promise((resolve, reject) => {
			const limit = setTimeout(() => reject(new Error(`Waited in vain:\n${JSON.stringify(seen)}`)), 10_000);
			heard = () => {
				if (!holds()) return;
				heard = () => undefined;
				clearTimeout(limit);
				resolve();
			};
			heard();
		});
	await until(() => ready.test(seen.replace(/\u001B\[[\d;?]*[A-Za-z]/g, '')));
	await pause(300);
	const ended = new Promise((resolve) => pty.onExit(resolve));
	return {
		type: (text) => pty.write(text),
		time: async (key) => {
			seen = '';
			const begun = performance.now();
			pty.write(key);
			// A frame ends with the end of the synchronised update.
			await until(() => seen.includes('\u001B[?2026l'));
			return {ms: performance.now() - begun, bytes: Buffer.byteLength(seen)};
		},
		/** CPU time so far in milliseconds, of Linux only. */
		cpu: () => {
			try {
				const fields = readFileSync(`/proc/${pty.pid}/stat`, 'utf8').split(') ')[1].split(' ');
				return (Number(fields[11]) + Number(fields[12])) * 10;
			} catch {
				return NaN;
			}
		},
		end: async () => {
			pty.write('\u0003');
			await ended;
		},
	};
}

/** One line of text that changes with every key: what Ink itself costs, bundled as we are. */
async function smallestApp() {
	const source = path.join(scratch, 'smallest.mjs');
	writeFileSync(
		source,
		`import {createElement, useState} from 'react';
import {render, Text, useInput} from 'ink';
function App() {
	const [keys, more] = useState(0);
	useInput(() => more((n) => n + 1));
	return createElement(Text, {}, 'keys ' + keys);
}
render(createElement(App), {maxFps: 1000});`,
	);
	const outfile = path.join(scratch, 'smallest.bundle.mjs');
	await build({...shared, entryPoints: [source], outfile, nodePaths: [path.join(root, 'node_modules')]});
	return outfile;
}

function median(values) {
	return quantile(values, 0.5);
}
function quantile(values, share) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
function mean(values) {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
