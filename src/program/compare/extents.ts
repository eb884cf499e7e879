/** The changes behind arrays whose extents or type changed: a dimension, how it is divided, how it is padded, or the element type. */
import {expansionOf} from './arrays.js';
import {changedBy, divisionOf, extentsOf, nameOf, type Changed, type Named} from './naming.js';
import type {Atom, Edge, Scaling} from './scaling.js';
import {count, explained, fromTo, ordered, times, type Explanation, type Subjects} from './subject.js';

const WORDS: Readonly<Record<Named, string>> = {
	batch: 'batch on one device',
	sequence: 'sequence length',
	vocabulary: 'vocabulary',
	layers: 'number of layers',
	width: 'width, heads or experts',
};

/** One change for each atom, two where padding is a part of it. */
export function scaledExtents(scaling: Scaling, subjects: Subjects): readonly Explanation[] {
	return scaling.atoms.flatMap((atom) => {
		const edges = scaling.edges.filter(({ratios, retyped}) => retyped === atom || ratios.includes(atom));
		if (edges.length === 0) return [];
		const data = dataOf(edges, atom);
		const all = edges.reduce((sum, {from, to}) => sum + to.bytes - from.bytes, 0);
		// Where slots hide whose bytes they are, or two atoms share them, what the factor makes of the bytes before.
		const isPlausible = Math.sign(all) === Math.sign(data) && Math.abs(all) >= Math.abs(data) / 2;
		const bytes = isPlausible && scaling.atoms.length === 1 ? all : data;
		if (!atom.includes('>')) return dimension(atom, edges, bytes, subjects);
		const types = ordered(subjects, ...(atom.split('>') as [string, string])).join(' → ');
		return [explained(subjects, 'element_type', `element type ${types}`, bytes, [], edges)];
	});
}

/** Bytes that an atom adds to arrays, as they are padded before. */
function dataOf(edges: readonly Edge[], atom: Atom): number {
	return edges.reduce((sum, {from, ratios, retyped}) => {
		const often = ratios.filter((one) => one === atom).length + (retyped === atom ? 1 : 0);
		return sum + from.bytes * (factorOf(atom) ** often - 1);
	}, 0);
}

function factorOf(atom: Atom): number {
	const [to = 2, from = 1] = atom.includes('>') ? [] : atom.split('/').map(Number);
	return to / from;
}

function dimension(atom: Atom, edges: readonly Edge[], gained: number, subjects: Subjects): readonly Explanation[] {
	const {small, sign} = subjects;
	const changed = changedBy(atom, edges, subjects);
	const name = nameOf(changed);
	const extents = extentsOf(changed, name);
	const [from, to] = ordered(subjects, ...extents);
	const padded = edges.filter((edge) => paddingIn(edge) > LEAST_PADDING * Math.max(edge.from.bytes, edge.to.bytes));
	const padding = Math.max(
		beyondData(edges, atom, gained),
		padded.reduce((sum, edge) => sum + paddingIn(edge), 0),
	);
	const isPadded = padding > 0.1 * Math.abs(gained);
	const bytes = gained - (isPadded ? padding : 0);
	const division = divisionOf(changed, factorOf(atom), name);
	const divided = `arrays ${times(to / from)} as large on each device: a dimension of ${from} is ${to}, ${sign > 0 ? 'no longer' : 'now'} divided`;
	const scaled = `${WORDS[name]} ${fromTo(from, to)}`;
	const symbols = small.program.symbols.filter(({extent}) => extent === extents[0]);
	const symbol = symbols.find(({meaning}) => meaning === name) ?? symbols[0];
	const main: Explanation =
		division === undefined
			? {
					...explained(subjects, name, scaled, bytes, reasonsFor(name, changed), edges),
					...(symbol && {step: {kind: 'substitute', symbol: symbol.id, factor: factorOf(atom) ** sign}}),
				}
			: explained(subjects, 'sharding', divided, bytes, [division], edges);
	if (!isPadded) return [main];
	const reasons = ['Tiles pad the last two dimensions.'];
	const more = explained(subjects, 'padding', `${scaled}, padded worse`, padding, reasons, padded);
	return padding > gained - padding ? [more, main] : [main, more];
}

const LEAST_PADDING = 0.02;

/** Bytes that an array has beyond what its data would take with the padding of the smaller program. */
function paddingIn({from, to}: Edge): number {
	return from.bytes > 0 ? to.bytes - expansionOf(from) * to.unpadded : 0;
}

/** Growth beyond the data, where an extent left the grid of tiles: padding, and copies into layouts that pad less. */
const BEYOND = 2;
/** Extents of tiles: lanes and sublanes. */
const GRID = [128, 8];

function beyondData(edges: readonly Edge[], atom: Atom, gained: number): number {
	const isOffGrid = ({from, to}: Edge): boolean =>
		to.core.some((extent, at) => GRID.some((tile) => (from.core[at] ?? 1) % tile === 0 && extent % tile !== 0));
	const data = dataOf(edges, atom);
	return gained > BEYOND * data && edges.some(isOffGrid) ? gained - data : 0;
}

/** Why it is this dimension and no other. */
function reasonsFor(name: Named, {parameters, kept}: Changed): readonly string[] {
	const grown = new Set(parameters.map(({edge}) => edge.from.key));
	const same = kept.filter(({key}) => !grown.has(key));
	const [some] = same;
	if ((name === 'batch' || name === 'sequence') && some)
		return [`${count(same.length, 'kind')} of arguments stayed as they were, such as ${some.key}.`];
	return name === 'width' && grown.size > 0 ? [`${count(grown.size, 'kind')} of arguments changed with it.`] : [];
}
