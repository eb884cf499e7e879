import {text as textOf} from 'node:stream/consumers';
import {neutralise} from '../../model/neutral.js';
import {redactionText, redactText} from '../../report/redact.js';
import {readFileOrPipe} from '../../store/small-file.js';
import {causeOf, errorCode} from '../../store/trouble.js';
import {EXIT, type Exit} from '../exit.js';
import {knownSecrets} from '../known-secrets.js';
import {say, sayTrouble} from '../say.js';
import type {World} from '../world.js';

/** A text is held whole, as names are learned from all of it before any is replaced. */
const MOST_BYTES = 200 * 2 ** 20;

/** Prints a text with placeholders instead of secrets: what `--redact` does to a report. */
export async function redactCommand(world: World, file: string | undefined): Promise<Exit> {
	let text: string;
	try {
		if (file === undefined || file === '-') text = await textOf(world.stdin);
		else text = (await readFileOrPipe(file, MOST_BYTES)).toString('utf8');
	} catch (error) {
		if (file !== undefined && errorCode(error) === 'EFBIG') return tooLong(world, file);
		sayTrouble(world, {
			title: `Cannot read ${file ?? 'standard input'}`,
			cause: causeOf(error),
			todo: 'Check the spelling, or pass the text through a pipe: xla-triage redact < train.log',
		});
		return EXIT.usage;
	}
	const {text: covered, replaced} = redactText(neutralise(text), knownSecrets());
	world.stdout.write(covered);
	say(world, redactionText(replaced));
	return EXIT.done;
}

function tooLong(world: World, file: string): Exit {
	sayTrouble(world, {
		title: `${file} is too long to redact`,
		cause: 'redact reads the whole text into memory to find names.',
		todo: 'Cut out the relevant part first, for example with tail.',
	});
	return EXIT.usage;
}
