/** What became of the buffers, one line for each shape. */
import type {Account, BufferChange, ComparedBuffers} from '../../model/comparison.js';
import type {Entry} from './census.js';
import {retypings} from './element.js';
import type {Scaling} from './match.js';
import {ordered, type Orientation} from './orientation.js';
import {reshapings} from './reshape.js';

/** Changes smaller than this share of all bytes are left out. */
const LEAST = 0.001;

/** All of them, largest change first. */
export function bufferChanges(sides: Orientation, scalings: readonly Scaling[]): readonly BufferChange[] {
	const {small, large} = sides;
	const changes: BufferChange[] = [];
	const seen = new Set<string>();
	const pair = (change: BufferChange['change'], from: Entry, to: Entry) => {
		if (seen.has(`small ${from.key}`) || seen.has(`large ${to.key}`) || from.count + to.count === 0) return;
		seen.add(`small ${from.key}`).add(`large ${to.key}`);
		changes.push(changeOf(change, ...ordered<Entry | undefined>(sides, from, to)));
	};
	for (const {edges} of scalings) for (const {from, to} of edges) pair('scaled', from, to);
	for (const {from, to} of retypings(small.census, large.census)) pair('retyped', from, to);
	const taken = new Set([...seen].map((key) => key.replace(/^\w+ /, '')));
	for (const {from, to} of reshapings(small.census, large.census, taken)) pair('reshaped', from, to);
	const [a, b] = [sides.before.census.entries, sides.after.census.entries];
	const side = (entry: Entry, which: 'before' | 'after') =>
		seen.has(`${(which === 'before') === sides.sign > 0 ? 'small' : 'large'} ${entry.key}`);
	for (const entry of a.values()) {
		const twin = b.get(entry.key);
		const [was, is] = [entry.count > 0 && !side(entry, 'before'), twin && twin.count > 0 && !side(twin, 'after')];
		if (was && is && twin) {
			if (entry.count !== twin.count || isOther(entry.bytes, twin.bytes))
				changes.push(changeOf('recounted', entry, twin));
		} else if (was) changes.push(changeOf('gone', entry, undefined));
		else if (is) changes.push(changeOf('appeared', undefined, twin));
	}
	for (const entry of b.values())
		if (!a.has(entry.key) && entry.count > 0 && !side(entry, 'after'))
			changes.push(changeOf('appeared', undefined, entry));
	return changes.toSorted(
		(x, y) =>
			Math.abs(y.bytes) - Math.abs(x.bytes) ||
			((x.after ?? x.before)?.shape ?? '').localeCompare((y.after ?? y.before)?.shape ?? '', 'en'),
	);
}

/** Those that matter: a change of a thousandth of all bytes, or buffers of a hundredth. */
export function worthShowing(changes: readonly BufferChange[], {small, large}: Orientation): readonly BufferChange[] {
	const least = LEAST * Math.max(small.census.total, large.census.total);
	return changes.filter(
		(one) => Math.abs(one.bytes) >= least || Math.max(one.before?.bytes ?? 0, one.after?.bytes ?? 0) >= 10 * least,
	);
}

/** What the changes add up to, beside the change in the headline. */
export function accountOf(changes: readonly BufferChange[], headline: number | undefined): Account {
	const sum = (kinds: readonly BufferChange['change'][]) =>
		changes.filter(({change}) => kinds.includes(change)).reduce((total, {bytes}) => total + bytes, 0);
	return {
		...(headline === undefined ? {} : {headline}),
		matched: sum(['scaled', 'retyped', 'reshaped', 'recounted']),
		appeared: sum(['appeared']),
		gone: sum(['gone']),
	};
}

/** More than printing rounds: the same array in a layout that pads differently. */
function isOther(a: number, b: number): boolean {
	return Math.abs(a - b) > 0.01 * Math.max(a, b);
}

function changeOf(change: BufferChange['change'], before: Entry | undefined, after: Entry | undefined): BufferChange {
	const op = after?.op ?? before?.op;
	return {
		change,
		...(before ? {before: sizeOf(before)} : {}),
		...(after ? {after: sizeOf(after)} : {}),
		...(op === undefined ? {} : {op}),
		bytes: Math.round((after?.bytes ?? 0) - (before?.bytes ?? 0)),
	};
}

function sizeOf({key, count, bytes}: Entry): ComparedBuffers {
	return {shape: key, count, bytes: Math.round(bytes)};
}
