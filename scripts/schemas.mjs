// Writes the JSON Schemas of flow files and front matter to where editors look for them. Run it after changing
// src/playbook/schema.ts or src/cli/plays/play-file.ts.
import {writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import * as prettier from 'prettier';
import {loadPlaybookCode} from './playbook.mjs';

const root = new URL('..', import.meta.url);
const {publishedSchemas, playJsonSchema} = await loadPlaybookCode(root);
const schemas = {...publishedSchemas(), 'test/plays/play.schema.json': playJsonSchema()};
for (const [place, schema] of Object.entries(schemas)) {
	const file = fileURLToPath(new URL(place, root));
	const options = await prettier.resolveConfig(file);
	await writeFile(file, await prettier.format(JSON.stringify(schema), {...options, filepath: file}));
	process.stdout.write(`${place}\n`);
}
