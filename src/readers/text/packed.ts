import {unpack} from './container.js';
import {unprefix} from './prefix.js';

/** The record that a line is in a container's log, also where a launcher put its own prefix before it. */
export function unpackLine(raw: string): ReturnType<typeof unpack> {
	return unpack(raw) ?? unpackBehind(raw);
}

/** A record that a launcher put its own prefix before. */
function unpackBehind(raw: string): ReturnType<typeof unpack> {
	if (!raw.includes('{"')) return undefined;
	const {text, host} = unprefix(raw, 'any');
	const packed = text === raw ? undefined : unpack(text);
	return packed && {...packed, ...(packed.host === undefined && host !== undefined && {host})};
}
