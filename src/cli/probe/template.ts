import {readFileSync} from 'node:fs';

/** The text of a Python file of this folder; the build puts these files beside the program. */
export function pythonFile(name: string): string {
	return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}

/** A text with `@NAME@` replaced by the value of that name; a name without a value stays. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
	return text.replaceAll(/@([A-Z]+)@/g, (mark, name: string) => values[name] ?? mark);
}
