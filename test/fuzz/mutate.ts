/** Numbers from a seed: the same everywhere, so that what was found can be found again. */
export function randomOf(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
	};
}

const PIECES: readonly string[] = [
	...'{ } [ ] ( ) " \' \\ , : ; = # % & * | < > - . / ` ~ \n \r \t \u0000 \u001B[31m \u202E \u200B \uD800 é'.split(' '),
	...'0 -1 1e400 NaN Infinity 99999999999999999999 0.0000001 null true undefined __proto__ constructor'.split(' '),
	...'1.00G 31.25M 16,777,216 f32[8,128]{1,0:T(8,128)} bf16[] %x = ROOT while( E1000: 1. Size: op_name=" &a *a !!js'.split(
		' ',
	),
];

/** A seed with one to eight changes: bytes, pieces and lines are cut, moved, repeated, and put in. */
export function mutated(seed: Buffer, random: (below: number) => number): Buffer {
	let bytes = seed;
	for (let change = random(8); change >= 0; change -= 1)
		bytes = CHANGES[random(CHANGES.length)]?.(bytes, random) ?? bytes;
	return bytes.subarray(0, LONGEST);
}

/** Larger inputs take long for their size alone. */
const LONGEST = 200_000;

type Change = (bytes: Buffer, random: (below: number) => number) => Buffer;

const CHANGES: readonly Change[] = [
	(bytes, random) => bytes.subarray(0, random(bytes.length)),
	(bytes, random) => {
		const [from, to] = span(bytes, random);
		return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
	},
	(bytes, random) => {
		const [from, to] = span(bytes, random);
		const at = random(bytes.length);
		return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at)]);
	},
	(bytes, random) => {
		const [from, to] = span(bytes, random);
		const times = 1 + random(60);
		const again = Array.from({length: times}, () => bytes.subarray(from, to));
		return Buffer.concat([bytes.subarray(0, from), ...again, bytes.subarray(to)]);
	},
	(bytes, random) => {
		const at = random(bytes.length);
		return Buffer.concat([bytes.subarray(0, at), piece(random), bytes.subarray(at)]);
	},
	(bytes, random) => {
		const at = random(bytes.length);
		const run = Buffer.from(
			piece(random)
				.toString('utf8')
				.repeat(1 + random(3000)),
		);
		return Buffer.concat([bytes.subarray(0, at), run, bytes.subarray(at)]);
	},
	(bytes, random) => {
		const copy = Buffer.from(bytes);
		for (let count = random(10); count >= 0; count -= 1) copy[random(copy.length)] = random(256);
		return copy;
	},
	(bytes, random) => {
		const lines = bytes.toString('latin1').split('\n');
		const [a, b] = [random(lines.length), random(lines.length)];
		[lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
		return Buffer.from(lines.join('\n'), 'latin1');
	},
	(bytes, random) =>
		Buffer.from(
			bytes.toString('latin1').replaceAll(/\d+/g, (digits) => (random(20) === 0 ? '9'.repeat(random(30)) : digits)),
			'latin1',
		),
];

function span(bytes: Buffer, random: (below: number) => number): readonly [number, number] {
	const from = random(bytes.length);
	return [from, Math.min(bytes.length, from + 1 + random(400))];
}

function piece(random: (below: number) => number): Buffer {
	return Buffer.from(PIECES[random(PIECES.length)] ?? '');
}
