// The command that started the job, as shells, launchers and people put it into logs.

/** What may come before a command: `+ `, `$ `, `launch_cmd: `, `Running command: `, a prompt. */
const BEFORE =
	/^\s*(?:(?:[\w@~.:/-]{0,60}[$#>%]|\++|-\s|>)\s+|(?:[\w .-]{0,40}?(?<![a-z])(?:cmd|command|cmdline|command[ _]line|launch(?:ing|ed)?|exec(?:uting|uted|ute)?|run(?:ning)?|start(?:ing|ed)?(?: with)?|entrypoint|CMD|argv)\w{0,3}\s*(?:[:=]|\s)\s*))?["'`]?/i;
const SET = String.raw`(?:(?:env|sudo|time|nohup|exec|stdbuf -\w+|set -x;?|cd \S+ &&)\s+|[A-Za-z_]\w*=(?:"[^"]*"\S*|'[^']*'\S*|(?!["'])\S*(?:\s--\S+)*)\s+){0,30}`;
const PYTHON = String.raw`(?:\S*/)?python(?:3(?:\.\d+)?)?t?\s+(?:-[uOBIsE]+\s+|-X\s+\S+\s+|-W\s+\S+\s+){0,6}(?:-m\s+[\w.]+|-c\s|\S+\.py\b)`;
const TOOL = String.raw`(?:\S*/)?(?:vllm\s+(?:serve|bench|chat|complete)\b|torchrun\s|accelerate\s+launch\b|xpk\s+workload\b|ray\s+job\s+submit\b|docker\s+run\b|gcloud\s+(?:\S+\s+)?compute\s+tpus\b|jetstream\b|text-generation-launcher\b|uv\s+run\b|poetry\s+run\b|srun\s|julia\s|tp\s+run\b|axlearn\s|deepspeed\s|bash\s+\S+\.sh\b|sh\s+\S+\.sh\b|\./\S+\.sh\b|\./\S+\.py\s+-)`;
const COMMAND = new RegExp(`^(?:${SET})(?:${PYTHON}|${TOOL})`);
const PROMPT = /^(?:\++|[$>#%])\s+/;
/** A cheap first look: without what may come before the program's name. */
const PROGRAM =
	/python[\d.]{0,5}t?\s|vllm\s|torchrun\s|accelerate\s+launch|xpk\s+workload|ray\s+job|docker\s+run|gcloud\s|jetstream\s|text-generation-launcher|(?:uv|poetry|tp)\s+run|srun\s|julia\s|axlearn\s|deepspeed\s|\.sh\b|(?<!\S)\.\/[\w./-]{1,120}\.py\s/;
/** `sys.argv: ['train.py', '--batch_size=8']`. */
const ARGV = /\b(?:sys\.)?argv\s{0,8}[:=]?\s{0,8}\[((?:'[^']*'|"[^"]*")(?:,\s{0,8}(?:'[^']*'|"[^"]*"))*)\]/;
const LONGEST = 8000;

/** The command in a line, without what comes before it; undefined where there is none. */
export function commandIn(text: string): string | undefined {
	if (text.length > LONGEST) return undefined;
	const argv = text.includes('argv') ? ARGV.exec(text)?.[1] : undefined;
	if (argv !== undefined) return [...argv.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, a, b]) => a ?? b ?? '').join(' ');
	if (!PROGRAM.test(text)) return undefined;
	const bare = text.replace(BEFORE, '');
	// A launcher's own command has the word in an option: `xpk workload create --command "python3 …"`.
	const command = [text.trimStart().replace(PROMPT, ''), bare].find((each) => COMMAND.test(each));
	if (command === undefined) return undefined;
	const quoted = command === bare && /["'`]$/.test(text.slice(0, text.length - bare.length));
	const closed = quoted ? command.replace(/["'`]\s*$/, '') : command;
	// Prose that begins with a program's name: `python train.py failed with exit code 1`.
	return /\b(?:failed|exited|returned|crashed|died|was killed)\b/.test(closed) ? undefined : closed.trim();
}

/** Whether a line goes on in the next one: it ends with a backslash, or inside a quoted value of a variable. */
export function goesOn(text: string): boolean {
	return /\\\s*$/.test(text);
}

/** Whether the lines after a backslash are worth joining to this one. */
export function mayBeginCommand(text: string): boolean {
	return /python|vllm|torchrun|accelerate|xpk|docker|gcloud|ray job|export\s|LIBTPU_INIT_ARGS|XLA_FLAGS|--\w|\bsrun\b|launcher/.test(
		text,
	);
}

const VARIABLES = /\b(LIBTPU_INIT_ARGS|XLA_FLAGS)\b["']?\]?/g;
const RECOMMENDED = /(?:envvar|try|set|bug, run with|environment variable|with)\s*[`'"]?$/i;

/** The values of LIBTPU_INIT_ARGS and XLA_FLAGS that a line gives, as printed. */
export function variablesIn(text: string): readonly {readonly name: string; readonly value: string}[] {
	return [...text.matchAll(VARIABLES)].flatMap((match) => {
		const name = match[1] ?? '';
		if (RECOMMENDED.test(text.slice(0, match.index))) return [];
		const rest = text.slice(match.index + match[0].length);
		const sign = /^\s*(?:[=:,]|is(?: set to)?:?|value:)\s*/.exec(rest);
		if (!sign) return [];
		const value = valueOf(rest.slice(sign[0].length));
		return value === undefined ? [] : [{name, value}];
	});
}

function valueOf(text: string): string | undefined {
	const quote = /^\\?["']/.exec(text)?.[0];
	if (quote !== undefined) {
		const end = text.indexOf(quote, quote.length);
		const inner = (end < 0 ? text.slice(quote.length) : text.slice(quote.length, end)).trim();
		return inner.startsWith('-') ? inner : undefined;
	}
	const words: string[] = [];
	for (const word of text.split(/\s+/)) {
		if (!/^--?[\w$]/.test(word)) break;
		words.push(word);
	}
	return words.length > 0 ? words.join(' ') : undefined;
}

/** Whether a line gives a variable a quoted value that does not end in it. */
export function opensQuote(text: string): boolean {
	return (/^\s*(?:export\s+)?[A-Za-z_]\w*=(["'])/.exec(text)?.[1] ?? '') !== '' && !closesQuote(text);
}

/** Whether the quotes after its equals sign are even. */
export function closesQuote(text: string): boolean {
	const mark = /=(["'])/.exec(text)?.[1];
	return mark === undefined || (text.split(mark).length - 1) % 2 === 0;
}
