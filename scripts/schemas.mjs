// Writes the JSON Schemas of flow files and front matter to where editors look for them. Run it after changing src/playbook/schema.ts.
import {writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import * as prettier from 'prettier';
import {loadPlaybookCode} from './playbook.mjs';

const root = new URL('..', import.meta.url);
const {publishedSchemas} = await loadPlaybookCode(root);
for (const [place, schema] of Object.entries(publishedSchemas())) {
	const file = fileURLToPath(new URL(place, root));
	const options = await prettier.resolveConfig(file);
	await writeFile(file, await prettier.format(JSON.stringify(schema), {...options, filepath: file}));
	process.stdout.write(`${place}\n`);
}
