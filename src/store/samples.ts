import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import path from 'node:path';

/** A crash of the project's own making, to look around with. */
export interface Sample {
	readonly id: string;
	/** Name of its log. */
	readonly name: string;
	readonly title: string;
	readonly summary: string;
	readonly text: string;
}

/** The sample crashes that the build put beside the program, or, when the code runs from its sources, those of the project. */
export async function loadSamples(): Promise<readonly Sample[]> {
	const built = new URL('./samples.json', import.meta.url);
	if (existsSync(built)) return JSON.parse(await readFile(built, 'utf8')) as readonly Sample[];
	const folder = fileURLToPath(new URL('../../content/samples', import.meta.url));
	const {parse} = await import('./yaml.js');
	const list = parse(await readFile(path.join(folder, 'samples.yaml'), 'utf8')) as {
		readonly samples: readonly (Omit<Sample, 'name' | 'text'> & {readonly file: string})[];
	};
	return Promise.all(
		list.samples.map(async ({file, ...about}) => ({
			...about,
			name: file,
			text: await readFile(path.join(folder, file), 'utf8'),
		})),
	);
}
