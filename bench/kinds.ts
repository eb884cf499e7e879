/** How the kinds of the lab and of the field map to kinds of remedies: the rules of the scoring script. */
import type {Fix} from './lab-cases.js';

const AS_KIND: Readonly<Record<string, string>> = {more_chips: 'bigger_tpu', opt_state_bf16: 'mixed_precision'};
const STRENGTH: Readonly<Record<string, number>> = {fits: 3, oom: 2, error: 1, timeout: 1, 'n/a': 0};

/** Changes that keep what the program computes. */
export const KEEPS_RESULTS = new Set([
	'fix_sharding',
	'shard',
	'remat',
	'donate',
	'microbatch',
	'chunked_loss',
	'remove_debug',
	'host_offload',
	'flags',
]);

/** The best result of each kind. */
export function resultsByKind(fixes: readonly Fix[]): ReadonlyMap<string, string> {
	const results = new Map<string, string>();
	for (const fix of fixes) {
		const kind = AS_KIND[fix.kind] ?? fix.kind;
		const known = results.get(kind);
		if (known === undefined || (STRENGTH[fix.result] ?? -1) > (STRENGTH[known] ?? -1)) results.set(kind, fix.result);
	}
	return results;
}

const ALIAS: Readonly<Record<string, readonly string[]>> = {
	bigger_tpu: ['bigger_tpu', 'shard'],
	shard: ['shard', 'fix_sharding', 'bigger_tpu'],
	fix_sharding: ['fix_sharding', 'shard'],
	remat: ['remat', 'flags'],
	reduce_batch: ['reduce_batch', 'microbatch'],
	microbatch: ['microbatch', 'reduce_batch'],
};

/** Kinds that count as what helped in practice; undefined where the field does not tell. */
export function kindsThatHelped(resolution: string | null | undefined): ReadonlySet<string> | undefined {
	if (!resolution || ['other', 'fix_config', 'upgrade_library'].includes(resolution)) return undefined;
	return new Set(ALIAS[resolution] ?? [resolution]);
}
