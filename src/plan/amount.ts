import type {KnobAdvice} from '../model/diagnosis.js';
import type {Program} from '../model/program.js';
import type {Remedy} from '../model/remedy.js';
import {isCount, mostOf} from '../program/change/asked.js';

/**
 * How many parts a step makes: by the setting that is printed where its old and new values are known, else as many as its page says and the
 * program allows. Undefined where its change has no such number.
 */
export function amountOf({change}: Remedy, knob: KnobAdvice | undefined, program: Program): string | undefined {
	if (!change || !isCount(change.amount)) return undefined;
	const values = knob ? [knob, ...(knob.also ?? [])] : [];
	const [times] = values.flatMap(({from, assumed, to}: Partial<KnobAdvice>) => {
		const ratio = Number(to) / Number(from ?? assumed);
		const parts = Math.round(Math.max(ratio, 1 / ratio));
		return Number.isFinite(parts) && parts > 1 ? [String(parts)] : [];
	});
	return times ?? mostOf(change, program);
}

/** Code that is written for the number of parts of its page, with another number. */
export function withAmount(code: string, {change}: Remedy, amount: string | undefined): string {
	if (amount === undefined || !isCount(change?.amount)) return code;
	return code.replaceAll(new RegExp(`\\b${change.amount}\\b`, 'g'), amount);
}
