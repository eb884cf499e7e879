import type {Answer, ChangeStep, WhatIf} from '../model/change.js';
import {middle, point, type Interval} from '../model/interval.js';
import type {Playbook} from '../model/playbook.js';
import type {Program} from '../model/program.js';
import type {Remedy} from '../model/remedy.js';
import type {Measurement} from '../model/session.js';
import {parseSize} from '../model/size.js';
import {isRefused, readChange, typedChange} from '../program/change/asked.js';
import {effectOf} from '../program/change/effect.js';
import {bytesUsed, measuredEffect} from './measured.js';

/**
 * What a program needs after each change, in the order asked, and after all that apply. A change that does not apply says why. What was
 * measured of a change takes the place of its estimate. `holds` says which steps of a page apply, as in a diagnosis.
 */
export function whatIf(
	program: Program,
	texts: readonly string[],
	{chips, remedies, responses = []}: Pick<Playbook, 'chips' | 'remedies' | 'responses'>,
	measured: readonly Measurement[] = [],
	holds?: (step: ChangeStep) => boolean,
): WhatIf {
	const capacity = program.capacity ?? usableOn(program.chip, chips);
	const asked = texts.map((text) => readChange(text, program, remedies, holds));
	const applicable = asked.flatMap((change) => (isRefused(change) ? [] : [change]));
	const changes = asked.map((change): Answer => {
		if (isRefused(change)) return {change: change.text, effect: {basis: change.reason}};
		const found = measuredAs(change.text, program, remedies, measured);
		return found
			? {change: change.text, effect: measuredEffect(found), measured: found}
			: {change: change.text, effect: effectOf(program, [change], responses, capacity)};
	});
	const needs = changes.flatMap(({effect}) => effect.need ?? []);
	const together = needs.length > 1 ? effectOf(program, applicable, responses, capacity).need : needs[0];
	return {program, ...(capacity && {capacity}), changes, ...(together && {together})};
}

/** The measurement of the same change; of several, such as one of the largest arrays only, the one that needs least. */
function measuredAs(
	asked: string,
	program: Program,
	remedies: readonly Remedy[],
	measured: readonly Measurement[],
): Measurement | undefined {
	const changesOf = (text: string): string | undefined => {
		const page = remedies.find(({id, change}) => id === text || change?.word === text);
		const read = readChange((page && typedChange(page)) ?? text, program, remedies);
		return isRefused(read) ? undefined : JSON.stringify(read.steps);
	};
	const wanted = changesOf(asked);
	const same = measured.filter(({remedy, change, used}) => {
		const page = remedies.find(({id}) => id === remedy);
		const text = page && (page.probe?.step.find(({name}) => name === change)?.asks ?? typedChange(page));
		return used !== undefined && text !== undefined && wanted !== undefined && changesOf(text) === wanted;
	});
	return same.toSorted((a, b) => bytesUsed(a) - bytesUsed(b))[0];
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
	return bytes && point(Math.round(middle(bytes)));
}
