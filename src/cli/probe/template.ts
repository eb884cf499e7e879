import {readFileSync} from 'node:fs';

/** The text of a Python file of this folder; the build puts these files beside the program. */
export function pythonFile(name: string): string {
	return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}

/** A text without the parts for others: lines from `# @NAME` to the next mark, or `# @end`, are for NAME alone. */
export function partsFor(text: string, name: string): string {
	let part: string | undefined;
	const kept = text.split('\n').filter((line) => {
		const mark = /^# @(\w+)$/.exec(line)?.[1];
		if (mark !== undefined) part = mark === 'end' ? undefined : mark;
		return mark === undefined && (part === undefined || part === name);
	});
	return kept.join('\n');
}

/** A text with `@NAME@` replaced by the value of that name; a name without a value stays. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
	return text.replaceAll(/@([A-Z]+)@/g, (mark, name: string) => values[name] ?? mark);
}
