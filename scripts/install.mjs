// What `npm start` and `npm test` need before they can run from a fresh clone: the packages, and a build that is newer than its sources.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs the locked packages if they are missing or older than the lock file. */
export function install() {
	const installed = path.join(root, 'node_modules', '.package-lock.json');
	const lock = path.join(root, 'package-lock.json');
	if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
	run('Installing packages (once)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Builds dist if it is missing or older than what it is made of. */
export function build() {
	const target = path.join(root, 'dist', 'cli.mjs');
	const newest = Math.max(
		...['src', 'flows', 'content', 'scripts', 'package.json'].map((name) => changed(path.join(root, name))),
	);
	if (existsSync(target) && statSync(target).mtimeMs >= newest) return;
	run('Building', process.execPath, [path.join(root, 'scripts', 'build.mjs')]);
}

/** Fails with a sentence when Node is too old to go on. */
export function checkNode() {
	const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '');
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [needMajor = 0, needMinor = 0] = wanted.split('.').map(Number);
	if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
	process.stderr.write(`xla-triage needs Node ${wanted} or newer; this is ${process.versions.node}.\n`);
	process.exit(2);
}

function changed(place) {
	const stat = statSync(place, {throwIfNoEntry: false});
	if (!stat) return 0;
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(stat.mtimeMs, ...readdirSync(place).map((name) => changed(path.join(place, name))));
}

function run(title, command, args) {
	process.stderr.write(`${title} …\n`);
	const done = spawnSync(command, args, {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32',
	});
	if (done.status === 0) return;
	process.stderr.write(`${title} failed (${[command, ...args].join(' ')}).\n`);
	process.exit(done.status ?? 1);
}
