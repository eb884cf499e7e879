// Compile-time failures that are one sentence: the total of all temporaries (2026), the split over TensorCore and
// SparseCore, and the early abort. Forms: log-formats.md section 4.
import {GAP, loose, SIZE} from '../text/loose.js';
import {programName} from './program-name.js';
import {factsOf, isWithin, matches, stretch, type Failure, type Family} from './piece.js';

const TEMPORARIES = loose`(?: ran out of memory on hbm ${GAP} )? (?:the)? (?: total memory required for )? hlo temporaries
	\((?<hbm_used>${SIZE})\) exceeds available hbm \((?<hbm_capacity>${SIZE})\)`;
const OUT_ON_HBM = loose`ran out of memory on hbm`;
const MODULE = /^[^\w(]{0,3}hlomodule:/;
/** Sizes may be printed without unit; a figure that was cut off behind its point is none. */
const COUNT = String.raw`${SIZE}|\d+(?!\.?\d|\.$)`;
const SPLIT = loose`(?:tensorcore|tc) hbm usage :? (?<tc_used>${COUNT}) ,? (?:and)? (?:tpu)? (?:sparsecore|sc) hbm usage :?
	(?<sc_used>${COUNT}) (?: ,? (?:exceeding|exceeds) (?:the)? available (?:bytes|hbm|memory) :? (?<hbm_capacity>${COUNT}) )?`;
const EARLY = loose`aborting compilation early because it \W{0,2} s unlikely to have enough (?:device)? memory
	(?: ${GAP} requires (?<hbm_used>${SIZE}) ,? (?:but)? has (?<hbm_capacity>${SIZE}) )?`;

/** `HLO temporaries (X) exceeds available HBM (Y)`: X is measured to be all of HBM, not only temporaries. */
export const hloTemporaries: Family = (passage) => {
	const whole = [...matches(passage, TEMPORARIES)].map((match): Failure => {
		const {start, end} = stretch(match);
		const facts = factsOf(passage, 'hlo temporaries', match);
		const module = MODULE.exec(passage.lower.slice(end, end + 20));
		const name = module && programName(passage, 'hlo temporaries', end + module[0].length);
		return e1000('hlo_temporaries', start, end, name ? [...facts, name] : facts);
	});
	const parts = [...matches(passage, OUT_ON_HBM)]
		.map(stretch)
		.filter(({start, end}) => !isWithin(whole, start) && !whole.some((next) => isNext(end, next.start)));
	return [...whole, ...parts.map(({start, end}) => e1000('hlo_temporaries', start, end, []))];
};

/** The two halves of one message, with anything that a quotation put between them. */
function isNext(end: number, start: number): boolean {
	return start >= end && start - end < 60;
}

/** `TensorCore Hbm usage: X, SparseCore Hbm usage Y, exceeding available bytes: Z`. */
export const coreSplit: Family = (passage) =>
	[...matches(passage, SPLIT)].map((match) => {
		const {start, end} = stretch(match);
		return e1000('tc_sc', start, end, factsOf(passage, 'core split', match));
	});

/** `Aborting compilation early … Requires X, has Y available.` */
export const earlyAbort: Family = (passage) =>
	[...matches(passage, EARLY)].map((match) => {
		const {start, end} = stretch(match);
		return e1000('early_abort', start, end, factsOf(passage, 'early abort', match));
	});

function e1000(form: string, start: number, end: number, facts: Failure['facts']): Failure {
	return {kind: 'failure', start, end, code: 'E1000', form, space: 'hbm', facts};
}
