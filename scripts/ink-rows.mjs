// Ink 6.8 composes every frame letter by letter: on a large terminal that is most of what a key costs. A row of the frame
// depends on nothing but what is written on that row, so rows are kept from frame to frame and only new ones are composed, by
// Ink's own code. `test/ui/rows.test.ts` holds it to the same frames as Ink's.

/** The text of Ink's output.js, with rows remembered. */
export function rememberRows(source) {
	const marked = source.replace('export default class Output', 'class Whole');
	if (marked === source) throw new Error('Ink has changed: its output.js has no class Output.');
	return marked.replace(/\/\/# sourceMappingURL=.*$/, '') + ROWS;
}

const ROWS = `
// Two generations, so that rows of the screens visited last are kept and the oldest go.
const MOST = 2000;
let young = new Map();
let old = new Map();

export default class Output extends Whole {
	get() {
		const rows = this.rows();
		if (!rows) return super.get();
		const output = rows.map((row) => {
			const key = this.width + row.map(([x, line]) => '\\n' + x + ' ' + line).join('');
			let text = young.get(key);
			if (text === undefined) {
				text = old.get(key) ?? this.composed(row);
				young.set(key, text);
			}
			return text;
		});
		if (young.size > MOST) [young, old] = [new Map(), young];
		return {output: output.join('\\n'), height: this.height};
	}

	// What is written on each row, in order; nothing where rows are not all that counts.
	rows() {
		const rows = Array.from({length: this.height}, () => []);
		for (const {type, x, y, text, transformers} of this.operations) {
			if (type !== 'write') return undefined;
			let at = y;
			for (let [index, line] of text.split('\\n').entries()) {
				const row = rows[at];
				if (!row) continue;
				for (const transformer of transformers) line = transformer(line, index);
				if (line.includes('\\n')) return undefined;
				row.push([x, line]);
				at++;
			}
		}
		return rows;
	}

	composed(row) {
		const one = new Whole({width: this.width, height: 1});
		for (const [x, line] of row) one.write(x, 0, line, {transformers: []});
		return one.get().output;
	}
}
`;
