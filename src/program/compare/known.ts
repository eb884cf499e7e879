/** What two dumps say of their difference: extents of symbols, and arguments by name. Nothing is inferred here. */
import type {Change} from '../../model/change.js';
import type {Program, ProgramArgument, Symbol, Term} from '../../model/program.js';
import {printSize} from '../../model/size.js';
import {apply} from '../change/apply.js';
import {grouped} from '../grouped.js';
import {peakBytes} from '../peak.js';
import {NAMED} from './naming.js';
import {fromTo} from './phrases.js';
import {explained, ordered, type Explanation, type Subjects} from './subject.js';

/** An argument of both, and its memory. */
interface Twin {
	readonly from: ProgramArgument;
	readonly to: ProgramArgument;
	readonly terms: readonly [from: Term | undefined, to: Term | undefined];
}

/** The changes between two dumps of one program; none where one is not a dump, or their arguments have other names. */
export function knownChanges(subjects: Subjects): readonly Explanation[] {
	const [small, large] = [subjects.small.program, subjects.large.program];
	const twins = twinsOf(small, large);
	const known = small.symbols.filter(({belief}) => belief === 'known');
	const isMissing = known.some(({id}) => !large.symbols.some((symbol) => symbol.id === id));
	if (large.from !== 'dump' || twins.length === 0 || known.length === 0 || isMissing) return [];
	return [...otherExtents(subjects), ...otherArguments(subjects, twins), ...otherState(subjects)];
}

function twinsOf(small: Program, large: Program): readonly Twin[] {
	const after = new Map(large.arguments.map((argument) => [argument.name, argument]));
	const termOf = (program: Program, argument: string): Term | undefined =>
		program.terms.find(({place, name}) => place === 'argument' && name === argument);
	return small.arguments.flatMap((from) => {
		const to = after.get(from.name);
		return to ? [{from, to, terms: [termOf(small, from.name), termOf(large, from.name)]}] : [];
	});
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
		const change = {kind: 'substitute', symbol: id, factor: first.factor ** sign} as const;
		return [explained(subjects, first.name, [words.join(', '), bytes], [`The dumps name it: ${why}.`], [], {change})];
	});
}

/** Arguments of one name in another type, divided otherwise, or donated on one side only. */
function otherArguments(subjects: Subjects, twins: readonly Twin[]): readonly Explanation[] {
	const {sign} = subjects;
	const found = (
		kind: 'element_type' | 'sharding' | 'donation',
		changed: readonly Twin[],
		say: (twin: Twin) => readonly [small: string, large: string],
		bytesOf: (twin: Twin) => number,
		step: Omit<Explanation, 'factor'>,
	): readonly Explanation[] => {
		const [first, ...more] = changed.toSorted((a, b) => Math.abs(bytesOf(b)) - Math.abs(bytesOf(a)));
		if (!first) return [];
		const others = more.length > 0 ? ` and ${more.length} more arguments` : '';
		const words = `${first.from.name}${others}: ${ordered(subjects, ...say(first)).join(' → ')}`;
		const bytes = changed.reduce((sum, twin) => sum + bytesOf(twin), 0);
		return [explained(subjects, kind, [words, bytes], ['The dumps name it.'], [], step)];
	};
	const pairOf = <T>({terms: [a, b]}: Twin, what: (term: Term) => T, none: T): readonly [T, T] => [
		a ? what(a) : none,
		b ? what(b) : none,
	];
	const difference = (twin: Twin): number => {
		const [a, b] = pairOf(twin, ({bytes}) => bytes.high, 0);
		return b - a;
	};
	const types = (twin: Twin): readonly [string, string] => pairOf(twin, ({type}) => type, '');
	const parts = (twin: Twin): readonly [string, string] =>
		pairOf(twin, ({sharding, dims}) => sharding ?? `${dims.map(({over}) => `1/${over}`).join(' × ')} of it`, '');
	const differs = ([a, b]: readonly [string, string]): boolean => a !== b;
	const retyped = grouped(
		twins.filter((twin) => differs(types(twin))),
		(twin) => types(twin).join(),
	);
	const divided = ({dims}: Term): string => dims.map(({over}) => over).join();
	const shared = ({from, to}: Twin): number => (from.donated ? from.bytes : 0) - (to.donated ? to.bytes : 0);
	return [
		...[...retyped.values()].flatMap((same) => {
			const [first] = same;
			if (!first) return [];
			const [from, to] = ordered(subjects, ...types(first));
			const change = {kind: 'retype', to, reach: {types: [from]}} as const;
			return found('element_type', same, types, difference, {change});
		}),
		...found(
			'sharding',
			twins.filter(
				(twin) => differs(pairOf(twin, ({sharding = ''}) => sharding, '')) || differs(pairOf(twin, divided, '')),
			),
			parts,
			difference,
			{change: {kind: 'divide', reach: {}}, undone: sign > 0},
		),
		...found(
			'donation',
			twins.filter(({from, to}) => from.donated !== to.donated),
			({from, to}) => [from.donated ? 'donated' : 'not donated', to.donated ? 'donated' : 'not donated'],
			shared,
			{change: {kind: 'alias', reach: {places: ['output']}}, undone: sign > 0},
		),
	];
}

/** Arguments that only one has: numbered parts of a model where no symbol counts them, or state beside the same parameters. */
function otherState(subjects: Subjects): readonly Explanation[] {
	const [small, large] = [subjects.small.program, subjects.large.program];
	const part = ({name}: ProgramArgument): string => name.replace(/\d+/g, '#');
	const count = ({arguments: all}: Program, test: (argument: ProgramArgument) => boolean): number =>
		all.filter(test).length;
	const isParameter = ({use}: ProgramArgument): boolean => use === 'parameter';
	const names = new Set(small.arguments.map(({name}) => name));
	const extra = large.arguments.filter(({name}) => !names.has(name));
	const parts = new Set(small.arguments.map(part));
	const [first] = extra.filter(isParameter);
	if (first && extra.every((argument) => parts.has(part(argument))) && !small.symbols.some(({id}) => id === 'layers')) {
		const same = (argument: ProgramArgument): boolean => part(argument) === part(first);
		const words = `number of layers: ${part(first)} ${fromTo(...ordered(subjects, count(small, same), count(large, same)))}`;
		return [explained(subjects, 'layers', [words, subjects.growth], [`Only one has ${first.name}.`], [])];
	}
	const state = ({arguments: all}: Program): readonly ProgramArgument[] => all.filter(({use}) => use === 'state');
	const bytes = (program: Program): number => state(program).reduce((sum, one) => sum + one.bytes, 0);
	if (state(small).length === state(large).length || count(small, isParameter) !== count(large, isParameter)) return [];
	const words = `optimizer state ${ordered(subjects, bytes(small), bytes(large)).map(printSize).join(' → ')}`;
	const reason = `${ordered(subjects, state(small).length, state(large).length).join(' arrays of state before, ')} after, beside the same parameters.`;
	return [explained(subjects, 'other', [words, bytes(large) - bytes(small)], [reason], [])];
}
