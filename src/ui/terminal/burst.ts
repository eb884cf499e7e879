// A paste from a terminal that does not mark it (serial lines, some consoles, `expect`): nothing but a stream of letters that no
// hand can type so fast. As keys, the digits and letters of a log would answer questions and decide about remedies.

/** Whether so many different letters came at once that more may follow: a word typed ahead also does this. */
export function mayBePaste(run: string): boolean {
	return run.length >= 4 && different(run) >= 3;
}

/**
 * Whether a burst is text and not keys. In a text field a line and enter may be typed ahead; two lines are a paste. On a menu
 * nobody types so many different letters, save into the fields that `/` and `n` open: there the start of a line is enough,
 * as a slow line or a busy sender may bring the rest much later.
 */
export function looksPasted(burst: string, inText: boolean): boolean {
	const rows = burst.slice(0, 4096).split(/[\r\n]+/);
	const long = rows.filter(isLine);
	if (long.length >= 2) return true;
	if (inText || /^[/n]/.test(burst)) return false;
	return isLine(rows[0] ?? '') || (burst.length >= 40 && long.length > 0);
}

function isLine(row: string): boolean {
	return row.trim().length >= 12 && different(row) >= 6;
}

function different(text: string): number {
	return new Set(text.replace(/[\u0000-\u001F\u007F]/g, '')).size;
}
