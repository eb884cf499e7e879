// Takes the Python snippets out of a page. A snippet whose first line begins `# needs ` (a TPU, torch_xla, keras, …) is shown
// to readers and not run; all others must run on a CPU with JAX alone, each on its own.

const FENCE = /^(\s*)(`{3,}|~{3,})\s*(\S*)\s*$/;

/** All Python snippets of a Markdown text, in order: code, 1-based line of its first line, and what it needs, if it cannot run here. */
export function extractSnippets(markdown) {
	const snippets = [];
	let open;
	for (const [index, line] of markdown.split(/\r?\n/).entries()) {
		const fence = FENCE.exec(line);
		if (open) {
			const closes = fence && fence[3] === '' && fence[2].startsWith(open.mark);
			if (!closes) open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
			else {
				if (open.language === 'python') snippets.push(snippet(open));
				open = undefined;
			}
		} else if (fence) {
			open = {indent: fence[1], mark: fence[2], language: fence[3], line: index + 2, lines: []};
		}
	}
	if (open) throw new Error(`The code block that begins at line ${String(open.line - 1)} is not closed.`);
	return snippets;
}

function snippet({lines, line}) {
	const needs = /^# needs (.+)$/.exec(lines[0] ?? '')?.[1];
	return {code: lines.join('\n') + '\n', line, ...(needs ? {needs} : {})};
}
