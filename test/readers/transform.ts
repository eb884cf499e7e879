// What terminals, launchers and people do to a log, as functions from text to text.

/** Breaks every line at a width, inside words. */
export function wrap(text: string, width: number): string {
	return lines(text, (line) => pieces(line, width));
}

/** Breaks every line at blanks where it can, as editors do; the blank goes. */
export function fold(text: string, width: number): string {
	return lines(text, (line) => {
		const folded: string[] = [];
		let rest = line;
		while (rest.length > width) {
			const blank = rest.lastIndexOf(' ', width);
			const at = blank > 0 ? blank : width;
			folded.push(rest.slice(0, at));
			rest = rest.slice(at).replace(/^ /, '');
		}
		return [...folded, rest];
	});
}

/** Puts something before, after or around every line. */
export function each(text: string, change: (line: string, index: number) => string): string {
	let index = 0;
	return lines(text, (line) => [change(line, index++)]);
}

/** The forms in which launchers and loggers repeat a line. */
export const LAUNCHERS: Readonly<Record<string, (line: string, index: number) => string>> = {
	glog: (line, index) => `W0812 19:32:08.${sixDigits(index)}    5239 lowering_emitter.cc:6166] ${line}`,
	tensorflow: (line, index) =>
		`2020-05-06 11:40:09.${sixDigits(index)}: E    1622 tensorflow/compiler/xla/xla_client/xla_util.cc:76] ${line}`,
	'tensorflow without process': (line, index) =>
		`2023-04-09 10:01:02.${sixDigits(index)}: F tensorflow/tsl/platform/statusor.cc:33] ${line}`,
	ray: (line) => `(RayTrainWorker pid=542, ip=192.0.2.3) ${line}`,
	'ray without name': (line) => `(pid=, ip=192.0.2.3) ${line}`,
	'kubectl timestamps': (line, index) => `2026-03-09T01:20:11.${sixDigits(index)}123Z ${line}`,
	'kubectl prefix': (line) => `[pod/trainer-0-abcde/main] ${line}`,
	'kubectl both': (line, index) => `[pod/trainer-0-abcde/main] 2026-03-09T01:20:11.${sixDigits(index)}123Z ${line}`,
	vllm: (line) => `(EngineCore_DP0 pid=591547) ERROR 04-30 22:40:27 [core.py:1136] ${line}`,
	'vllm without process': (line) => `ERROR 04-30 22:40:27 [core.py:1136] ${line}`,
	docker: (line) => JSON.stringify({log: `${line}\n`, stream: 'stderr', time: '2026-03-09T01:20:11.123456789Z'}),
	'cloud logging': (line) =>
		JSON.stringify({severity: 'ERROR', textPayload: line, resource: {labels: {pod_name: 'trainer-1'}}}),
	containerd: (line) => `2026-03-09T01:20:11.123456789Z stderr F ${line}`,
	'rank tag': (line) => `[rank0]: ${line}`,
	torchrun: (line) => `[default0]:${line}`,
	mpirun: (line) => `[1,0]<stderr>:${line}`,
	slurm: (line) => `0: ${line}`,
	'slurm with padding': (line) => ` 12: ${line}`,
	'pod launcher': (line) => `2020-10-22 02:48:58 10.128.0.33 [3] ${line}`,
	'time and worker': (line) => `[2026-03-09 01:20:11] worker 0: ${line}`,
	pdsh: (line) => `t1v-n-1a2b3c4d-w-0: ${line}`,
	compose: (line) => `trainer-1  | ${line}`,
	syslog: (line) => `Mar  9 01:20:11 t1v-n-abc-w-0 python3[1234]: ${line}`,
	'python logging': (line) => `2026-03-09 01:20:11,123 - trainer - ERROR - ${line}`,
	loguru: (line) => `2026-03-09 01:20:11.123 | ERROR    | train:main:12 - ${line}`,
	absl: (line) => `INFO:tensorflow:${line}`,
	'level in brackets': (line) => `[ERROR] ${line}`,
	'time and level': (line) => `2026-03-09 01:20:11 ERROR ${line}`,
	'host in brackets': (line) => `[tpu-host-3] ${line}`,
	'host in parentheses': (line) => `(host 3) ${line}`,
	kaggle: (line) => `  123.4s 56 ${line}`,
	clock: (line) => `01:20:11 ${line}`,
	'markdown quote': (line) => `> ${line}`,
	'markdown quote of a quote': (line) => `> > ${line}`,
	bullet: (line) => `- ${line}`,
	indentation: (line) => `        ${line}`,
	'carriage return': (line) => `${line}\r`,
	colour: (line) => `\u001B[31m${line}\u001B[0m`,
	'coloured figures': (line) => line.replace(/\d+/g, '\u001B[1m$&\u001B[22m'),
	title: (line) => `\u001B]0;a title\u0007${line}`,
};

/** What programs do to a whole text when they pass it on. */
export const ESCAPES: Readonly<Record<string, (text: string) => string>> = {
	HTML: (text) => each(text, escapeHtml),
	'HTML with line breaks': (text) => `${escapeHtml(text.trimEnd()).replace(/\n/g, '<br>\n')}\n`,
	'a JSON record': (text) => `${JSON.stringify({level: 'error', msg: text, step: 1})}\n`,
	'a JSON record of another kind': (text) => `${JSON.stringify({level: 'error', error: text, step: 1})}\n`,
	'JSON for web pages': (text) =>
		`${JSON.stringify(text).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)}\n`,
	'the repr of an exception': (text) =>
		`XlaRuntimeError('${text
			.replaceAll('\\', '\\\\')
			.replaceAll("'", String.raw`\'`)
			.replaceAll('\n', String.raw`\n`)}')\n`,
	'Markdown with escapes': (text) => each(text, (line) => line.replace(/[_*[\]<>]/g, String.raw`\$&`)),
	'empty lines between': (text) => text.replaceAll('\n', '\n\n'),
};

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Puts a progress bar before every `gap`-th line, as its own line or glued to the line. */
export function withBars(text: string, gap: number, glued: boolean): string {
	return each(text, (line, index) => {
		if (index % gap > 0) return line;
		const done = index % 100;
		const bar = `\r${done}%|${'█'.repeat(done / 10)}${' '.repeat(10 - Math.floor(done / 10))}| ${done}/100 [00:10<01:12,  1.3s/it]`;
		return glued ? bar + line : `${bar}\n${line}`;
	});
}

/** Puts a remark of another thread before every `gap`-th line. */
export function withRemarks(text: string, gap: number): string {
	const remark = 'I0812 19:32:08.767783    77 step.cc:12] step 3 loss 2.3';
	return each(text, (line, index) => (index % gap === 1 ? `${remark}\n${line}` : line));
}

/** Repeats a text for many hosts; their lines interleave as a seeded die decides. */
export function interleave(text: string, hosts: number, tag: (host: number) => string, seed: number): string {
	const source = text.replace(/\n$/, '').split('\n');
	const at = Array.from({length: hosts}, () => 0);
	const out: string[] = [];
	let state = seed;
	while (out.length < hosts * source.length) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
		const host = (state >> 8) % hosts;
		for (let left = 1 + ((state >> 16) % 5); left > 0 && (at[host] ?? 0) < source.length; left -= 1) {
			out.push(tag(host) + (source[at[host] ?? 0] ?? ''));
			at[host] = (at[host] ?? 0) + 1;
		}
	}
	return `${out.join('\n')}\n`;
}

function lines(text: string, change: (line: string) => readonly string[]): string {
	const ends = text.endsWith('\n');
	const changed = (ends ? text.slice(0, -1) : text).split('\n').flatMap((line) => change(line));
	return changed.join('\n') + (ends ? '\n' : '');
}

function pieces(line: string, width: number): readonly string[] {
	if (line === '') return [''];
	return Array.from({length: Math.ceil(line.length / width)}, (_, index) =>
		line.slice(index * width, (index + 1) * width),
	);
}

function sixDigits(index: number): string {
	return String(100_000 + (index % 900_000));
}
