import {StringDecoder} from 'node:string_decoder';
import type {Readable} from 'node:stream';

/** Names from a list such as `find` prints, as they come: one on a line, or ended by NUL. Empty ones are left out. */
export async function* listedInputs(stream: Readable, separator: '\n' | '\0'): AsyncGenerator<string> {
	const decoder = new StringDecoder('utf8');
	let open = '';
	for await (const chunk of stream) {
		open += typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer);
		const names = open.split(separator);
		open = names.pop() ?? '';
		for (const name of names) if (named(name, separator) !== '') yield named(name, separator);
	}
	const last = named(open + decoder.end(), separator);
	if (last !== '') yield last;
}

function named(name: string, separator: string): string {
	return separator === '\n' ? name.replace(/\r$/, '') : name;
}
