import {PassThrough, Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {requestLines} from '../../src/cli/agents/request-lines.js';

/** What is handed on, and what is answered, when text comes in pieces. */
async function pass(pieces: readonly string[], longest: number): Promise<{lines: string; replies: string}> {
	const replies = new PassThrough();
	const lines = await text(
		Readable.from(pieces.map((piece) => Buffer.from(piece))).pipe(requestLines(replies, longest)),
	);
	replies.end();
	return {lines, replies: await text(replies)};
}

describe('requests to the server for agents', () => {
	it('are handed on as they are, however they come', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z\n]{1,9}$/), {maxLength: 20}), async (pieces) => {
				const {lines, replies} = await pass(pieces, 1000);
				const sent = pieces.join('');
				expect(lines.replace(/\n$/, '')).toBe(sent.replace(/\n$/, ''));
				expect(replies).toBe('');
			}),
			{numRuns: 50},
		);
	});

	it.each([
		['{"jsonrpc":"2.0","id":7,"method":"x","params":{"id":8,"log":"', 7],
		['{"jsonrpc":"2.0","id":"a-1","method":"x","params":{"log":"', 'a-1'],
		['{"params":{"id":8,"log":"', null],
		['xxxxx', null],
	])('are answered with an error where they are too long, and the next one counts: %s', async (head, id) => {
		const {lines, replies} = await pass([head, 'x'.repeat(300), 'y'.repeat(300), '"}}\n{"id":9}\n'], 100);
		expect(lines).toBe('{"id":9}\n');
		expect(JSON.parse(replies)).toMatchObject({jsonrpc: '2.0', id, error: {code: -32_600}});
	});

	it('need no line break at the end', async () => {
		expect((await pass(['{"id":', '1}'], 100)).lines).toBe('{"id":1}\n');
		expect((await pass(['x'.repeat(300)], 100)).replies).toContain('-32600');
	});
});
