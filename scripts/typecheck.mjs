// Type-checks the whole project, and the pure layers once more without Node's types.
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {root} from './install.mjs';

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
for (const project of ['tsconfig.json', 'tsconfig.pure.json']) {
	const done = spawnSync(process.execPath, [tsc, '-p', path.join(root, project)], {stdio: 'inherit'});
	if (done.status !== 0) process.exit(done.status ?? 1);
}
