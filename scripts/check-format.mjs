// `npm run format:check`: says which files Prettier would change. oxfmt, which agrees with it about nearly every file at a
// fiftieth of the time, passes first; Prettier decides about the rest.
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {root} from './install.mjs';

const run = (script, args, stdio) =>
	spawnSync(process.execPath, [path.join(root, 'node_modules', script), ...args], {cwd: root, stdio, encoding: 'utf8'});

const rules = path.join(root, 'scripts', 'oxfmt.config.mjs');
const quick = run('oxfmt/bin/oxfmt', ['-c', rules, '--list-different', '.'], 'pipe');
const doubtful = quick.stdout.split('\n').filter((line) => line !== '');
// An oxfmt that cannot run names no files and has seen none.
const rest = quick.status === 0 ? [] : doubtful.length > 0 && quick.stderr === '' ? doubtful : ['.'];
if (rest.length > 0) {
	const exact = run('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', ...rest], 'inherit');
	process.exitCode = exact.status ?? 1;
}
