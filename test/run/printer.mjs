// Prints at least so many bytes of lines as a training job prints them, in writes of uneven length.
import {writeSync} from 'node:fs';

const wanted = Number(process.argv[2]);
const lines = Array.from(
	{length: 4000},
	(_, step) =>
		`I1120 19:18:${String(step % 60).padStart(2, '0')}.054569   22661 train.py:378] step ${step * 37} loss 0.${step} tokens ${step * 7}\n`,
);
let printed = 0;
for (let step = 0; printed < wanted; step++) {
	const text = Buffer.from(lines.slice((step * 13) % 3000, ((step * 13) % 3000) + 100 + (step % 900)).join(''));
	for (let done = 0; done < text.length;) done += writeSync(1, text, done);
	printed += text.length;
}
