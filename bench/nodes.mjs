// Whether the same build gives the same bytes under several versions of Node.
//   node bench/nodes.mjs NODE… (paths of node binaries)
// Prints a line for each command and ends with 1 if any output differs.
import {createHash} from 'node:crypto';
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(root, 'dist', 'cli.mjs');
const log = path.join('content', 'samples', 'e1000-logits.log');
const commands = [
	['--version'],
	['--help'],
	...['text', 'json', 'markdown', 'html', 'shell'].map((format) => ['diagnose', '--full', '--format', format, log]),
	['explain', '--all', '--format', 'html'],
	['shape', 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}', '--format', 'json'],
	['compare', log, path.join('content', 'samples', 'e0100-second-run.log'), '--format', 'json'],
];

let differs = false;
for (const argv of commands) {
	const hashes = process.argv.slice(2).map((node) => {
		const {stdout, stderr, status} = spawnSync(node, [cli, ...argv], {cwd: root});
		return createHash('sha256').update(stdout).update(stderr).update(String(status)).digest('hex').slice(0, 12);
	});
	const equal = new Set(hashes).size === 1;
	differs ||= !equal;
	process.stdout.write(`${equal ? 'equal  ' : 'DIFFERS'} ${hashes.join(' ')} ${argv.join(' ')}\n`);
}
process.exit(differs ? 1 : 0);
