/** The program behind a list of buffers: what a log shows of it, labelled as a whole. */
import type {Buffer} from '../../model/analysis.js';
import {middle, sumOf, type Interval} from '../../model/interval.js';
import {atLeastZero, subtract} from '../../model/interval.js';
import type {Patterns} from '../../model/patterns.js';
import type {Program} from '../../model/program.js';
import {labelList, type Label} from './labelling.js';
import {LEAST_SHARE} from './seen.js';
import {sightingsOf} from './sightings.js';
import type {SlotTables} from './slots.js';
import {statesOf} from './states.js';
import {narrowedParameters, symbolsOf, termsOf, type ListedTerm} from './terms.js';

export type {ListedTerm} from './terms.js';

/** What the rest of the log says of the program. */
export interface Surroundings {
	readonly name?: string;
	/** All that is needed on one device. */
	readonly total?: Interval;
	readonly capacity?: Interval;
	readonly chip?: string;
	/** What the evidence says that the temporaries take, and what lies outside the program. */
	readonly sides?: NonNullable<Program['sides']>;
}

/** A program, and the buffers behind each of its listed terms, in the same order; terms that follow from others come after them. */
export interface ListedProgram {
	readonly program: Program;
	readonly listed: readonly ListedTerm[];
	/** What every array was read as, also those that only take turns in a buffer. */
	readonly labels: readonly Label[];
}

/** Labels a list. Without one the program has no terms, and all of it is rest. */
export function programOfList(
	buffers: readonly Buffer[],
	tables: SlotTables | undefined,
	known: Patterns,
	{total, ...surroundings}: Surroundings,
): ListedProgram {
	const labelling = labelList(sightingsOf(buffers, tables), known);
	const outside = surroundings.sides?.outside;
	const isServing = labelling.labels.some(
		({seen, reading}) =>
			seen.count >= 2 && reading?.pattern?.use === 'cache' && seen.weight >= LEAST_SHARE * labelling.sight.total,
	);
	const states = isServing ? () => 0 : statesOf(buffers, outside && middle(outside), total && middle(total));
	const listed = termsOf(buffers, labelling, states);
	const terms = listed.map(({term}) => term);
	const sum = sumOf(buffers.map(({bytes}) => bytes));
	return {
		listed,
		labels: labelling.labels,
		program: {
			from: 'list',
			...surroundings,
			symbols: symbolsOf(listed, labelling),
			terms: [...terms, ...narrowedParameters(terms)],
			arguments: [],
			total: total ?? sum,
			rest: total ? atLeastZero(subtract(total, sum)) : {low: 0, high: 0},
			mesh: {},
		},
	};
}
