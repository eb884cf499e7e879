import type {KnobAdvice} from './diagnosis.js';

/** `per_device_batch_size: 13.0 → 6.0, gradient_accumulation_steps: 1 → 2`. */
export function knobText({key, from, to, also = []}: KnobAdvice): string {
	const one = (name: string, old: string | undefined, value: string | undefined): string =>
		old !== undefined && value !== undefined
			? `${name}: ${old} → ${value}`
			: value === undefined
				? `${name}${old === undefined ? '' : ` (now ${old})`}`
				: `${name}: ${value}`;
	return [one(key, from, to), ...also.map((each) => one(each.key, each.from, each.to))].join(', ');
}
