// Assembles src/store/scan/scan.wat into src/store/scan/scan-wasm.ts, so that building and running need no assembler.
// A test holds the two together.
import {readFile, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import createWabt from 'wabt';

const folder = new URL('../src/store/scan/', import.meta.url);

/** The text of scan-wasm.ts as it should be. */
export async function assembled() {
	const wabt = await createWabt();
	const module = wabt.parseWat('scan.wat', await readFile(new URL('scan.wat', folder), 'utf8'), {simd: true});
	module.resolveNames();
	module.validate({simd: true});
	const {buffer} = module.toBinary({});
	const lines =
		Buffer.from(buffer)
			.toString('base64')
			.match(/.{1,100}/g) ?? [];
	return [
		'// Made from scan.wat by `node scripts/scan-wasm.mjs`: do not edit.',
		'',
		'/** The module of scan.wat, base64. */',
		`export const SCAN_WASM =\n${lines.map((line) => `\t'${line}'`).join(' +\n')};`,
		'',
	].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await writeFile(new URL('scan-wasm.ts', folder), await assembled());
