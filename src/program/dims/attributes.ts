/** `[0, 2]` of `dimensions={0,2}`; undefined where the attribute is not there. */
export function listOf(attributes: string, name: string): readonly number[] | undefined {
	const at = startOf(attributes, `${name}={`);
	if (at < 0) return undefined;
	const end = attributes.indexOf('}', at);
	const text = attributes.slice(at, end < 0 ? undefined : end).trim();
	return text === '' ? [] : text.split(',').map(Number);
}

/** `3` of `index_vector_dim=3`. */
export function numberOf(attributes: string, name: string): number | undefined {
	const at = startOf(attributes, `${name}=`);
	const value = at < 0 ? NaN : Number.parseInt(attributes.slice(at), 10);
	return Number.isNaN(value) ? undefined : value;
}

/** `add` of `to_apply=%add`. */
export function calledBy(attributes: string, name: string): string | undefined {
	const at = startOf(attributes, `${name}=`);
	return at < 0 ? undefined : /^%?([\w.-]+)/.exec(attributes.slice(at, at + 300))?.[1];
}

/** The computations of a conditional, in order. */
export function branchesOf(attributes: string): readonly string[] {
	const at = startOf(attributes, 'branch_computations={');
	if (at >= 0) {
		const end = attributes.indexOf('}', at);
		return attributes
			.slice(at, end)
			.split(',')
			.map((name) => name.trim().replace(/^%/, ''));
	}
	return ['true_computation', 'false_computation'].map((name) => calledBy(attributes, name) ?? '');
}

/** Where the value of an attribute starts; the name has to be whole: `dimensions` is not in `offset_dimensions`. */
function startOf(attributes: string, key: string): number {
	let at = attributes.indexOf(key);
	while (at > 0 && /\w/.test(attributes.charAt(at - 1))) at = attributes.indexOf(key, at + 1);
	return at < 0 ? -1 : at + key.length;
}
