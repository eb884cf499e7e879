/** What the names of operations and labels say: frameworks write their transformations and callbacks into them. */
import type {Use} from '../model/program.js';

const CALLBACK =
	/debug_callback|debug_print|python_cpu_callback|io_callback|pure_callback|host_callback|\boutfeed\b|xla_ffi_python/i;

/** As JAX, TensorFlow and PyTorch call it: `one_hot`, `OneHot`, `_one_hot`, `onehot`. */
const ONE_HOT = /(?<![a-z])one_?hot(?![a-z])|(?<![a-z])OneHot/i;

/** What an array is for, where the name of its operation or its label shows it. */
export function useByName(...names: readonly (string | undefined)[]): Use | undefined {
	const shows = (pattern: RegExp) => names.some((name) => name !== undefined && pattern.test(name));
	return shows(CALLBACK) ? 'debug' : shows(ONE_HOT) ? 'one-hot' : undefined;
}
