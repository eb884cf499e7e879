import type {Analysis} from '../../model/analysis.js';
import type {Comparison, Factor} from '../../model/comparison.js';
import type {FlagInForce} from '../../model/incident.js';
import {explain} from '../../program/compare/explain.js';
import {kinshipOf, type Kinship} from '../../program/compare/kinship.js';

import {signed, subjectsOf, type Subjects} from '../../program/compare/subject.js';
import {accountOf, bufferChanges, worthShowing} from './buffers.js';
import {figuresOf} from './figures.js';
import {sideOf, type Side} from './side.js';
import {chipFactor, flagFactor} from './surroundings.js';
import {openReasons, unlikeReasons} from './unexplained.js';

/** One of two failures, with the flags that were in force. */
export interface Compared {
	readonly analysis: Analysis;
	readonly flags: readonly FlagInForce[];
}

/** Both sides as the user gave them, and their programs from the smaller to the larger. */
export interface Sides {
	readonly before: Side;
	readonly after: Side;
	readonly subjects: Subjects;
}

/** Needs that differ by less than this share are the same, as far as they are printed. */
const EQUAL = 0.001;
/** What is left of the difference beyond this share is said to be open. */
const OPEN = 0.2;

/** What changed between two failures, and which factors explain it, the one that explains most first. */
export function compare(was: Compared, is: Compared): Comparison {
	const [before, after] = [sideOf(was.analysis, was.flags), sideOf(is.analysis, is.flags)];
	const subjects = subjectsOf(was.analysis.program, is.analysis.program, before.signs, after.signs);
	const sides: Sides = {before, after, subjects};
	const listed = before.listed && after.listed;
	const {explanations: found, scaling} = listed ? explain(subjects) : {explanations: []};
	const kinship = kinshipOf(subjects, scaling);
	const unlike = areUnlike(sides, kinship);
	const figures = figuresOf(before, after);
	const all = listed ? bufferChanges(subjects, unlike ? undefined : scaling) : [];
	const around = [chipFactor(before, after), flagFactor(before, after)].filter((factor) => factor !== undefined);
	const same =
		around.length === 0 &&
		figures.every((one) => one.before === one.after) &&
		all.every(({change, bytes}) => change === 'recounted' && bytes === 0);
	return {
		factors: same
			? []
			: unlike
				? [otherFactor(undefined, unlikeReasons(sides, kinship)), ...around]
				: withRest(found, around, sides),
		figures,
		buffers: worthShowing(all, subjects),
		...(listed ? {account: accountOf(all, difference(before.needed, after.needed))} : {}),
		unlike,
		same,
		// Lists that are missing.
		missing: [before.listed ? [] : 'before', after.listed ? [] : 'after']
			.flat()
			.map((which) => `a list of buffers ${which} the change`),
	};
}

/** Two lists that share almost nothing, or two figures of different kinds: no change of one program links them. */
function areUnlike({before, after}: Sides, {akin}: Kinship): boolean {
	const isOtherCode = before.known.text('code') !== after.known.text('code');
	if (before.kind !== after.kind && (isOtherCode || (before.kind && after.kind))) return true;
	return before.listed && after.listed && !akin;
}

/** All factors, the one that explains most first, and what none of them explains. */
function withRest(found: readonly Factor[], around: readonly Factor[], sides: Sides): readonly Factor[] {
	const {before, after, subjects} = sides;
	const need = difference(before.needed, after.needed);
	const room = difference(before.capacity, after.capacity) ?? 0;
	const change = need === undefined ? undefined : need - room;
	const size = ({bytes = 0}: Factor): number => Math.abs(bytes);
	const larger = around.filter((one) => size(one) > Math.max(0, ...found.map(size)));
	const all = [...larger, ...found, ...around.filter((one) => !larger.includes(one))];
	const rest = change === undefined ? undefined : change - all.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
	const chip = Math.abs(around.find(({kind}) => kind === 'chip')?.bytes ?? 0);
	const open = rest !== undefined && Math.abs(rest) > OPEN * Math.max(subjects.growth, chip);
	const most = Math.max(subjects.growth, Math.abs(change ?? subjects.growth));
	if (all.length === 0 && change !== undefined && most < EQUAL * subjects.large.need) return [];
	if (all.length > 0 && !(open && found.length === 0)) return all;
	const listed = before.listed && after.listed;
	const other = otherFactor(all.length === 0 && !listed ? change : rest, openReasons(sides));
	const first = all.some((one) => Math.abs(one.bytes ?? 0) >= Math.abs(other.bytes ?? 0));
	return first ? [...all, other] : [other, ...all];
}

/** What no factor explains. */
function otherFactor(rest: number | undefined, reasons: readonly string[]): Factor {
	return {
		kind: 'other',
		change:
			rest === undefined ? 'not explained by the evidence' : `${signed(rest)} of what is missing is not explained`,
		because: [reasons[0] ?? 'No array that changed accounts for it.', ...reasons.slice(1)],
		...(rest === undefined ? {} : {bytes: rest}),
	};
}

/** By how much a figure of both changed; undefined where a side gives none. */
function difference(before: number | undefined, after: number | undefined): number | undefined {
	return before === undefined || after === undefined ? undefined : after - before;
}
