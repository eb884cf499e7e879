/** What became of the buffers, one line for each shape. */
import type {Account, BufferChange, ComparedBuffers} from '../../model/comparison.js';
import type {Held, Inventory} from '../../program/compare/arrays.js';
import {reshapings} from '../../program/compare/surplus.js';
import type {Scaling} from '../../program/compare/scaling.js';
import {ordered, type Pair, type Subjects} from '../../program/compare/subject.js';

/** Changes smaller than this share of all bytes are left out. */
const LEAST = 0.001;

/** All of them, largest change first. */
export function bufferChanges(sides: Subjects, scaling: Scaling | undefined): readonly BufferChange[] {
	const [small, large] = [sides.small.inventory, sides.large.inventory];
	const edges = scaling?.edges ?? [];
	const scaled = edges.map(({from, to, ratios}) => ({
		change: ratios.some(Boolean) ? ('scaled' as const) : ('retyped' as const),
		from,
		to,
	}));
	const taken = new Set(edges.flatMap(({from, to}) => [from.key, to.key]));
	const reshaped = reshapings(small, large, taken).map((pair) => ({change: 'reshaped' as const, ...pair}));
	const pairs = [...scaled, ...reshaped].filter(({from, to}) => from.count + to.count > 0);
	const paired = new Set(pairs.flatMap(({from, to}) => [from, to]));
	const rest = ({arrays}: Inventory): ReadonlyMap<string, Held> =>
		new Map([...arrays].filter(([, array]) => array.count > 0 && !paired.has(array)));
	const [before, after] = ordered(sides, rest(small), rest(large));
	const alone = [...new Set([...before.keys(), ...after.keys()])].flatMap((key): readonly BufferChange[] => {
		const [was, is] = [before.get(key), after.get(key)];
		if (was && is && was.count === is.count && !isOther(was.bytes, is.bytes)) return [];
		return [changeOf(was && is ? 'recounted' : is ? 'appeared' : 'gone', was, is)];
	});
	const changed = pairs.map(({change, from, to}: {change: BufferChange['change']} & Pair) =>
		changeOf(change, ...ordered(sides, from, to)),
	);
	return [...changed, ...alone].toSorted(
		(x, y) =>
			Math.abs(y.bytes) - Math.abs(x.bytes) ||
			((x.after ?? x.before)?.shape ?? '').localeCompare((y.after ?? y.before)?.shape ?? '', 'en'),
	);
}

/** Those that matter: a change of a thousandth of all bytes, or buffers of a hundredth. */
export function worthShowing(changes: readonly BufferChange[], {small, large}: Subjects): readonly BufferChange[] {
	const least = LEAST * Math.max(small.inventory.total, large.inventory.total);
	return changes.filter(
		(one) => Math.abs(one.bytes) >= least || Math.max(one.before?.bytes ?? 0, one.after?.bytes ?? 0) >= 10 * least,
	);
}

/** What the changes add up to, beside the change in the headline. */
export function accountOf(changes: readonly BufferChange[], headline: number | undefined): Account {
	const sum = (...kinds: readonly BufferChange['change'][]) =>
		changes.filter(({change}) => kinds.includes(change)).reduce((total, {bytes}) => total + bytes, 0);
	return {
		...(headline === undefined ? {} : {headline}),
		matched: sum('scaled', 'retyped', 'reshaped', 'recounted'),
		appeared: sum('appeared'),
		gone: sum('gone'),
	};
}

/** More than printing rounds: the same array in a layout that pads differently. */
function isOther(a: number, b: number): boolean {
	return Math.abs(a - b) > 0.01 * Math.max(a, b);
}

function changeOf(change: BufferChange['change'], before: Held | undefined, after: Held | undefined): BufferChange {
	const op = after?.op ?? before?.op;
	return {
		change,
		...(before ? {before: sizeOf(before)} : {}),
		...(after ? {after: sizeOf(after)} : {}),
		...(op === undefined ? {} : {op}),
		bytes: Math.round((after?.bytes ?? 0) - (before?.bytes ?? 0)),
	};
}

function sizeOf({key, count, bytes}: Held): ComparedBuffers {
	return {shape: key, count, bytes: Math.round(bytes)};
}
