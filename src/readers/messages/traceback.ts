// The traceback above a request that failed: what was going on when it was made. Frames are Python's (`File "x.py", line 3, in f`)
// and IPython's (`File x.py:3, in f(…)`, `x.py in f(…)`). Only the traceback that ends in the request counts.
import type {Hint} from '../../model/incident.js';
import {loose, SIZE} from '../text/loose.js';
import type {Passage} from '../text/passage.js';
import {matches, stretch, type Elsewhere, type Family, type Stretch} from './piece.js';

const REQUEST = loose`attempting to allocate ${SIZE} | could not allocate \d+ bytes in memory | failed to allocate request for ${SIZE}`;
const FRAME =
	/file"(?<quoted>[^"]{1,300})",line\d+,in|file(?<bare>[^\s":]{1,300}):\d+,in|(?<old>(?:[\w./~-]{1,200}\.py|<ipython-input-[\w-]{1,60}>))in(?=[\w<.]{1,100}\()/g;
const HEAD = 'traceback(mostrecentcalllast)';
/** How far the words of one traceback may stand from its request, from each other, and from its head. */
const WINDOW = 16_000;
const AFTER_LAST = 1500;
const BETWEEN = 2500;
const AFTER_HEAD = 200;
/** Failures that a traceback is looked for; more of them are repetitions. */
const MOST_REQUESTS = 20;
/** Innermost frames that tell an array that is placed from a program that runs. */
const INNER = 8;

/** Words of a frame: its path, the function and the line of code, without blanks, in lower case. */
interface Frame extends Stretch {
	readonly path: string;
	readonly words: string;
}

const RESTORING =
	/orbax\/checkpoint[^"]{0,120}",line\d+,in\w{0,60}(?:restore|deserialize|_read_array)|\.restore\(|(?<word>restore\()|restore_args|(?:load|restore)_(?:[a-z]{1,20}_)?(?:checkpoint|params|weights|state_dict|pytree)(?![a-z])|from_pretrained\(|safetensors/g;
const SAVING =
	/orbax\/checkpoint[^"]{0,120}",line\d+,in\w{0,60}(?:save|(?<!de)serialize|_write_array)|(?:checkpoint\w{0,12}|ckptr|mngr|manager)\.save\(|save_(?:[a-z]{1,20}_)?(?:checkpoint|params|weights|pytree)(?![a-z])|save_pretrained\(|(?<word>save\()/g;
const CONVERTING =
	/(?:ckpt|checkpoint)_?conver|conver\w{0,12}(?:ckpt|checkpoint|weights)|to_huggingface|from_huggingface/g;
/** A model that is loaded for use may convert names and layouts on the way. */
const PRETRAINED = /from_pre(?:set|trained)(?:\(|$)/;
const PLACING =
	/device_put|make_array_from|jnp\.(?:asarray|array|zeros|ones|full)\(|jax\.random\.|apply_primitive|shard_args|\.to\((?:device|"xla|'xla|xla_device)/g;
const RUNNING = /execute_sharded|executereplicated|_execute_compiled|compiled\.execute\(|_pjit_call_impl|cache_miss/g;
const NOTEBOOK = /ipython|ipykernel|colab|cellin\[|<cell/;
/** Programs that run several trials or tests in one process. */
const TRIALS = /optuna|sweep|trial|objective\(|hyperopt|ray\/tune|wandb\/agents|pytest|unittest/;
const SCRIPT = /^<frozenrunpy>$|^<string>$|\.py$|\/bin\//;

/** Finds what the traceback of a failed request shows. */
export const traceback: Family = (passage) =>
	[...matches(passage, REQUEST)].slice(0, MOST_REQUESTS).flatMap((match) => shown(passage, stretch(match).start));

function shown(passage: Passage, request: number): Elsewhere[] {
	const {frames, whole} = framesBefore(passage.lower, request);
	const found: Elsewhere[] = [];
	const say = (what: Hint['kind'], among: readonly Frame[], pattern: RegExp): boolean => {
		// The first frame with such words names it best: outermost, the call in the user's code.
		const at = among.flatMap((frame) => wordsIn(passage, frame, pattern))[0];
		if (!at) return false;
		const {start, end} = at;
		found.push({kind: 'hint', start, end, what, place: passage.place(end - 1, end)});
		return true;
	};
	if (say('restoring_checkpoint', frames, RESTORING)) {
		if (!frames.some(({words}) => PRETRAINED.test(words))) say('converting_checkpoint', frames, CONVERTING);
	} else if (!say('saving_checkpoint', frames, SAVING)) {
		const inner = frames.slice(-INNER).reverse();
		if (!say('placing_array', inner, PLACING)) say('running_program', inner, RUNNING);
	}
	const [outermost] = frames;
	const fresh = !frames.some(({words}) => NOTEBOOK.test(words) || TRIALS.test(words));
	if (whole && outermost && fresh && SCRIPT.test(outermost.path) && isStart(outermost)) {
		const {start, end} = outermost;
		found.push({kind: 'hint', start, end, what: 'started_script', place: passage.place(start, start + 1)});
	}
	return found;
}

/** Where the words of a pattern stand in a frame; without blanks, a short one could be the end of another word. */
function wordsIn(passage: Passage, frame: Frame, pattern: RegExp): readonly Stretch[] {
	return [...frame.words.matchAll(pattern)].flatMap((match) => {
		const start = frame.start + match.index;
		if (match.groups?.['word'] !== undefined && !passage.beginsWord(start)) return [];
		return [{start, end: start + match[0].length}];
	});
}

/** `in <module>`, or the runner of `python -m`. */
function isStart({path, words}: Frame): boolean {
	return path === '<frozenrunpy>' || /",line\d+,in<module>/.test(words);
}

/** The frames of the traceback that ends in a request, outermost first; `whole` where its head comes before them. */
function framesBefore(text: string, request: number): {readonly frames: readonly Frame[]; readonly whole: boolean} {
	const from = Math.max(0, request - WINDOW);
	const reach = text.slice(from, request);
	const all = [...reach.matchAll(FRAME)];
	let first = all.length;
	let next = reach.length;
	while (first > 0) {
		const start = all[first - 1]?.index ?? 0;
		const gap = next - start;
		if (gap > (first === all.length ? AFTER_LAST : BETWEEN)) break;
		if (first < all.length && reach.slice(start, next).includes(HEAD)) break;
		first -= 1;
		next = start;
	}
	const frames = all.slice(first).map((match, index, chain): Frame => {
		const end = chain[index + 1]?.index ?? reach.length;
		const {quoted, bare, old} = match.groups ?? {};
		const words = reach.slice(match.index, Math.min(end, match.index + BETWEEN));
		return {start: from + match.index, end: from + end, path: quoted ?? bare ?? old ?? '', words};
	});
	return {frames, whole: reach.slice(Math.max(0, next - AFTER_HEAD), next).includes(HEAD)};
}
