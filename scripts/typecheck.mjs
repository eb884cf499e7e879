// Type-checks the whole project, and the pure layers once more without Node's types.
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {root} from './install.mjs';

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
for (const project of ['tsconfig.json', 'tsconfig.pure.json']) {
	// A second thread checks again what both need, and memory is cheaper than collecting it: together a third of the time.
	const done = spawnSync(process.execPath, [tsc, '-p', path.join(root, project), '--singleThreaded'], {
		stdio: 'inherit',
		env: {...process.env, GOGC: '400'},
	});
	if (done.status !== 0) process.exit(done.status ?? 1);
}
