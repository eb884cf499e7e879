// Counts what a backtracking engine does with a regular expression: a figure that is the same on every machine.
import {RegExpParser, type AST} from '@eslint-community/regexpp';

/** Says whether the rest matches from a place. */
type Next = (at: number) => boolean;
type Matcher = (at: number, next: Next) => boolean;

const EXHAUSTED = new Error('More steps than allowed.');

/** Counts the steps that it takes to find all matches of `expression` in `text`, up to `most`, and says where the matches end. */
export function stepsOf(
	expression: RegExp,
	text: string,
	most = Infinity,
): {readonly steps: number; readonly ends: readonly number[]} {
	const search = prepared.get(expression) ?? new Search(expression);
	prepared.set(expression, search);
	try {
		search.all(text, most);
	} catch (error) {
		// A stack that overflows is a nesting as deep as the text is long: as good as endless.
		if (error instanceof RangeError) search.steps = most;
		else if (error !== EXHAUSTED) throw error;
	}
	return {steps: search.steps, ends: search.ends};
}

const prepared = new WeakMap<RegExp, Search>();

/** Matches as V8 does: alternatives in order, quantifiers by backtracking, one start after the other. */
class Search {
	steps = 0;
	ends: number[] = [];
	private text = '';
	private most = Infinity;
	readonly #captures: (readonly [number, number] | undefined)[] = [];
	readonly #run: Matcher;

	constructor(private readonly expression: RegExp) {
		const flags = {unicode: expression.unicode};
		const pattern = new RegExpParser({ecmaVersion: 2025}).parsePattern(expression.source, undefined, undefined, flags);
		this.#run = this.#any(pattern.alternatives, 1);
	}

	all(text: string, most: number): void {
		[this.text, this.most, this.steps, this.ends] = [text, most, 0, []];
		for (let start = 0; start <= this.text.length;) {
			let end = -1;
			this.#captures.length = 0;
			this.#run(start, (at) => {
				end = at;
				return true;
			});
			if (end >= 0) this.ends.push(end);
			if (this.expression.sticky || (end >= 0 && !this.expression.global)) return;
			start = end > start ? end : start + 1;
		}
	}

	#step(): void {
		this.steps += 1;
		if (this.steps > this.most) throw EXHAUSTED;
	}

	#any(alternatives: readonly AST.Alternative[], direction: 1 | -1): Matcher {
		const all = alternatives.map((each) => this.#sequence(each.elements, direction));
		return (at, next) => all.some((one) => one(at, next));
	}

	#sequence(elements: readonly AST.Element[], direction: 1 | -1): Matcher {
		const ordered = direction === 1 ? elements : elements.toReversed();
		return ordered
			.map((element) => this.#element(element, direction))
			.reduceRight<Matcher>(
				(rest, first) => (at, next) => first(at, (middle) => rest(middle, next)),
				(at, next) => next(at),
			);
	}

	#element(element: AST.Element, direction: 1 | -1): Matcher {
		switch (element.type) {
			case 'Group':
				return this.#any(element.alternatives, direction);
			case 'CapturingGroup':
				return this.#capture(element, direction);
			case 'Assertion':
				return this.#assertion(element);
			case 'Quantifier':
				return this.#repeat(element, direction);
			case 'Backreference':
				return this.#same(element, direction);
			default:
				return this.#character(element.raw, direction);
		}
	}

	#capture(group: AST.CapturingGroup, direction: 1 | -1): Matcher {
		const inner = this.#any(group.alternatives, direction);
		const number = numberOf(group);
		return (at, next) =>
			inner(at, (end) => {
				const before = this.#captures[number];
				this.#captures[number] = direction === 1 ? [at, end] : [end, at];
				if (next(end)) return true;
				this.#captures[number] = before;
				return false;
			});
	}

	#assertion(assertion: AST.Assertion): Matcher {
		if (assertion.kind === 'lookahead' || assertion.kind === 'lookbehind') {
			const inner = this.#any(assertion.alternatives, assertion.kind === 'lookahead' ? 1 : -1);
			return (at, next) => inner(at, () => true) !== assertion.negate && next(at);
		}
		const edge = new RegExp(assertion.raw, `${this.expression.flags.replaceAll(/[gy]/g, '')}y`);
		return (at, next) => {
			this.#step();
			edge.lastIndex = at;
			return edge.test(this.text) && next(at);
		};
	}

	#repeat({min, max, greedy, element}: AST.Quantifier, direction: 1 | -1): Matcher {
		const one = this.#element(element, direction);
		if (element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClass')
			return this.#characters(one, min, max, greedy);
		const more =
			(count: number, from: number, next: Next): Next =>
			(at) => {
				this.#step();
				if (at === from && count > min) return false;
				const again = () => count < max && one(at, more(count + 1, at, next));
				if (count < min) return again();
				return greedy ? again() || next(at) : next(at) || again();
			};
		return (at, next) => more(0, -1, next)(at);
	}

	/** One character again and again, without recursion. */
	#characters(one: Matcher, min: number, max: number, greedy: boolean): Matcher {
		return (at, next) => {
			const ends = [at];
			const extend = () => ends.length <= max && one(ends.at(-1) ?? at, (end) => ends.push(end) > 0);
			while (ends.length <= min) if (!extend()) return false;
			if (!greedy) {
				do if (next(ends.at(-1) ?? at)) return true;
				while (extend());
				return false;
			}
			while (extend());
			for (; ends.length > min; ends.pop()) {
				this.#step();
				if (next(ends.at(-1) ?? at)) return true;
			}
			return false;
		};
	}

	#same(reference: AST.Backreference, direction: 1 | -1): Matcher {
		const group = Array.isArray(reference.resolved) ? reference.resolved[0] : reference.resolved;
		const number = group ? numberOf(group) : 0;
		return (at, next) => {
			const [from, to] = this.#captures[number] ?? [0, 0];
			const start = direction === 1 ? at : at - (to - from);
			this.steps += to - from;
			this.#step();
			if (this.text.slice(from, to) !== this.text.slice(start, start + to - from)) return false;
			return next(direction === 1 ? start + to - from : start);
		};
	}

	#character(raw: string, direction: 1 | -1): Matcher {
		const single = new RegExp(`^(?:${raw})$`, this.expression.flags.replaceAll(/[gym]/g, ''));
		const known = new Map<string, boolean>();
		return (at, next) => {
			this.#step();
			const character = this.text[direction === 1 ? at : at - 1];
			if (character === undefined) return false;
			let fits = known.get(character);
			if (fits === undefined) known.set(character, (fits = single.test(character)));
			return fits && next(at + direction);
		};
	}
}

function numberOf(group: AST.CapturingGroup): number {
	let top = group as AST.Node;
	while (top.parent && top.type !== 'Pattern') top = top.parent;
	return groupsOf(top).indexOf(group) + 1;
}

function groupsOf(node: AST.Node): readonly AST.CapturingGroup[] {
	const below = childrenOf(node).flatMap(groupsOf);
	return node.type === 'CapturingGroup' ? [node, ...below] : below;
}

/** The parts of a pattern, one level down. */
export function childrenOf(node: AST.Node): readonly AST.Node[] {
	if ('alternatives' in node) return node.alternatives;
	if (node.type === 'Alternative') return node.elements;
	return node.type === 'Quantifier' ? [node.element] : [];
}
