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

/** Programs that a framework's repository offers to start from. */
const ENTRY = /(?:^|\/)(?:examples|scripts)\//;

/** The innermost frame outside libraries and frameworks; where there is none, that of an example or a script of a framework. */
export function userFrame({frames}: Traceback, frameworks: readonly Framework[]): StackFrame | undefined {
	const trees = frameworks.flatMap((framework) => framework.trees);
	const own = frames.filter(({file, at}) => at > 0 && !LIBRARY.test(file) && !STANDARD.test(file));
	return own.findLast(({file}) => !isInTree(file, trees)) ?? own.findLast(({file}) => ENTRY.test(file));
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
