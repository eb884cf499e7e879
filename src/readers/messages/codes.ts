// Codes of XLA: `E1000: CompileTimeHbmOom:`, the name alone, the code alone, or the address of the page. A glog line begins
// with severity and date (`E0101 12:00:00` is the first of January): a code is followed by a colon.
// Source: errors.md section 0, log-formats.md section 1.
import type {Code} from '../../model/incident.js';
import {loose} from '../text/loose.js';
import {isWithin, matches, stretch, type Family, type Label} from './piece.js';

/** Names as messages print them. */
export const NAMES: Readonly<Record<string, Code>> = {
	RuntimeBufferAllocationFailure: 'E0100',
	RuntimeProgramAllocationFailure: 'E0101',
	RuntimeProgramInputMismatch: 'E0102',
	RuntimeUnexpectedCoreHalt: 'E0200',
	CompileTimeHbmOom: 'E1000',
	CompileTimeScopedVmemOom: 'E1001',
	CompileTimeHostOffloadOutputLocationMismatch: 'E1200',
	CompileTimeMosaicUnsupportedRhsType: 'E2001',
	CompileTimeMosaicMisalignedBlockAndTiling: 'E2002',
	CompileTimeMosaicUnprovenMemoryAccessAlignment: 'E2003',
	CompileTimeSparseCoreAllocationFailure: 'E3000',
	CompileTimeSparseCoreInvalidReplicaCount: 'E3001',
};

/** Documents of 2025 give the split over TensorCore and SparseCore its own code, which did not stay. */
const CODES: ReadonlyMap<string, Code> = new Map([
	...Object.values(NAMES).map((code): [string, Code] => [code.slice(1), code]),
	['1002', 'E1000'],
]);

const BY_NAME = new Map(Object.entries(NAMES).map(([name, code]) => [name.toLowerCase(), {name, code}]));
const CODE = loose`e(?<_code>\d{4}): (?: (?<_name>(?:compiletime|runtime)[a-z]{4,60}) )?`;
const NAME = loose`(?<_name>(?:compiletime|runtime)[a-z]{4,60})`;
const ADDRESS = loose`errors/error_(?<_code>\d{4})`;

/** Finds printed codes, names and addresses of the known codes. */
export const codes: Family = (passage) => {
	const found: Label[] = [];
	for (const match of matches(passage, CODE)) {
		const code = CODES.get(match.groups?.['_code'] ?? '');
		if (code === undefined || !passage.beginsWord(match.index)) continue;
		const named = known(match.groups?.['_name']);
		const {start, end} = stretch(match);
		const own = end - (match.groups?.['_name']?.length ?? 0) + (named?.name.length ?? 0);
		found.push({kind: 'label', start, end: own, code: named?.code ?? code, ...(named && {name: named.name})});
	}
	const coded = [...found];
	for (const match of matches(passage, NAME)) {
		const {start} = stretch(match);
		const named = known(match[0]);
		if (!named || isWithin(coded, start)) continue;
		found.push({kind: 'label', start, end: start + named.name.length, code: named.code, name: named.name});
	}
	for (const match of matches(passage, ADDRESS)) {
		const code = CODES.get(match.groups?.['_code'] ?? '');
		if (code !== undefined) found.push({kind: 'label', ...stretch(match), code, behind: true});
	}
	return found;
};

/** The name that the letters begin with: more letters may follow where a blank was. */
function known(letters: string | undefined): {name: string; code: Code} | undefined {
	if (letters === undefined) return undefined;
	for (const [lower, named] of BY_NAME) if (letters.startsWith(lower)) return named;
	return undefined;
}
