import type {HloModule} from '../../model/hlo.js';
import type {Symbol, TermDimension, Use} from '../../model/program.js';
import type {Piece} from './pieces.js';

/** The operation names of what a backward pass computes contain this word: automatic differentiation puts it there. */
const BACKWARD = /\btranspose\(/;

/** What temporaries are for, by their dimensions and by when they are alive. */
export class Uses {
	readonly #meanings: ReadonlyMap<string, string | undefined>;
	/** The first moment of the backward pass; absent where there is none. */
	readonly #backward: number | undefined;

	constructor(symbols: readonly Symbol[], after: HloModule | undefined, schedule: readonly string[]) {
		this.#meanings = new Map(symbols.map(({id, meaning}) => [id, meaning]));
		this.#backward = after && firstBackward(after, schedule);
	}

	of(dims: readonly TermDimension[], {place, life}: Piece): Use {
		const found = dims.flatMap((dim) => dim.symbols.map((id) => this.#meanings.get(id)));
		const has = (...wanted: string[]): boolean => wanted.some((one) => found.includes(one));
		if (place === 'output' || place === 'constant') return 'unknown';
		if (has('vocabulary') && has('batch', 'sequence')) return 'logits';
		if (has('batch', 'sequence')) {
			const spans = this.#backward !== undefined && life && life[0] < this.#backward && life[1] >= this.#backward;
			if (spans) return 'saved';
			return found.filter((one) => one === 'sequence').length > 1 ? 'scores' : 'activation';
		}
		return this.#backward !== undefined && has('width', 'feed-forward', 'vocabulary', 'rows') ? 'gradient' : 'unknown';
	}
}

function firstBackward({computations}: HloModule, schedule: readonly string[]): number | undefined {
	const passes = new Map<string, boolean>();
	for (const {instructions} of computations.values()) {
		for (const {name, opName} of instructions) if (opName?.includes('/')) passes.set(name, BACKWARD.test(opName));
	}
	const known = schedule.flatMap((name, at) => {
		const backward = passes.get(name);
		return backward === undefined ? [] : [{at, backward}];
	});
	// Gradients of constants and the like may be computed early: the pass begins where most of the next steps are its own.
	const start = known.find(({backward}, k) => {
		const next = known.slice(k, k + 40);
		return backward && 2 * next.filter((step) => step.backward).length > next.length;
	});
	return start?.at;
}
