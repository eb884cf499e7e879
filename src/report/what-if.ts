import type {Answer, WhatIf} from '../model/change.js';
import type {Interval} from '../model/interval.js';
import {foremost, symbolText, type Program} from '../model/program.js';
import {printRange, printSize} from '../model/size.js';

/** The answers as lines of text: what the program needs now, and after each change. */
export function whatIfText({program, capacity, changes, together}: WhatIf): string {
	const applied = changes.filter(({effect}) => effect.need);
	const width = Math.max(0, ...changes.map(({change}) => change.length), 'together'.length);
	const line = (name: string, said: string): string => `  ${name.padEnd(width)}  ${said}`;
	return [
		`${heading(program)} needs ${printSize(program.total.high)}${capacity ? ` of ${printSize(capacity.high)}` : ''}${fitsText(program.total, capacity)}`,
		`  ${dimensionsText(program)}`,
		'',
		...changes.flatMap((answer) => {
			const {need, basis} = answer.effect;
			if (!need) return [line(answer.change, `does not apply: ${basis}`)];
			return [line(answer.change, answerText(answer, need, capacity).join('')), line('', basis)];
		}),
		...(together && applied.length > 1
			? [line('together', `${printRange(together)}${fitsText(together, capacity)}`)]
			: []),
		'',
	].join('\n');
}

function heading({name, chip, devices}: Program): string {
	const where = [chip, devices !== undefined && devices > 1 ? `${devices} devices` : undefined].filter(
		(part) => part !== undefined,
	);
	return `${name ?? 'The program'}${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
}

/** `batch 8 per device (32 over all devices), sequence 1024; 3 more by extent, such as d1 of 80`: the dimensions that have a name first. */
export function dimensionsText({symbols}: Program): string {
	const [first, more] = foremost(symbols);
	const [another] = more;
	const named = first.map(
		({id, extent, global}) =>
			`${id.replace(/:\d+$/, '')} ${extent}${global === undefined ? '' : ` per device (${global} over all devices)`}`,
	);
	const rest = another && `${more.length} more by extent, such as ${symbolText(another)}`;
	if (named.length === 0) return `No dimension could be named${rest === undefined ? '' : `; ${rest}`}.`;
	return [named.join(', '), ...(rest === undefined ? [] : [rest])].join('; ');
}

/** The need after a change, and whether it fits: `measured: needs 24.52G`, `, 8.77G too much`. */
export function answerText(
	{measured}: Answer,
	need: Interval,
	capacity: Interval | undefined,
): readonly [need: string, fits: string] {
	if (measured?.used === undefined) return [printRange(need), fitsText(need, capacity)];
	const over = measured.result === 'oom' && capacity && need.low > capacity.high;
	const fits = over ? fitsText(need, capacity) : measured.result === 'fits' ? ', fits' : ', does not fit';
	return [`measured: needs ${measured.used}`, fits];
}

/** `, fits`: whether a need is within the capacity; empty where that is not known. */
export function fitsText({low, high}: Interval, capacity: Interval | undefined): string {
	if (!capacity) return '';
	if (high <= capacity.low) return ', fits';
	if (low > capacity.high) return `, ${printRange({low: low - capacity.high, high: high - capacity.low})} too much`;
	return ', may fit';
}
