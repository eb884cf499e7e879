import type {Framework} from '../model/framework.js';
import type {StackFrame, Traceback} from '../model/job.js';

const LIBRARY = /(?:^|\/)(?:site-packages|dist-packages)\/(?<inside>.*)$/;
const STANDARD =
	/^<frozen|^<string>$|^<stdin>$|\/lib(?:64)?\/python\d|(?:^|\/)(?:runpy|threading|contextlib|functools)\.py$|\.jl$|^@/;

/** Whether a file lies in one of the frameworks' source trees. In an installed package only the package itself counts. */
export function isInTree(file: string, trees: readonly string[]): boolean {
	const inside = LIBRARY.exec(file)?.groups?.['inside'];
	if (inside !== undefined) return trees.some((tree) => `${inside}/`.startsWith(`${tree}/`));
	const path = `/${file}`;
	return trees.some((tree) => path.includes(`/${tree}/`) || path.includes(`/${tree}.py`));
}

/** The innermost frame outside libraries and frameworks. */
export function userFrame(traceback: Traceback, frameworks: readonly Framework[]): StackFrame | undefined {
	const trees = frameworks.flatMap((framework) => framework.trees);
	return traceback.frames.findLast(
		({file, at}) => at > 0 && !LIBRARY.test(file) && !STANDARD.test(file) && !isInTree(file, trees),
	);
}

/**
 * Whether a frame is one that a table names: `init_tx` is a function, or a file `init_tx.py`; `tpu/rl` a piece of its path; `tx.init` a
 * call in its code; `_precompile_` the beginning of a function's name.
 */
export function isNamed(frame: StackFrame, name: string): boolean {
	if (name.includes('/')) return frame.file.includes(name);
	if (name.includes('.')) return frame.code?.includes(name) ?? false;
	const fn = frame.function ?? '';
	if (name.endsWith('_')) return fn.startsWith(name);
	return fn === name || frame.file.endsWith(`/${name}.py`) || frame.file === `${name}.py`;
}

/** `/home/u/train.py:18`. */
export function printFrame({file, at}: StackFrame): string {
	return `${file}:${String(at)}`;
}
