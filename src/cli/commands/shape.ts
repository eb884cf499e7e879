import {jsonText} from '../../report/json-text.js';
import {printMarkdown, printPlain} from '../../report/index.js';
import {describeShapes} from '../../report/shape.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';

export interface ShapeOptions {
	readonly format: 'text' | 'markdown' | 'json';
}

/** Prints what one shape occupies, or why two differ: the first is what was expected, the second what was given. */
export function shapeCommand(
	world: World,
	expected: string,
	given: string | undefined,
	{format}: ShapeOptions,
): Promise<Exit> {
	const answer = describeShapes(given === undefined ? [expected] : [expected, given]);
	if (!answer.ok) {
		sayTrouble(world, {
			title: `This is not a shape: ${answer.text}`,
			cause: `At character ${answer.offset + 1}: ${answer.message}`,
			todo: "Write it as XLA does, in quotes: xla-triage shape 'bf16[16,1280,40]{2,1,0:T(8,128)(2,1)}'",
		});
		return Promise.resolve(EXIT.usage);
	}
	const {document, json} = answer;
	if (format === 'json') world.stdout.write(`${jsonText(json, 2)}\n`);
	else world.stdout.write(format === 'markdown' ? printMarkdown(document) : printPlain(document, world));
	return Promise.resolve(EXIT.done);
}
