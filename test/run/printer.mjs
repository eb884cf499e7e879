// Prints at least so many bytes of lines, formatted one by one and written in pieces of 8 KiB, as a training job prints them.
import {writeSync} from 'node:fs';

const wanted = Number(process.argv[2]);
const buffer = Buffer.alloc(16_384);
let filled = 0;
let printed = 0;
for (let step = 0; printed < wanted; step++) {
	const second = String(step % 60).padStart(2, '0');
	filled += buffer.write(
		`I1120 19:18:${second}.${step % 1_000_000}   22661 train.py:378] step ${step} loss 0.${step % 997} tokens per second ${step * 7}\n`,
		filled,
	);
	if (filled < 8192 && printed + filled < wanted) continue;
	for (let done = 0; done < filled;) done += writeSync(1, buffer, done, filled - done);
	printed += filled;
	filled = 0;
}
