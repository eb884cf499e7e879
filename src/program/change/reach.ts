import type {Reach} from '../../model/change.js';
import type {Program, Term} from '../../model/program.js';

/** `carries` of arrays with two sequence dimensions: attention scores. */
export const SCORES = 'sequence × sequence';

/** Whether a change reaches a term: all conditions that are given hold. `largest` is for the caller to hold. */
export function isReached(program: Program, term: Term, reach: Reach = {}): boolean {
	const {places, uses, carries, types} = reach;
	if (places && !places.includes(term.place)) return false;
	if (uses && !uses.includes(term.use)) return false;
	if (types && !types.includes(term.type)) return false;
	return carries === undefined || carriesSymbol(program, term, carries);
}

/** The terms that a change reaches. */
export function reached(program: Program, reach: Reach = {}): ReadonlySet<Term> {
	const terms = program.terms.filter((term) => isReached(program, term, reach));
	if (!reach.largest) return new Set(terms);
	const most = Math.max(0, ...terms.map((term) => term.bytes.high * term.count));
	const largest = terms.find((term) => term.bytes.high * term.count === most);
	return new Set(largest ? [largest] : []);
}

/** Whether a term has a dimension of a symbol, by id or meaning, or is one of those that it counts. */
export function carriesSymbol(program: Program, term: Term, name: string): boolean {
	if (name === SCORES) {
		const sequences = new Set(program.symbols.filter(({meaning}) => meaning === 'sequence').map(({id}) => id));
		return term.dims.filter(({symbols}) => symbols.some((id) => sequences.has(id))).length > 1;
	}
	const ids = new Set(program.symbols.filter(({id, meaning}) => id === name || meaning === name).map(({id}) => id));
	if (term.each !== undefined && ids.has(term.each)) return true;
	return term.dims.some((dim) => dim.symbols.some((id) => ids.has(id)));
}
