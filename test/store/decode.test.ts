import {describe, expect, it} from 'vitest';
import * as fc from 'fast-check';
import {LineSplitter, sniff, type Encoding} from '../../src/store/decode.js';

function split(bytes: Buffer, cuts: readonly number[]): string[] {
	const sniffed = sniff(bytes.subarray(0, 4096));
	if (sniffed.form !== 'text') throw new Error(`not text but ${sniffed.form}`);
	const lines: string[] = [];
	const splitter = new LineSplitter(sniffed.encoding, (line) => lines.push(line));
	const body = bytes.subarray(sniffed.skip);
	const places = [...new Set(cuts.map((cut) => cut % (body.length + 1)))].sort((a, b) => a - b);
	let start = 0;
	for (const place of [...places, body.length]) {
		splitter.write(body.subarray(start, place));
		start = place;
	}
	splitter.end();
	return lines;
}

function encode(text: string, encoding: Encoding, mark: boolean): Buffer {
	const marked = mark ? `\uFEFF${text}` : text;
	if (encoding === 'utf8') return Buffer.from(marked);
	const bytes = Buffer.from(marked, 'utf16le');
	return encoding === 'utf16le' ? bytes : bytes.swap16();
}

const line = fc.string({unit: fc.constantFrom('a', 'é', '漢', '🙂', ' ', '{', '=', '%')});

describe('decoding', () => {
	it('gives the same lines however the bytes are cut into chunks, in every encoding', () => {
		fc.assert(
			fc.property(
				fc.array(line, {minLength: 1}),
				fc.constantFrom<Encoding>('utf8', 'utf16le', 'utf16be'),
				fc.array(fc.nat()),
				fc.boolean(),
				(lines, encoding, cuts, windows) => {
					const text = `Used 29.49G of 15.75G hbm\n${lines.join('\n')}x`.replaceAll('\n', windows ? '\r\n' : '\n');
					expect(split(encode(text, encoding, true), cuts)).toEqual(text.split(/\r?\n/));
				},
			),
		);
	});

	it('takes UTF-16 without a mark for what it is', () => {
		expect(split(encode('Ran out of memory in memory space hbm.\nok\n', 'utf16le', false), [])).toEqual([
			'Ran out of memory in memory space hbm.',
			'ok',
		]);
		expect(split(encode('Ran out of memory in memory space hbm.\nok\n', 'utf16be', false), [3, 8])).toEqual([
			'Ran out of memory in memory space hbm.',
			'ok',
		]);
	});

	it('reads a log whose beginning was cut off and filled with zeros', () => {
		const bytes = Buffer.concat([Buffer.alloc(3000), Buffer.from('E1000: CompileTimeHbmOom\n'.repeat(100))]);
		expect(sniff(bytes.subarray(0, 4096))).toEqual({form: 'text', encoding: 'utf8', skip: 0});
	});

	it('keeps a log with colours and progress bars as text', () => {
		const text = '\u001B[31mstep 1\u001B[0m\r\u001B[Kstep 2\r\n'.repeat(50);
		expect(sniff(Buffer.from(text)).form).toBe('text');
	});

	it('says what is not text', () => {
		expect(sniff(Buffer.from([0x1f, 0x8b, 8, 0]))).toEqual({form: 'gzip'});
		expect(sniff(Buffer.alloc(64))).toEqual({form: 'binary'});
		const protobuf = Buffer.from(Array.from({length: 400}, (_, index) => (index * 37) % 32));
		expect(sniff(protobuf)).toEqual({form: 'binary'});
	});
});
