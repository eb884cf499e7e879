/**
 * Byte strings of which at least one stands in every line that can begin, end or carry something a reader wants. A file
 * layer may search for them in bulk and skip all other lines, if it keeps to three rules: push the `CONTEXT_BEFORE` lines
 * before a line that has one, go on pushing while `reader.hot`, and tell the reader how many lines were skipped.
 * They are short, so that a hard wrap at 40 columns or more leaves one whole in some piece of every message.
 */
export const ANCHORS: readonly string[] = [
	// memory spaces, in every report of the compiler
	'hbm',
	'HBM',
	'Hbm',
	'vmem',
	'smem',
	// status words
	'RESOURCE_EXHAUSTED',
	'esource exhausted',
	'INVALID_ARGUMENT',
	'CompileTime',
	'RuntimeBuffer',
	'RuntimeProgram',
	'RuntimeUnexpected',
	'errors/error_',
	'openxla.org',
	...['E0100', 'E0101', 'E0102', 'E0200', 'E1000', 'E1001', 'E1200'].map((code) => `${code}:`),
	...['E2001', 'E2002', 'E2003', 'E3000', 'E3001'].map((code) => `${code}:`),
	// compile time
	'of memory',
	'apacity by',
	'temporaries',
	'utilization',
	'llocat',
	'would exceed',
	'Unpadded',
	'XLA label',
	'Operator: ',
	'Shape: ',
	'ompilation',
	'unlikely to',
	'shapes_list',
	'cumulative_size',
	'iB(',
	// run time
	'Attempting to',
	'not possible',
	'loading program',
	'reservable',
	'expected parameter',
	'incompatible s',
	'Executable',
	'halted',
	'ccelerator device',
	'rematurely',
	'nexpectedly at',
	'moved to host',
	'entry computation',
	'permanent error',
	// kernels and SparseCore
	'Mosaic',
	'TPU kernel',
	'matmul RHS',
	'window params',
	'block shape',
	'max_nz_per',
	'statically prove',
	'memref.alloca',
	'logical replica',
	'TileSpmem',
	// failures of others
	'CUDA',
	'HIP out',
	'Killed',
	'killed',
	'oom',
	'OOM',
	'exit code 137',
	'uota',
	'larger than max',
	'lready in use',
	'ismatch',
	'more parameters',
	'more capacity',
	'compiled program expected',
	'computation was compiled',
	'Check failed',
	'not be ready',
	'not ready',
	'libcurl',
	'INFEED',
	'Socket closed',
	'HTTP request',
	'DEADLINE_EXCEEDED',
	'UNAVAILABLE',
	'Connection re',
	'bad_alloc',
	'MemoryError',
	// what was in force, and hints
	'LIBTPU',
	'libtpu',
	'XLA_FLAGS',
	'xla_tpu',
	'jaxlib',
	'torch_xla',
	'jax==',
	'command line flag',
	'ematerialization',
	'aximal device',
	'donated',
	'_callback',
];

/** Lines before a line with an anchor that the reader wants to see: pieces of a message that was wrapped. */
export const CONTEXT_BEFORE = 16;

const ANCHOR = new RegExp(ANCHORS.map((anchor) => anchor.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'));

/** Whether a line has an anchor. */
export function anchored(line: string): boolean {
	return ANCHOR.test(line);
}
