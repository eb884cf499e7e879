/** What two dumps say of their difference: extents of symbols, and arguments by name. Nothing is inferred here. */
import type {Change} from '../../model/change.js';
import type {FactorKind} from '../../model/comparison.js';
import type {Program, ProgramArgument, Symbol, Term} from '../../model/program.js';
import {apply} from '../change/apply.js';
import {grouped} from '../grouped.js';
import {peakBytes} from '../peak.js';
import {NAMED} from './naming.js';
import {explained, fromTo, ordered, type Explanation, type Subjects} from './subject.js';

/** The changes between two dumps of one program; none where one is not a dump, or their arguments have other names. */
export function knownChanges(subjects: Subjects): readonly Explanation[] {
	const [small, large] = [subjects.small.program, subjects.large.program];
	const twins = twinsOf(small, large);
	const known = small.symbols.filter(({belief}) => belief === 'known');
	const isMissing = known.some(({id}) => !large.symbols.some((symbol) => symbol.id === id));
	if (large.from !== 'dump' || twins.length === 0 || known.length === 0 || isMissing) return [];
	return [...otherExtents(subjects), ...DIFFERENCES.flatMap((one) => otherArguments(subjects, twins, one))];
}

/** Symbols with other extents in the whole program; those of one kind that changed alike are one change. */
function otherExtents(subjects: Subjects): readonly Explanation[] {
	const {small, large, sign} = subjects;
	const whole = ({extent, global}: Symbol): number => global ?? extent;
	const changed = small.program.symbols.flatMap((from) => {
		const to = large.program.symbols.find(({id}) => id === from.id);
		const factor = to ? whole(to) / whole(from) : 1;
		return from.meaning === undefined || factor === 1 ? [] : [{from, name: NAMED[from.meaning], factor}];
	});
	return [...grouped(changed, ({name, factor}) => `${name} ${factor}`).values()].flatMap((same) => {
		const [first] = same;
		if (!first) return [];
		const changes = same.map(({from, factor}): Change => ({kind: 'substitute', symbol: from.id, factor}));
		const after = changes.reduce(apply, small.program);
		const bytes = peakBytes(after.terms).high - peakBytes(small.program.terms).high;
		const words = same.map(
			({from, factor}) => `${from.id} ${fromTo(...ordered(subjects, whole(from), whole(from) * factor))}`,
		);
		const {id, why} = first.from;
		const step = {kind: 'substitute', symbol: id, factor: first.factor ** sign} as const;
		return [{...explained(subjects, first.name, words.join(', '), bytes, [`The dumps name it: ${why}.`]), step}];
	});
}

/** An argument of one program, and its memory. */
interface Given {
	readonly argument: ProgramArgument;
	readonly term: Term | undefined;
}

/** An argument of both. */
type Twin = readonly [from: Given, to: Given];

function twinsOf(small: Program, large: Program): readonly Twin[] {
	const given = (program: Program, argument: ProgramArgument): Given => ({
		argument,
		term: program.terms.find(({place, name}) => place === 'argument' && name === argument.name),
	});
	const after = new Map(large.arguments.map((argument) => [argument.name, argument]));
	return small.arguments.flatMap((from): readonly Twin[] => {
		const to = after.get(from.name);
		return to ? [[given(small, from), given(large, to)]] : [];
	});
}

/** What arguments of one name can differ in. */
interface Difference {
	readonly kind: FactorKind;
	readonly of: (given: Given) => string;
	/** Bytes that an argument takes, in the one way and in the other. */
	readonly bytes: (given: Given) => number;
}

const memory = ({term}: Given): number => term?.bytes.high ?? 0;
const DIFFERENCES: readonly Difference[] = [
	{kind: 'element_type', of: ({term}) => term?.type ?? '', bytes: memory},
	{
		kind: 'sharding',
		of: ({term}) => term?.sharding ?? term?.dims.map(({over}) => `1/${over}`).join(' × ') ?? '',
		bytes: memory,
	},
	{
		kind: 'donation',
		of: ({argument: {donated}}) => (donated ? 'donated' : 'not donated'),
		bytes: ({argument: {donated, bytes}}) => (donated ? -bytes : 0),
	},
];

/** Arguments that differ, the one that changes most in words; those that changed from one type to another are one change. */
function otherArguments(
	subjects: Subjects,
	twins: readonly Twin[],
	{kind, of, bytes}: Difference,
): readonly Explanation[] {
	const more = ([from, to]: Twin): number => bytes(to) - bytes(from);
	const changed = twins.filter(([from, to]) => of(from) !== of(to));
	const alike = grouped(changed, (twin) => (kind === 'element_type' ? twin.map(of).join() : ''));
	return [...alike.values()].flatMap((same) => {
		const [first] = same.toSorted((a, b) => Math.abs(more(b)) - Math.abs(more(a)));
		if (!first) return [];
		const others = same.length > 1 ? ` and ${same.length - 1} more arguments` : '';
		const words = `${first[0].argument.name}${others}: ${ordered(subjects, of(first[0]), of(first[1])).join(' → ')}`;
		const sum = same.reduce((all, twin) => all + more(twin), 0);
		return [explained(subjects, kind, words, sum, ['The dumps name it.'])];
	});
}
