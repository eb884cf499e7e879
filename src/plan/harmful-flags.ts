import type {FlagInForce} from '../model/incident.js';
import type {Flag} from '../model/playbook.js';

/** A setting known to cost memory. */
interface Harm {
	readonly name: string;
	readonly when: (value: string) => boolean;
	readonly because: string;
}

const above = (limit: number) => (value: string) => Number(value) > limit;
const on = (value: string) => /^(true|1|enabled|kEnabled)$/i.test(value);
const off = (value: string) => /^(false|0|disabled|kDisabled)$/i.test(value);

/** From the flags guidance of XLA and from measurement; each is explained on the flag's own entry. */
const HARMS: readonly Harm[] = [
	{
		name: 'xla_tpu_max_hbm_size_mib',
		when: above(0),
		because: 'it caps the whole fit check below what the chip has, so it can cause this failure by itself',
	},
	{
		name: 'xla_jf_rematerialization_percent_shared_memory_limit',
		when: above(100),
		because: 'above 100 compiler rematerialization is off in effect; the default is 95',
	},
	{
		name: 'xla_tpu_scheduler_percent_shared_memory_limit',
		when: above(100),
		because: 'above 100 the scheduler plans with more memory than there is; the default is 95',
	},
	{
		name: 'xla_tpu_enable_ag_backward_pipelining',
		when: on,
		because: 'it pipelines all-gathers backwards through a scan, which keeps more buffers alive',
	},
	{
		name: 'xla_tpu_enable_scheduler_memory_pressure_tracking',
		when: off,
		because: 'without it the scheduler does not watch memory',
	},
	{
		name: 'xla_tpu_dot_dot_fusion',
		when: off,
		because: 'without it the output of a producing dot is written to HBM',
	},
	{
		name: 'xla_should_allow_loop_variant_parameter_in_chain',
		when: on,
		because: 'collective pipelining keeps more buffers alive',
	},
	{
		name: 'xla_should_add_loop_invariant_op_in_chain',
		when: on,
		because: 'collective pipelining keeps more buffers alive',
	},
	{
		name: 'xla_tpu_enable_ici_ag_pipelining',
		when: on,
		because: 'pipelined all-gathers keep more buffers alive',
	},
];

/** Flags in force that make memory worse, each once, with the reason. Those that stand in a place where they do nothing are left out. */
export function harmsAmong(
	inForce: readonly FlagInForce[],
	flags: readonly Flag[],
): readonly {readonly name: string; readonly value: string; readonly because: string}[] {
	const set = new Map(inForce.filter(({channel}) => channel !== 'flagfile').map((flag) => [flag.name, flag]));
	return [...set.values()].flatMap((flag) => {
		const harm = HARMS.find(({name, when}) => name === flag.name && when(flag.value));
		return harm && placeOf(flag, flags).length === 0
			? [{name: flag.name, value: flag.value, because: harm.because}]
			: [];
	});
}

/** What to say about flags in force that make memory worse, or that a parser refuses. Nothing for the rest. */
export function harmfulFlags(inForce: readonly FlagInForce[], flags: readonly Flag[]): readonly string[] {
	const set = new Map(inForce.filter((flag) => flag.channel !== 'flagfile').map((flag) => [flag.name, flag]));
	return [...set.values()].flatMap((flag) => [...harmOf(flag), ...placeOf(flag, flags)]);
}

function harmOf(flag: FlagInForce): readonly string[] {
	const harm = HARMS.find((one) => one.name === flag.name && one.when(flag.value));
	return harm ? [`${flag.name}=${flag.value} is set: ${harm.because}.`] : [];
}

/** A flag in a variable that does not take it aborts the process or does nothing. */
function placeOf(flag: FlagInForce, flags: readonly Flag[]): readonly string[] {
	const known = flags.find((one) => one.name === flag.name);
	if (!known || (flag.channel !== 'XLA_FLAGS' && flag.channel !== 'LIBTPU_INIT_ARGS')) return [];
	if (known.channels.includes(flag.channel)) return [];
	const where = known.channels.length > 0 ? `it belongs in ${known.channels.join(' or ')}` : 'it is accepted nowhere';
	const instead = known.instead && known.instead.length > 0 ? `; use ${known.instead.join(' or ')} in its place` : '';
	return [`${flag.name} is set in ${flag.channel}, which does not take it: ${where}${instead}.`];
}
