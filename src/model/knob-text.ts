import type {KnobAdvice, KnobNames} from './diagnosis.js';

/** `per_device_batch_size: 13.0 → 6.0, gradient_accumulation_steps: 1 → 2`. */
export function knobText({key, from, assumed, to, also = []}: KnobAdvice): string {
	const now = from ?? (assumed === undefined ? undefined : `${assumed} (the default)`);
	const one = (name: string, old: string | undefined, value: string | undefined): string =>
		old !== undefined && value !== undefined
			? `${name}: ${old} → ${value}`
			: value === undefined
				? `${name}${old === undefined ? '' : ` (now ${old})`}`
				: `${name}: ${value}`;
	return [one(key, now, to), ...also.map((each) => one(each.key, each.from, each.to))].join(', ');
}

/** Whether the key of a knob is a call to write, as `torch_xla.sync()`, and no setting. */
export function isCall(key: string): boolean {
	return key.endsWith(')');
}

/** `per_device_batch_size` in MaxText, `train_batch_size` in levanter: one entry a framework, with the keys as code. */
export function namesText(names: readonly KnobNames[]): readonly string[] {
	return names.map(({framework, keys}) => `${withPartners(keys)} in ${framework}`);
}

/** A setting and those that change with it: `batch_size` with `gradient_accumulation_steps`. */
export function withPartners(keys: readonly string[]): string {
	return keys.map((key) => `\`${key}\``).join(' with ');
}
