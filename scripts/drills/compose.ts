// Writes the logs of the drills: npx tsx scripts/drills/compose.ts
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {COMPILE} from './compile.js';
import {RUNTIME} from './runtime.js';

const MAKERS: Readonly<Record<string, () => string[]>> = {...RUNTIME, ...COMPILE};

/** The log of every drill, by its id. */
export function drillLogs(): ReadonlyMap<string, string> {
	return new Map(Object.entries(MAKERS).map(([id, make]) => [id, `${make().join('\n')}\n`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = fileURLToPath(new URL('../../content/drills', import.meta.url));
	mkdirSync(folder, {recursive: true});
	for (const [id, text] of drillLogs()) writeFileSync(path.join(folder, `${id}.log`), text);
}
