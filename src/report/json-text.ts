/** What a terminal or a reader would obey and JSON lets pass: 8-bit controls, marks that turn text, characters without width. */
const OBEYED = /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g;

/** A value as JSON in which only characters are left that draw themselves; the others are written as `\\u202e`, so no value changes. */
export function jsonText(value: unknown, indent?: number): string {
	return JSON.stringify(value, undefined, indent).replace(
		OBEYED,
		(found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
