// Ink's output as it is installed, and as the bundle has it.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {rememberRows} from '../../scripts/ink-rows.mjs';

export interface Frame {
	write(x: number, y: number, text: string, options: {transformers: ((text: string) => string)[]}): void;
	clip(clip: {x1?: number; x2?: number; y1?: number; y2?: number}): void;
	unclip(): void;
	get(): {output: string; height: number};
}
export type Frames = new (size: {width: number; height: number}) => Frame;

const file = path.join(path.dirname(createRequire(import.meta.url).resolve('ink')), 'output.js');

/** The text of Ink's output.js. */
export const INK_OUTPUT = readFileSync(file, 'utf8');

/** The class that a text of output.js gives. */
export async function outputOf(contents: string): Promise<Frames> {
	const built = await build({
		stdin: {contents, resolveDir: path.dirname(file), loader: 'js'},
		bundle: true,
		format: 'esm',
		platform: 'node',
		write: false,
	});
	const text = Buffer.from(built.outputFiles[0]?.contents ?? []).toString('base64');
	return ((await import(/* @vite-ignore */ `data:text/javascript;base64,${text}`)) as {default: Frames}).default;
}

/** Makes the Ink of this process remember rows, as the bundle does: composing frames is most of what a test of the screen costs. */
export async function rememberRowsHere(): Promise<void> {
	const ink = ((await import(/* @vite-ignore */ pathToFileURL(file).href)) as {default: Frames}).default;
	if (Object.hasOwn(ink.prototype as object, 'composed')) return;
	const own = Object.getOwnPropertyDescriptors((await outputOf(rememberRows(INK_OUTPUT))).prototype as object);
	for (const name of ['get', 'rows', 'composed'] as const) {
		const method = (own as Record<string, PropertyDescriptor>)[name];
		if (!method) throw new Error(`The bundle's output has no ${name}.`);
		Object.defineProperty(ink.prototype, name, method);
	}
}
