// The licences of all packages that the bundle holds, as one text: what is bundled must carry its licence along.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** A package that the bundle holds. */
/** @typedef {{name: string, version: string, license: string, text: string}} Bundled */

/** The packages that inputs of esbuild's metafile come from, by name. Throws for one that states no licence. */
export function bundledPackages(inputs, root) {
	const folders = new Set(Object.keys(inputs).flatMap((file) => folderOf(file) ?? []));
	return [...folders]
		.map((folder) => bundledPackage(path.join(root, folder)))
		.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** The text of NOTICE. */
export function notice(packages) {
	const head = 'xla-triage contains the following packages in bundled form. Each is listed with its licence.\n';
	const parts = packages.map(
		({name, version, license, text}) => `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text.trim()}\n`,
	);
	return [head, ...parts].join('\n');
}

/** `node_modules/@a/b` of the innermost package that a file belongs to; undefined for a file of ours. */
function folderOf(file) {
	return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

function bundledPackage(folder) {
	const {name, version, license, author} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	if (typeof license !== 'string') throw new Error(`${name} ${version} states no licence: do not bundle it.`);
	const file = readdirSync(folder).find((one) => /^(?:licen[cs]e|copying)(?:[.-].*)?$/i.test(one));
	const holder = typeof author === 'string' ? author : author?.name;
	const stated = `Licensed under ${license}.${holder ? ` Author: ${holder}.` : ''}`;
	const texts = [file, 'NOTICE']
		.filter((one) => one !== undefined && existsSync(path.join(folder, one)))
		.map((one) => readFileSync(path.join(folder, one), 'utf8'));
	return {name, version, license, text: texts.length > 0 ? texts.join('\n') : stated};
}
