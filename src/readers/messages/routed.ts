// Failures that are not XLA:TPU's to explain, or have no code: recognised, so that they can be sent to the right place.
// Each kind has a page in content/routed. Source: corpus of negatives, errors.md section 5.7.
import {loose} from '../text/loose.js';
import {matches, stretch, type Elsewhere, type Family} from './piece.js';

const WORDINGS: readonly {readonly what: string; readonly pattern: RegExp}[] = [
	{
		what: 'gpu_oom',
		pattern: loose`cuda out of memory | hip out of memory | cuda_error_out_of_memory | hip_error_outofmemory | hiperroroutofmemory
			| out of memory while trying to allocate \d | allocator \(gpu_\d+_bfc\) ran out of memory | torch.outofmemoryerror
			| oom when allocating tensor with shape (?! \[[\d,]*\] and type \w{1,12} on [^\[\]]{1,120}? by allocator (?:mkl)? cpu)
			| shared memory size limit exceeded : requested \d | failed to allocate \d+ bytes for new constant`,
	},
	{
		what: 'cuda',
		pattern: loose`cuda_error_(?!out_of_memory|no_device)[a-z_]{4,40} | cuda error: (?!out of memory) | cudnn_status_[a-z_]{4,40}
			| cublas_status_[a-z_]{4,40} | nccl error | failed to complete all kernels launched on stream`,
	},
	{
		what: 'host_oom_killer',
		pattern: loose`out of memory: kill(?:ed)? process | oom-kill: | oom_reaper: | oomkilled | invoked oom-killer | memory cgroup out of memory
			| killed by the (?:linux)? oom | oom killed | terminated with signal sigkill | tried to allocate more memory than is available
			| due to the node running low on memory | exit code:?137 | exitcode 137 | died with <signals.sigkill`,
	},
	{
		// An allocation that the process asked for and was refused: mostly an exception, and the process may live on.
		what: 'host_memory',
		pattern: loose`by allocator (?:mkl)? cpu | defaultcpuallocator: | std::bad_alloc | numpy.core._exceptions._arraymemoryerror
			| _arraymemoryerror | (?<![a-z])memoryerror: | unable to allocate \d+(?:\.\d+)? [kmgt]ib for an array | cannot allocate memory`,
	},
	{
		what: 'premapped_buffer',
		pattern: loose`premapped (?:buffer|memory)`,
	},
	{
		what: 'quota',
		pattern: loose`quota limit \W?[\w-]{0,120}\W? has been exceeded | quota exceeded | quotaexceeded | exceeded quota | insufficient quota | quota \W?[\w-]{1,120}\W? exceeded
			| (?:no more|not enough|insufficient) capacity in the (?:zone|region) | resource_pool_exhausted
			| not have enough resources available to fulfill | resource_exhausted: quota | quota metrics? exceed quota limits?`,
	},
	{
		what: 'rate_limit',
		pattern: loose`429 (?:client error:)? too many requests | error:? too many requests | rate limit (?:has been)? exceeded | rate limited by | exceeded (?:the|your)? rate limit
			| rateLimitExceeded | hit the rate limit`,
	},
	{
		what: 'disk_full',
		pattern: loose`no space left on device | disk quota exceeded | errno 28 | os error 28 | not enough (?:free)? disk space`,
	},
	{
		what: 'permission',
		pattern: loose`permission denied: \W?(?:/tmp/libtpu | /dev/(?:accel | vfio) | /tmp/tpu_logs) | (?:/tmp/libtpu_lockfile | /dev/(?:accel\d* | vfio/?\d*) | /tmp/tpu_logs) \W{0,4} permission denied
			| could not open the log file \W?/tmp/tpu_logs`,
	},
	{
		what: 'unknown_flag',
		pattern: loose`unknown command line flag '?(?:--)?\w | unknown flags? in xla_flags | unknown flags? in libtpu_init_args`,
	},
	{
		what: 'kv_cache_too_small',
		pattern: loose`kv cache is needed, which is larger than the available kv cache memory | no available memory for the cache blocks
			| is larger than the maximum number of tokens that can be stored in kv cache | not enough memory. please try to increase --mem-fraction-static
			| decode out of memory. try to lower your batch size | (?:prefill | extend) out of memory. try to lower`,
	},
	{
		what: 'pinned_host',
		pattern: loose`(?:could not | failed to | unable to) allocate pinned (?:host)? (?:memory | buffer)? | could not allocate pinned host`,
	},
	{
		what: 'hang',
		pattern: loose`heartbeat (?:request)? (?:timed out | timeout) | missed (?:too many)? heartbeats | heartbeat timeout | megascale \W{0,3} (?:\w+ )? hang detected | hang detected (?:in | on)
			| barrier timed out | coordination service (?:agent)? (?:is)? in error | tasks? (?:are | is)? unhealthy \(stopped sending heartbeats | devices? .{0,40} appears? to be (?:hung | stuck)`,
	},
	{
		what: 'grpc_message_size',
		pattern: loose`(?:received|sent) message larger than max | received trailing metadata size exceeds limit`,
	},
	{
		what: 'tpu_in_use',
		pattern: loose`the tpu is already in use | tpu is already in use by | libtpu_lockfile | libtpu.so (?:is)? already in used? by
			| couldn \W{0,2} t open iommu group | /dev/(?:vfio/|accel) \d+ \)? : device or resource busy | internet address already in use`,
	},
	{
		what: 'python_shape_mismatch',
		pattern: loose`error: [^:]{0,40}? shape mismatch | shape mismatch for | size mismatch for [\w.]{1,200}: | error: incompatible shapes
			| copying a param with shape | error: [\w.]{0,60}? got incompatible shapes for broadcasting
			| shapes cannot be multiplied \( | requires contracting dimensions to have the same shape`,
	},
	{
		what: 'argument_shape_mismatch',
		pattern: loose`executable (?: \([^()]{1,300}\) )? expected shape | execution supplied \d+ (?:buffers|arguments) but compiled program expected
			| argument types differ from the types for which this computation was compiled
			| computation was compiled for input shardings that disagree`,
	},
	{
		// JAX notes at its start every backend that a machine does not have; only the exception is a failure.
		what: 'tpu_not_ready',
		pattern: loose`the tpu worker may not be ready | tpu (?:node|worker|driver|device)? (?:is)? not (?:yet)? ready | no tpu devices? (?:were)? found
			| tpu initialization failed | error: unable to initialize backend 'tpu' | failed to initialize tpu system | tpu_worker_hostnames (?:is|was) (?:not set|unset|empty)`,
	},
	{
		what: 'infeed',
		pattern: loose`tensor_core_infeed | unable to enqueue when not opened | infeed(?:enqueue)?(?:tuple)? \W{0,4} failed`,
	},
	{
		what: 'network',
		pattern: loose`libcurl code \d+ | error executing an http request | unavailable: (?:socket closed|failed to connect|connection) | failed to connect to all addresses
			| connection (?:refused|reset by peer|timed out) | deadline_exceeded: | error: socket closed`,
	},
	{
		what: 'too_many_parameters',
		pattern: loose`computation requires more parameters \(\d+\) than supported`,
	},
	{
		what: 'check_failed',
		pattern: loose`check failed: | check failure stack trace | unexpected opcode:`,
	},
	{
		what: 'mosaic',
		pattern: loose`mosaic failed to compile tpu kernel | internal: mosaic`,
	},
];

/** Finds failures to be sent elsewhere. */
export const routed: Family = (passage) =>
	WORDINGS.flatMap(({what, pattern}) =>
		[...matches(passage, pattern)].map((match): Elsewhere => {
			const at = stretch(match);
			return {kind: 'routed', ...at, what, place: passage.place(at.start, at.end)};
		}),
	);
