/** Names that the compiler gives to instructions of its own and to custom calls without a name, and those of JAX's own scopes. */
const COMPILERS =
	/^(?:[a-z\d_]*_)?(?:fusion|copy|bitcast|transpose|broadcast|reshape|reduce|reduce-window|convert|dot|convolution|while|conditional|call|sort|scatter|gather|slice|concatenate|pad|iota|select|add|multiply|all-reduce|all-gather|all-to-all|reduce-scatter|collective-permute|custom-call|tpu_custom_call|infeed|outfeed|send|recv|dynamic-slice|dynamic-update-slice|get-tuple-element|async|param|parameter|constant|rng|rng-bit-generator|cholesky|triangular-solve|shard_map|pallas_call|closed_call|checkpoint|body|cond|scan|vmap|jit|xla_call)(?:-start|-done|-update)?$/;

/** Numbers and words that the compiler adds to tell copies of an instruction apart. */
const COPY = /(?:\.(?:\d+|clone|remat\d*)){1,8}$/;

/**
 * The name of a kernel from that of its instruction: `RPA-bq_32-bkvp_16` of `%RPA-bq_32-bkvp_16.4`. Undefined for a name that the
 * compiler made, such as `fusion.1`, and for a custom call without a name.
 */
export function kernelName(instruction: string): string | undefined {
	const name = instruction.replace(/^%/, '').replace(COPY, '');
	return name === '' || COMPILERS.test(name) ? undefined : name;
}
