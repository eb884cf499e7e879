import {Transform, type TransformCallback, type Writable} from 'node:stream';

/** A request is a name and a few words; logs are named by their paths. In bytes. */
export const LONGEST_REQUEST = 8 * 2 ** 20;

/** The characters at the beginning of a request that is passed over in which its id is looked for. */
const HEAD = 4096;

/**
 * Hands on whole lines of requests. One that is too long, or that `faultOf` answers, is answered on `replies` with an error and passed
 * over: the transport of the protocol would end the server, or leave the client without an answer.
 */
export function requestLines(
	replies: Writable,
	longest = LONGEST_REQUEST,
	faultOf: (line: string) => object | undefined = () => undefined,
): Transform {
	let held: Buffer[] = [];
	let size = 0;
	let head: string | undefined;

	function take(piece: Buffer, whole: boolean): Buffer | undefined {
		if (head === undefined && size + piece.length <= longest) {
			held.push(piece);
			size += piece.length;
			if (!whole) return undefined;
			const line = Buffer.concat(held);
			[held, size] = [[], 0];
			const fault = faultOf(line.toString());
			if (!fault) return line;
			reply(fault);
			return undefined;
		}
		head ??= Buffer.concat([...held, piece]).toString('utf8', 0, HEAD);
		[held, size] = [[], 0];
		if (whole) {
			reply(tooLong(head, longest));
			head = undefined;
		}
		return undefined;
	}

	function reply(message: object): void {
		replies.write(`${JSON.stringify(message)}\n`);
	}

	return new Transform({
		transform(chunk: Buffer, _encoding: string, done: TransformCallback) {
			let from = 0;
			for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, from)) {
				const line = take(chunk.subarray(from, feed + 1), true);
				if (line) this.push(line);
				from = feed + 1;
			}
			if (from < chunk.length) take(chunk.subarray(from), false);
			done();
		},
		flush(done: TransformCallback) {
			const rest = take(Buffer.from('\n'), true);
			if (rest && rest.length > 1) this.push(rest);
			done();
		},
	});
}

const LINE_FEED = 10;
export const INVALID_REQUEST = -32_600;

function tooLong(head: string, longest: number): object {
	const [before = ''] = head.split('"params"');
	const id = /"id"\s*:\s*(-?\d{1,15}|"[^"\\]{1,200}")/.exec(before)?.[1];
	const message = `The request is longer than ${longest / 2 ** 20} MiB. Name a log by its path instead of sending its text.`;
	return refusal(id === undefined ? null : (JSON.parse(id) as string | number), INVALID_REQUEST, message);
}

/** An answer that says why a request is not served. */
export function refusal(id: string | number | null, code: number, message: string): object {
	return {jsonrpc: '2.0', id, error: {code, message}};
}
