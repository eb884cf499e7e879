import type {Interval} from '../model/interval.js';
import type {Program} from '../model/program.js';
import {printRange, printSize} from '../model/size.js';
import type {WhatIf} from './what-if-json.js';

/** The answers as lines of text: what the program needs now, and after each change. */
export function whatIfText({program, capacity, changes, together}: WhatIf): string {
	const applied = changes.filter(({effect}) => effect.need);
	const width = Math.max(0, ...changes.map(({change}) => change.length), 'together'.length);
	const line = (name: string, need: Interval): string =>
		`  ${name.padEnd(width)}  ${printRange(need)}${verdict(need, capacity)}`;
	return [
		`${heading(program)} needs ${printSize(program.total.high)}${capacity ? ` of ${printSize(capacity.high)}` : ''}${verdict(program.total, capacity)}`,
		dimensions(program),
		'',
		...changes.flatMap(({change, effect}) =>
			effect.need
				? [line(change, effect.need), `  ${' '.repeat(width)}  ${effect.basis}`]
				: [`  ${change.padEnd(width)}  does not apply: ${effect.basis}`],
		),
		...(together && applied.length > 1 ? [line('together', together)] : []),
		'',
	].join('\n');
}

function heading({name, chip, devices}: Program): string {
	const where = [chip, devices !== undefined && devices > 1 ? `${devices} devices` : undefined].filter(
		(part) => part !== undefined,
	);
	return `${name ?? 'The program'}${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
}

function dimensions({symbols}: Program): string {
	const named = symbols.filter(({meaning}) => meaning !== undefined);
	if (named.length === 0) return '  No dimension could be named.';
	return `  ${named.map(({id, extent, global}) => `${id} ${extent}${global === undefined ? '' : ` (${global} in all)`}`).join(', ')}`;
}

function verdict({low, high}: Interval, capacity: Interval | undefined): string {
	if (!capacity) return '';
	if (high <= capacity.low) return ', fits';
	if (low > capacity.high) return `, ${printSize(low - capacity.high)} too much${high === low ? '' : ' at least'}`;
	return ', may fit';
}
