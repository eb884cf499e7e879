import type {WhatIf} from '../model/change.js';
import {point, type Interval} from '../model/interval.js';
import type {Playbook} from '../model/playbook.js';
import type {Program} from '../model/program.js';
import type {Remedy} from '../model/remedy.js';
import {parseSize} from '../model/size.js';
import {isRefused, readChange, typedChange} from '../program/change/asked.js';
import {effectOf} from '../program/change/effect.js';

/** What a program needs after each change, in the order asked, and after all that apply. A change that does not apply says why. */
export function whatIf(
	program: Program,
	texts: readonly string[],
	{chips, remedies, responses = []}: Pick<Playbook, 'chips' | 'remedies' | 'responses'>,
): WhatIf {
	const capacity = program.capacity ?? usableOn(program.chip, chips);
	const asked = texts.map((text) => readChange(text, program, remedies));
	const applicable = asked.flatMap((change) => (isRefused(change) ? [] : [change]));
	const together = applicable.length > 0 ? effectOf(program, applicable, responses, capacity).need : undefined;
	return {
		program,
		...(capacity && {capacity}),
		changes: asked.map((change) => ({
			change: change.text,
			effect: isRefused(change) ? {basis: change.reason} : effectOf(program, [change], responses, capacity),
		})),
		...(together && {together}),
	};
}

/** A remedy as one would type it where it changes the program: `batch=1/2`; undefined where it has no effect that can be computed. */
export function typedRemedy(program: Program, remedy: Remedy): string | undefined {
	const text = typedChange(remedy);
	return text !== undefined && program.terms.length > 0 && !isRefused(readChange(text, program, [remedy]))
		? text
		: undefined;
}

/** What one device of a chip offers. */
function usableOn(chip: string | undefined, chips: Playbook['chips']): Interval | undefined {
	const usable = chips.find(({id}) => id === chip)?.usable[0];
	const bytes = usable === undefined ? undefined : parseSize(usable)?.bytes;
	return bytes && point(Math.round((bytes.low + bytes.high) / 2));
}
