import {parseJSONRPCMessage} from '@modelcontextprotocol/server';
import {INVALID_REQUEST, refusal} from './request-lines.js';

const NOT_JSON = -32_700;

/** The answer to a line that is not a message of the protocol; undefined for one that is, and for an empty one. */
export function messageFault(line: string): object | undefined {
	if (line.trim() === '') return undefined;
	let message: unknown;
	try {
		message = JSON.parse(line);
	} catch {
		return refusal(null, NOT_JSON, 'The line is not JSON.');
	}
	try {
		parseJSONRPCMessage(message);
		return undefined;
	} catch {
		const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
		const known = typeof id === 'string' || typeof id === 'number' ? id : null;
		return refusal(known, INVALID_REQUEST, 'The line is not a message of JSON-RPC 2.0.');
	}
}
