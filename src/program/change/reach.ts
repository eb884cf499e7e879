import {SCORES, type Reach} from '../../model/change.js';
import {WEIGHTS, type Program, type Symbol, type Term, type Use} from '../../model/program.js';

/** Whether a change reaches a term: all conditions that are given hold. `largest` is for the caller to hold. */
export function isReached(program: Program, term: Term, reach: Reach = {}): boolean {
	const {places, uses, carries, types} = reach;
	if (places && !places.includes(term.place)) return false;
	if (uses && !uses.some((use) => isFor(program, term, use))) return false;
	if (types && !types.includes(term.type)) return false;
	return carries === undefined || carriesSymbol(program, term, carries);
}

/**
 * Whether an array is of a use. A list shows no lives and often no names: there what is stacked over the layers or is there for each of them
 * is kept for the backward pass, and what lies outside and carries neither examples nor their length is parameters or the state of an optimizer.
 */
function isFor(program: Program, term: Term, use: Use): boolean {
	if (term.use === use || program.from === 'dump') return term.use === use;
	const carries = (name: string): boolean => carriesSymbol(program, term, name);
	const isOutside = term.place === 'argument' || term.place === 'output';
	switch (use) {
		case 'saved':
			return (
				(term.use !== 'gradient' && term.use !== 'cache' && isStacked(program, term)) ||
				(term.place === 'temporary' && term.count >= EACH_LAYER && carries('sequence'))
			);
		case 'parameter':
		case 'state':
			return isOutside && !carries('batch') && !carries('sequence');
		case 'logits':
			return term.place === 'temporary' && term.use !== 'gradient' && carries('vocabulary');
		case 'cache':
			return term.dims.length >= CACHE_DIMENSIONS;
		default:
			return false;
	}
}

/** Equal arrays in this number are taken to be one for each layer. */
const EACH_LAYER = 3;
/** Keys and values have examples, positions, heads and the size of a head. */
const CACHE_DIMENSIONS = 4;

/** Temporaries kept for every layer, or for every step of a scan over the sequence. */
export function isStacked(program: Program, term: Term): boolean {
	if (term.place !== 'temporary') return false;
	if (carriesSymbol(program, term, 'layers')) return true;
	const first = term.dims[0]?.symbols[0];
	const leads = program.symbols.some(({id, meaning}) => id === first && meaning === 'sequence');
	return leads && carriesSymbol(program, term, 'batch');
}

/** The symbols of a meaning. Rows of a list are examples or tokens and grow with the batch; those that a weight has are a table's. */
export function symbolsOf({from, symbols, terms}: Program, name: string): readonly Symbol[] {
	const isOfWeight = (id: string): boolean =>
		terms.some(({use, dims}) => WEIGHTS.has(use) && dims.some((dim) => dim.symbols.includes(id)));
	const isExamples = ({id, meaning}: Symbol): boolean => id === 'rows' || (meaning === 'rows' && !isOfWeight(id));
	const rows = from === 'list' && name === 'batch';
	return symbols.filter((one) => one.id === name || one.meaning === name || (rows && isExamples(one)));
}

/** The terms that a change reaches. */
export function reached(program: Program, reach: Reach = {}): ReadonlySet<Term> {
	const terms = program.terms.filter((term) => isReached(program, term, reach));
	if (!reach.largest) return new Set(terms);
	const most = Math.max(0, ...terms.map((term) => term.bytes.high * term.count));
	const largest = terms.find((term) => term.bytes.high * term.count === most);
	const isAlike = ({gathered}: Term): boolean => reach.alike === true && gathered !== undefined;
	return new Set(largest ? [largest, ...(isAlike(largest) ? terms.filter(isAlike) : [])] : []);
}

/** Whether a term has a dimension of a symbol, by id or meaning, or is one of those that it counts. */
export function carriesSymbol(program: Program, term: Term, name: string): boolean {
	// Slots of experts grow with the tokens, but what goes to them are no scores.
	if (name === SCORES && term.use === 'one-hot') return false;
	if (name === SCORES) {
		const sequences = new Set(program.symbols.filter(({meaning}) => meaning === 'sequence').map(({id}) => id));
		return term.dims.filter(({symbols}) => symbols.some((id) => sequences.has(id))).length > 1;
	}
	const ids = new Set(symbolsOf(program, name).map(({id}) => id));
	if (term.each !== undefined && ids.has(term.each)) return true;
	return term.dims.some((dim) => dim.symbols.some((id) => ids.has(id)));
}
