import type {Change, Effect, Response} from '../../model/change.js';
import type {Interval} from '../../model/interval.js';
import type {Program, Term} from '../../model/program.js';
import {peakBytes} from '../peak.js';
import {apply} from './apply.js';
import {effectOnList} from './effect-on-list.js';
import type {AskedChange} from './asked.js';

/** A share of the peak that the compiler recomputes from which on its next choice cannot be foreseen. */
const REMATERIALIZED = 0.12;
/** The error of a replay grows with the change: it is whole where the change is this share of what is left. */
const WHOLE_CHANGE = 0.4;

/**
 * What a program needs after changes: its peak replayed with other sizes, and widened by how the compiler responded where it was
 * measured. Undefined need where nothing is left to say.
 */
export function effectOf(
	program: Program,
	asked: readonly AskedChange[],
	responses: readonly Response[],
	capacity?: Interval,
): Effect {
	if (program.from === 'list') return effectOnList(program, asked, responses);
	const before = peakBytes(program.terms).high;
	const after = changesIn(asked).reduce(apply, program);
	const most = peakBytes(after.terms).high;
	const least = peakBytes(withoutFreed(program, after)).high;
	const total = program.total.high;
	const holes = Math.max(0, total - before);
	const extra = asked.reduce((sum, one) => sum + (one.extra ?? 0), 0);
	const regimes = regimesOf(program, asked, most, before, capacity);
	const moved = Math.abs(before - most) / (WHOLE_CHANGE * Math.max(1, most));
	const weight = regimes.includes('rematerialized') ? 1 : Math.min(1, moved);
	const rows = regimes.flatMap((regime) => rowOf(regime, responses) ?? []);
	const low = Math.min(1, ...rows.map((row) => row.low));
	const high = Math.max(1, ...rows.map((row) => row.high));
	const certain = regimesIn(asked).every((regime) => regime === 'alias') ? 0 : FREED_AT_LEAST;
	const open = regimes.includes('rematerialized') && capacity;
	const start = regimesIn(asked).includes('remat') ? leastRecomputed(after) : least + certain * (most - least);
	const widened = start * (1 - ROUNDED * (1 - weight) - (1 - low) * weight);
	// What had room was not packed as closely as it could be.
	const loose = capacity !== undefined && total <= capacity.high;
	const tight = loose ? Math.min(widened, peakBytes(packed(after)).high * (1 - ROUNDED)) : widened;
	const divided = peakBytes(changesIn(asked).map(withAlike).reduce(apply, program).terms).high;
	const isAlike = divided < most;
	const lowest = isAlike ? Math.min(tight, divided * (1 - ROUNDED)) : tight;
	const packing = Math.min(total, most + HOLES_VARY * holes * Math.min(1, most / Math.max(1, before)));
	const highest =
		Math.max(most * (1 + ROUNDED * (1 - weight) + (high - 1) * weight), packing * (1 + ROUNDED)) +
		extra +
		recomputed(program, asked, before - most) +
		withinLayer(program, asked, most);
	const floor = open ? capacity.high * OVER_CAPACITY : sharesCache(program, after) ? total * (1 + ROUNDED) : 0;
	const need = {low: Math.round(lowest), high: Math.round(Math.max(highest, floor))};
	const measured = rows.reduce((sum, row) => sum + row.n, 0);
	const freed = {low: total - need.high, high: total - need.low};
	return {need, freed, basis: `${basisOf(asked, measured, Boolean(open))}${isAlike ? ALIKE : ''}`};
}

/** What is made of an array that is whole is often divided with it. */
function withAlike(change: Change): Change {
	return change.kind === 'divide' ? {...change, reach: {...change.reach, alike: true}} : change;
}

const ALIKE = '; at the low end all arrays that hold the examples of all devices are divided with it';

/** Holes between pieces of memory grow and shrink with what is packed, and vary by this much. */
const HOLES_VARY = 1.25;
/** Of what loses its place in other memory, the share that was always found again. */
const FREED_AT_LEAST = 0.35;
/** How far above the capacity a program was compiled to whose arrays the compiler recomputes. */
const OVER_CAPACITY = 1.02;
/** Layers whose arrays are alive at once while they are recomputed. */
const LAYERS_AT_ONCE = 2.5;
/** Sizes are rounded up, and small arrays are not followed. */
const ROUNDED = 0.005;
/** Of what each layer of an unrolled program has, the share that may be of the layer that is worked on, and so stays. */
const WITHIN_LAYER = 0.5;

function changesIn(asked: readonly AskedChange[]): readonly Change[] {
	return asked.flatMap(({steps}) => steps.flatMap(({changes}) => changes));
}

function regimesIn(asked: readonly AskedChange[]): readonly string[] {
	return asked.flatMap(({steps}) => steps.map(({regime}) => regime));
}

/** The rows of the measured responses that apply. */
function regimesOf(
	program: Program,
	asked: readonly AskedChange[],
	after: number,
	before: number,
	capacity: Interval | undefined,
): readonly string[] {
	const fits = capacity === undefined || after <= capacity.high;
	const room = capacity === undefined || program.total.high <= capacity.high ? 'room' : 'fits';
	const regimes = [...new Set(regimesIn(asked).map((regime) => `${regime}-${fits ? room : 'over'}`))];
	const temporaries = regimesIn(asked).some((regime) => regime !== 'alias' && regime !== 'retype');
	const own = peakBytes(program.terms.filter(({name = ''}) => !/\.remat/.test(name))).high;
	return temporaries && before - own > REMATERIALIZED * before ? [...regimes, 'rematerialized'] : regimes;
}

/** The row of a regime; where only its counterparts were measured, one of them. */
function rowOf(regime: string, responses: readonly Response[]): Response | undefined {
	const kind = regime.slice(0, regime.lastIndexOf('-') + 1);
	return (
		responses.find((row) => row.regime === regime) ??
		responses.find((row) => kind !== '' && row.regime.startsWith(kind))
	);
}

/** The least that a program needs whose arrays are recomputed: of what the compiler recomputes now, only the largest at a time. */
function leastRecomputed({terms}: Program): number {
	const again = terms.filter(
		({name = '', use}) => /\.remat/.test(name) && (use === 'scores' || use === 'activation' || use === 'logits'),
	);
	const rest = new Set(again);
	const one = Math.max(0, ...again.map(({bytes}) => bytes.high));
	return Math.min(peakBytes(terms).high, peakBytes(terms.filter((term) => !rest.has(term))).high + one);
}

/** The terms without those that were inside others and now need their own memory. */
function withoutFreed(before: Program, after: Program): Term[] {
	const key = ({name = '', life}: Term): string => `${name} ${String(life)}`;
	const inside = new Set(before.terms.filter((term) => term.inside !== undefined).map(key));
	return after.terms.filter((term) => term.inside !== undefined || !inside.has(key(term)));
}

/** The terms packed as closely as their lives allow: an output takes memory from when it is written, and what was inside is beside it. */
function packed({terms}: Program): Term[] {
	const last = terms.reduce((most, {life, written}) => Math.max(most, life?.[1] ?? 0, written ?? 0), 0);
	const outputs = new Set(terms.flatMap(({place, name}) => (place === 'output' ? (name ?? []) : [])));
	return terms.map((term) => {
		const {inside, written, ...rest} = term;
		if (inside !== undefined && outputs.has(inside)) return rest;
		return written === undefined ? term : {...term, life: [written, last]};
	});
}

/** Arrays that are recomputed are there for a layer or two at a time; of few layers, that is all. */
function recomputed(program: Program, asked: readonly AskedChange[], dropped: number): number {
	if (!regimesIn(asked).includes('remat')) return 0;
	const layers = program.symbols.find(({meaning}) => meaning === 'layers')?.extent ?? 1;
	return Math.max(0, dropped * Math.min(1, LAYERS_AT_ONCE / layers));
}

/** With fewer layers of an unrolled program, what is kept for each of them goes, and not what one layer needs while it is worked on. */
function withinLayer(program: Program, asked: readonly AskedChange[], most: number): number {
	const whole = program.terms.map((term): Term => {
		const {each: _, ...one} = term;
		return term.place === 'temporary' ? one : term;
	});
	const after = changesIn(asked).reduce(apply, {...program, terms: whole});
	return WITHIN_LAYER * Math.max(0, peakBytes(after.terms).high - most);
}

/** A cache that a loop reads and writes anew layer by layer does not take its own memory again, even where it is donated. */
function sharesCache(before: Program, after: Program): boolean {
	const shared = ({terms}: Program): number =>
		terms.filter(({use, aliasOf}) => use === 'cache' && aliasOf !== undefined).length;
	return shared(after) > shared(before);
}

function basisOf(asked: readonly AskedChange[], measured: number, open: boolean): string {
	const words = asked.map((one) => one.words).join('; ');
	const cases =
		measured > 0 ? `, widened by ${measured} measured ${measured === 1 ? 'compilation' : 'compilations'}` : '';
	const next = open
		? '; the compiler recomputes arrays to stay near the limit, so it may keep more where there is room'
		: '';
	return `${words}: the peak replayed${cases}${next}`;
}
