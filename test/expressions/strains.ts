// Texts that strain a regular expression: long runs of its own characters and pieces, behind what leads to each repetition.
import {RegExpParser, type AST} from '@eslint-community/regexpp';
import {childrenOf} from './steps.js';

/** What comes first, and what is then repeated. */
export interface Strain {
	readonly lead: string;
	readonly run: string;
}

/** The strains of one expression: each repetition without a low limit, with each of the expression's characters. */
export function strainsOf(expression: RegExp): readonly Strain[] {
	const flags = {unicode: expression.unicode};
	const pattern = new RegExpParser({ecmaVersion: 2025}).parsePattern(expression.source, undefined, undefined, flags);
	const strains = new Map<string, Strain>();
	const add = (lead: string, run: string) => {
		if (run !== '') strains.set(`${lead}\u0000${run}`, {lead, run});
	};
	const characters = new Set<string>();
	walk(pattern, (node) => {
		if (node.type === 'Character' || node.type === 'CharacterSet' || node.type === 'CharacterClass')
			for (const one of samplesOf(node, expression)) characters.add(one);
	});
	for (const character of characters) add('', character);
	walk(pattern, (node) => {
		if (node.type !== 'Quantifier' || node.max < MANY) return;
		const lead = leadTo(node, expression);
		const own = new Set<string>();
		walk(node.element, (inner) => {
			if (inner.type === 'Character' || inner.type === 'CharacterSet' || inner.type === 'CharacterClass')
				for (const one of samplesOf(inner, expression)) own.add(one);
		});
		for (const one of [...own, example(node.element, expression)]) {
			add(lead, one);
			add('', lead + one);
		}
	});
	return [...strains.values()];
}

/** A text of about `length` characters, with an end that nothing matches. */
export function strained({lead, run}: Strain, length: number): string {
	return `${lead}${run.repeat(Math.ceil(length / run.length))}\u0000`;
}

/** Repetitions with a lower limit are cheap. */
const MANY = 64;
const ALPHABET = [
	'a',
	'0',
	' ',
	...Array.from({length: 95}, (_, index) => String.fromCharCode(32 + index)),
	'\t',
	'\n',
	'é',
	'×',
];

/** Up to three characters that a node allows: one of each kind. */
function samplesOf(node: AST.Character | AST.CharacterSet | AST.CharacterClass, {flags}: RegExp): readonly string[] {
	if (node.type === 'Character') return [String.fromCodePoint(node.value)];
	const single = new RegExp(`^(?:${node.raw})$`, flags.replaceAll(/[gym]/g, ''));
	const allowed = ALPHABET.filter((character) => single.test(character));
	const kinds = [/[a-z]/i, /\d/, /\s/, /[^\w\s]/].flatMap((kind) => allowed.find((one) => kind.test(one)) ?? []);
	return kinds;
}

/** A short text that a node matches. */
function example(node: AST.Node, expression: RegExp): string {
	switch (node.type) {
		case 'Pattern':
		case 'Group':
		case 'CapturingGroup':
			return example(node.alternatives[0] as AST.Node, expression);
		case 'Alternative':
			return node.elements.map((element) => example(element, expression)).join('');
		case 'Quantifier':
			return example(node.element, expression).repeat(Math.max(node.min, node.max > 0 ? 1 : 0));
		case 'Character':
		case 'CharacterSet':
		case 'CharacterClass':
			return samplesOf(node, expression)[0] ?? '';
		default:
			return '';
	}
}

/** A text that leads an engine to a node: the shortest text for what comes before it. */
function leadTo(node: AST.Node, expression: RegExp): string {
	const parent = node.parent;
	if (!parent || parent.type === 'Pattern') return '';
	if (parent.type === 'Assertion') return '';
	const before =
		parent.type === 'Alternative'
			? parent.elements
					.slice(0, parent.elements.indexOf(node as AST.Element))
					.map((element) => example(element, expression))
					.join('')
			: '';
	return leadTo(parent, expression) + before;
}

function walk(node: AST.Node, visit: (node: AST.Node) => void): void {
	visit(node);
	for (const child of childrenOf(node)) walk(child, visit);
}
