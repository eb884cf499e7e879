import {parseSize, type Size} from '../../model/size.js';
import type {TrialResult} from '../../model/tuning.js';
import type {Figures} from './figures.js';
import {isLater} from './stages.js';

/** Examples for a prompt. */
export const RESULT_EXAMPLES = 'fits; fits, step 1.2 s; 31.9G of 31.25G; same; refused; E0101 instead; failed';

/**
 * Reads a result that a person tells: `fits`, `31.9G`, `31.9G of 31.25G, compile 300 s`, `same`, `refused`, `failed`. `flags` are those of the trial, which
 * `refused` is about; `code` is the failure that is being cured. Undefined when it says nothing of the kind.
 */
export function readResultWords(
	text: string,
	best: Figures | undefined,
	flags: readonly string[],
	code?: string,
): TrialResult | undefined {
	const said = text.trim().toLowerCase();
	const sizes = sizesIn(text);
	const times = {...seconds(said, /\bsteps?\b/, 'stepSeconds'), ...seconds(said, /\bcompil\w*/, 'compileSeconds')};
	const common = {...times, by: 'words' as const, quote: text.trim().slice(0, 200)};
	const [used, capacity] = sizes;
	const figures = {...(used ? {used} : {}), ...(capacity ? {capacity} : {})};
	if (/\brefus|\bunknown\b|\billegal\b|\breject/.test(said)) {
		const named = flags.filter((name) => said.includes(name.toLowerCase()));
		return {...common, outcome: 'refused', refused: named.length > 0 ? named : flags};
	}
	const named = /\be\d{4}\b/.exec(said)?.[0].toUpperCase();
	if (named !== undefined && named !== code) {
		const cured = code !== undefined && isLater(named, code);
		return {...common, outcome: cured ? 'fits' : 'failed', next: named, refused: []};
	}
	if (/\b(?:not|n't|no)\b.{0,12}\bfit/.test(said)) return {...common, ...figures, outcome: 'oom', refused: []};
	if (/\b(?:fits?|fitted|works?|worked|ran|runs|ok|yes)\b/.test(said)) {
		return {...common, ...figures, outcome: 'fits', refused: []};
	}
	const limit = capacity ?? best?.capacity;
	if (used && limit && used.bytes.high <= limit.bytes.low) {
		return {...common, ...figures, outcome: 'fits', refused: []};
	}
	if (used) return {...common, ...figures, outcome: 'oom', refused: []};
	if (/\bsame\b|\bno change\b|\bnothing\b/.test(said)) {
		return {...common, ...(best ?? {}), outcome: 'oom', refused: []};
	}
	if (named !== undefined || /\boom\b|\bworse\b|\bmemory\b/.test(said)) return {...common, outcome: 'oom', refused: []};
	if (/\bfail|\bcrash|\bother\b|\berror\b/.test(said)) return {...common, outcome: 'failed', refused: []};
	return undefined;
}

function sizesIn(text: string): readonly Size[] {
	return [...text.matchAll(/(?<![\w.])\d+(?:\.\d+)?\s?[KMGT](?:i?B)?(?![\w.])/gi)].flatMap(([found]) => {
		const size = parseSize(found);
		return size ? [size] : [];
	});
}

/** A time that follows a word: `step 1.2 s`, `compile 5 min`. */
function seconds<Name extends string>(text: string, word: RegExp, name: Name): Partial<Record<Name, number>> {
	const match = new RegExp(`${word.source}[^\\d,;]{0,12}(\\d+(?:\\.\\d+)?)\\s*(ms|min|m|s|sec)?`).exec(text);
	if (!match) return {};
	const factor = match[2] === 'ms' ? 0.001 : match[2]?.startsWith('m') === true ? 60 : 1;
	const found: Partial<Record<Name, number>> = {};
	found[name] = Number(match[1]) * factor;
	return found;
}
