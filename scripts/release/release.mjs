// `npm run release`: the npm package, single executables for linux (x64 and arm64) and a Python wheel that carries the first, with
// checksums and a list of what is inside (CycloneDX), into release/. The same commit gives the same bytes. Nothing is published.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build, install, root} from '../install.mjs';
import {makeExecutables, NODE} from './executable.mjs';
import {wheel} from './wheel.mjs';

install();
build();
const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const out = path.join(root, 'release');
const scratch = mkdtempSync(path.join(tmpdir(), 'xla-triage-release-'));
rmSync(out, {recursive: true, force: true});
mkdirSync(out);
const read = (...names) => readFileSync(path.join(root, ...names), 'utf8');
try {
	spawnSync('npm', ['pack', '--silent', '--pack-destination', out], {cwd: root, stdio: 'inherit'});
	const executable = (processor) => path.join(out, `xla-triage-linux-${processor}`);
	await makeExecutables(root, scratch, executable);
	const text = {
		...about,
		readme: read('README.md'),
		notice: `${read('dist', 'NOTICE')}\nThe executable contains Node.js ${NODE.version} (${NODE.license}): https://github.com/nodejs/node/blob/v${NODE.version}/LICENSE\n`,
		licenseText: read('LICENSE'),
	};
	const {name, data} = wheel(text, readFileSync(executable('x64')), sharedFiles());
	writeFileSync(path.join(out, name), data);
	writeFileSync(path.join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom(), undefined, 2)}\n`);
	const sums = readdirSync(out)
		.sort()
		.map(
			(file) =>
				`${createHash('sha256')
					.update(readFileSync(path.join(out, file)))
					.digest('hex')}  ${file}\n`,
		);
	writeFileSync(path.join(out, 'SHA256SUMS'), sums.join(''));
	for (const file of readdirSync(out).sort()) {
		const size = readFileSync(path.join(out, file)).length;
		process.stdout.write(`${(size / 1e6).toFixed(2).padStart(8)} MB  release/${file}\n`);
	}
} finally {
	rmSync(scratch, {recursive: true, force: true});
}

/** Completion and the man page, where shells and man look for them. */
function sharedFiles() {
	const print = (...argv) =>
		spawnSync(process.execPath, [path.join(root, 'dist', 'cli.mjs'), ...argv], {encoding: 'utf8'}).stdout;
	return [
		{name: 'share/man/man1/xla-triage.1', data: print('completion', 'man')},
		{name: 'share/bash-completion/completions/xla-triage', data: print('completion', 'bash')},
		{name: 'share/zsh/site-functions/_xla-triage', data: print('completion', 'zsh')},
		{name: 'share/fish/vendor_completions.d/xla-triage.fish', data: print('completion', 'fish')},
	];
}

/** What is inside, in CycloneDX 1.5: the packages that NOTICE lists, and Node. */
function sbom() {
	const bundled = [...read('dist', 'NOTICE').matchAll(/^-{80}\n(\S+) (\S+) \((.+)\)$/gm)].map(
		([, name, version, id]) => ({
			type: 'library',
			name,
			version,
			purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
			licenses: [{license: {id}}],
		}),
	);
	return {
		bomFormat: 'CycloneDX',
		specVersion: '1.5',
		version: 1,
		metadata: {
			component: {
				type: 'application',
				name: about.name,
				version: about.version,
				licenses: [{license: {id: about.license}}],
			},
		},
		components: [
			...bundled,
			...Object.values(NODE.packages).map(({name}) => ({
				type: 'platform',
				name,
				version: NODE.version,
				purl: `pkg:npm/${name}@${NODE.version}`,
				licenses: [{license: {id: NODE.license}}],
			})),
		],
	};
}
