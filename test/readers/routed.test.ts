// Every wording of somebody else's failure is found, also where it is the only line of its log, and no wording by chance.
import {describe, expect, it} from 'vitest';
import {readText} from '../../src/readers/index.js';
import {fold} from './transform.js';

/** Kind, and a line that must be sent there. */
const LINES: readonly (readonly [kind: string, line: string])[] = [
	['gpu_oom', 'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB'],
	['gpu_oom', 'HIP out of memory. Tried to allocate 20.00 MiB'],
	['gpu_oom', 'failed to allocate 2.20G (2362232012 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory'],
	['gpu_oom', 'hipErrorOutOfMemory'],
	['gpu_oom', 'Out of memory while trying to allocate 4294967296 bytes.'],
	['gpu_oom', 'Allocator (GPU_0_bfc) ran out of memory trying to allocate 8.00GiB'],
	['gpu_oom', 'torch.OutOfMemoryError: no more'],
	['gpu_oom', 'RESOURCE_EXHAUSTED: Failed to allocate 2147483648 bytes for new constant'],
	[
		'gpu_oom',
		'OOM when allocating tensor with shape[1,2] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
	],
	['gpu_oom', 'Shared memory size limit exceeded: requested 73728, available: 65536'],
	['cuda', 'CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered'],
	['cuda', 'RuntimeError: CUDA error: device-side assert triggered'],
	['cuda', 'CUDNN_STATUS_EXECUTION_FAILED'],
	['cuda', 'CUBLAS_STATUS_NOT_INITIALIZED'],
	['cuda', 'torch.distributed.DistBackendError: NCCL error in: x'],
	['cuda', 'INTERNAL: Failed to complete all kernels launched on stream 0x5'],
	['host_oom_killer', 'Out of memory: Killed process 1234 (python3)'],
	['host_oom_killer', 'Out of memory: Kill process 1234 (python3) score 900'],
	['host_oom_killer', 'oom-kill:constraint=CONSTRAINT_MEMCG'],
	['host_oom_killer', 'oom_reaper: reaped process 12'],
	['host_oom_killer', 'reason: OOMKilled'],
	['host_oom_killer', 'python3 invoked oom-killer: gfp_mask=0x'],
	['host_oom_killer', 'Memory cgroup out of memory: Killed process 12'],
	['host_oom_killer', 'Task was killed due to the node running low on memory.'],
	['host_oom_killer', 'Exit code: 137'],
	['host_oom_killer', 'Exit code 137: OOM killed (container exceeded memory limit)'],
	['host_oom_killer', 'command terminated with exit code 137'],
	['host_oom_killer', 'subprocess.CalledProcessError: Command died with <Signals.SIGKILL: 9>.'],
	['host_memory', 'RuntimeError: [enforce fail at alloc_cpu.cpp:75] . DefaultCPUAllocator: not enough memory'],
	['host_memory', 'terminate called after throwing an instance of std::bad_alloc'],
	['host_memory', 'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 1.00 GiB for an array with shape (1,)'],
	['host_memory', 'MemoryError: Unable to allocate 29.8 GiB for an array'],
	['host_memory', 'OSError: [Errno 12] Cannot allocate memory'],
	['host_oom_killer', 'process 0 terminated with signal SIGKILL'],
	['host_oom_killer', 'Your notebook tried to allocate more memory than is available. It has restarted.'],
	[
		'host_memory',
		'OOM when allocating tensor with shape[1,2] and type float on /job:localhost/replica:0/task:0/device:CPU:0 by allocator cpu',
	],
	['premapped_buffer', 'Failed to allocate premapped buffer'],
	['quota', "Quota limit 'TPUV4sPodPerProjectPerZoneForTPUAPI' has been exceeded. Limit: 0"],
	['quota', '429 Quota exceeded for quota metric'],
	['quota', 'quotaExceeded'],
	['quota', 'There is no more capacity in the zone "europe-west4-a"'],
	['quota', 'ZONE_RESOURCE_POOL_EXHAUSTED'],
	['quota', 'does not have enough resources available to fulfill the request'],
	['quota', '429 The following quota metrics exceed quota limits: x.googleapis.com/y'],
	['rate_limit', '429 Client Error: Too Many Requests for url: https://hub/x'],
	['disk_full', 'OSError: [Errno 28] No space left on device'],
	['disk_full', '  Caused by: No space left on device (os error 28)'],
	['kv_cache_too_small', 'RuntimeError: Decode out of memory. Try to lower your batch size.'],
	['permission', "PermissionError: [Errno 13] Permission denied: '/dev/accel0'"],
	['permission', 'Could not open the log file /tmp/tpu_logs/tpu_driver.INFO'],
	['unknown_flag', "ERROR: Unknown command line flag 'xla_tpu_no_such_flag'"],
	['unknown_flag', 'Unknown flags in XLA_FLAGS: --xla_tpu_x=1'],
	[
		'kv_cache_too_small',
		'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization`',
	],
	[
		'kv_cache_too_small',
		'(24.00 GiB KV cache is needed, which is larger than the available KV cache memory (3.10 GiB)',
	],
	['pinned_host', 'RESOURCE_EXHAUSTED: could not allocate pinned host memory of size 17179869184'],
	['hang', 'DEADLINE: Barrier timed out. Id: x'],
	['hang', 'The tasks are unhealthy (stopped sending heartbeats): /job:jax_worker/task:1'],
	['check_failed', 'F0319 21:10:02.114410 1700411 llo_decomposer.cc:893] Unexpected opcode: dma-to-host'],
	['grpc_message_size', 'grpc: received message larger than max (4713 vs. 4194)'],
	['grpc_message_size', 'RESOURCE_EXHAUSTED: Sent message larger than max (1 vs. 2)'],
	['grpc_message_size', 'Received trailing metadata size exceeds limit'],
	['tpu_in_use', 'ABORTED: The TPU is already in use by process with pid 23472.'],
	['tpu_in_use', 'libtpu.so already in use by another process'],
	['tpu_in_use', 'rm -f /tmp/libtpu_lockfile'],
	['tpu_in_use', "Couldn't open iommu group /dev/vfio/0"],
	['tpu_in_use', 'open(/dev/vfio/0): Device or resource busy'],
	['tpu_in_use', 'open(/dev/accel0): Device or resource busy'],
	['tpu_in_use', 'Internet address already in use'],
	['python_shape_mismatch', 'ValueError: Shape mismatch, expected (1,2)'],
	['python_shape_mismatch', 'TypeError: Error: Incompatible shapes for broadcasting: (1,) (2,)'],
	['python_shape_mismatch', 'size mismatch for lm_head.weight: copying a param with shape torch.Size([1])'],
	['python_shape_mismatch', 'mat1 and mat2 shapes cannot be multiplied (1x2 and 3x4)'],
	['python_shape_mismatch', 'dot_general requires contracting dimensions to have the same shape, got (1,) and (2,).'],
	['argument_shape_mismatch', 'Executable expected shape f32[1] for argument 0 but got incompatible shape f32[2]'],
	['argument_shape_mismatch', 'Execution supplied 4 buffers but compiled program expected 5 buffers'],
	['argument_shape_mismatch', 'Argument types differ from the types for which this computation was compiled'],
	['argument_shape_mismatch', 'computation was compiled for input shardings that disagree'],
	['tpu_not_ready', 'The TPU worker may not be ready'],
	['tpu_not_ready', 'TPU node not ready'],
	['tpu_not_ready', 'No TPU devices were found.'],
	['tpu_not_ready', 'TPU initialization failed: no such file'],
	['tpu_not_ready', "RuntimeError: Unable to initialize backend 'tpu': UNKNOWN"],
	['tpu_not_ready', 'Failed to initialize TPU system'],
	['tpu_not_ready', 'TPU_WORKER_HOSTNAMES is not set'],
	['infeed', 'TENSOR_CORE_INFEED failed'],
	[
		'infeed',
		'Unable to enqueue when not opened, queue: [0000:00:04.0 PE0 C0 MC-1 TN0 Queue HBM_WRITE]. State is: CLOSED',
	],
	['network', 'Error executing an HTTP request: libcurl code 7'],
	['network', 'UNAVAILABLE: Socket closed'],
	['network', 'UNAVAILABLE: failed to connect to all addresses'],
	['network', 'DEADLINE_EXCEEDED: Barrier timed out'],
	['network', 'Connection refused'],
	['network', 'Connection timed out'],
	['network', 'Connection reset by peer'],
	['too_many_parameters', 'Computation requires more parameters (546) than supported (limit 236).'],
	['check_failed', 'F0000 x.cc:1] Check failed: a == b'],
	['mosaic', 'Mosaic failed to compile TPU kernel: bad'],
];

/** Lines of healthy runs, and of failures that have a code. */
const QUIET: readonly string[] = [
	"I0301 09:12:44.100211 77 xla_bridge.py:889] Unable to initialize backend 'tpu': INTERNAL: Failed to open libtpu.so",
	'cuda_driver.cc:267] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
	'INFO: Initializing the TPU system: grpc://10.0.0.2:8470',
	'TPU_WORKER_HOSTNAMES=10.0.0.2,10.0.0.3',
	'exit code 0',
	'RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 40.25G of 31.25G hbm.',
];

describe('failures of others', () => {
	it.each(LINES)('%s: %s', (kind, line) => {
		for (const text of [line, fold(line, 60)]) {
			const reading = readText('a.log', `step 1\n${text}\nbye\n`);
			expect(reading.routed.map((routed) => routed.kind)).toContain(kind);
			expect(reading.incidents).toEqual([]);
		}
	});

	it.each(QUIET)('are not seen in: %s', (line) => {
		expect(readText('a.log', `${line}\n`).routed).toEqual([]);
	});
});
