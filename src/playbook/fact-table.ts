import type {Fact, FactDeclaration, FactValue} from '../model/fact.js';
import {point} from '../model/interval.js';
import {parseSize, printSize} from '../model/size.js';

/** Facts as an author writes them: a size as XLA prints it or in bytes, a number, a word, true or false. */
export type FactTable = Readonly<Record<string, string | number | boolean>>;

/** The facts of a table. Throws, with words for the author, if one is not declared or not of its kind. */
export function tableFacts(table: FactTable, declared: ReadonlyMap<string, FactDeclaration>): readonly Fact[] {
	return Object.entries(table).map(([name, given]) => {
		const declaration = declared.get(name);
		if (!declaration) throw new Error(`there is no fact named ${name}`);
		const place = {evidence: 'play', line: 1, quote: `${name}: ${String(given)}`};
		return {name, value: valueOf(name, declaration.kind, given), origin: {by: 'reader', reader: 'play', place}};
	});
}

function valueOf(name: string, kind: FactDeclaration['kind'], given: string | number | boolean): FactValue {
	if (kind === 'size') {
		if (typeof given === 'number') return {kind, text: printSize(given), bytes: point(given)};
		const size = typeof given === 'string' ? parseSize(given) : undefined;
		if (size) return {kind, text: size.text, bytes: size.bytes};
	}
	if (kind === 'number' && typeof given === 'number') return {kind, text: String(given), range: point(given)};
	if (kind === 'truth' && typeof given === 'boolean') return {kind, text: given ? 'yes' : 'no', holds: given};
	if (kind === 'text' && typeof given === 'string') return {kind, text: given};
	throw new Error(`${name} is a ${kind}, and ${JSON.stringify(given)} is none`);
}
