/** Characters that regular expressions walk over while `work` runs: the same on every machine, unlike time. */
export function searchWork(work: () => void): number {
	const prototype = RegExp.prototype as {exec: (this: RegExp, text: string) => RegExpExecArray | null};
	const original = prototype.exec;
	let characters = 0;
	prototype.exec = function (text) {
		const from = this.global || this.sticky ? this.lastIndex : 0;
		const match = original.call(this, text);
		const end = match ? match.index + match[0].length : this.sticky ? from : text.length;
		characters += 1 + Math.max(0, end - from);
		return match;
	};
	try {
		work();
	} finally {
		prototype.exec = original;
	}
	return characters;
}
