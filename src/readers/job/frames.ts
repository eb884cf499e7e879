// Frames of tracebacks: Python's, IPython's in three generations, Julia's.
import type {StackFrame} from '../../model/job.js';

const PYTHON = /^\s*File "(?<file>[^"]{1,400})", line (?<at>\d+)(?:, in (?<fn>[^\s(]{1,200}))?/;
/** `File /x/trainer.py:611, in train(self, …)`. */
const PLAIN = /^\s*File (?<file>[^\s"]{1,400}):(?<at>\d+)(?:, in (?<fn>[\w.<>]{1,200}))?/;
/** `Cell In[6], line 52`, `Input In [6], in <cell line: 3>()`. */
const CELL = /^\s*(?<file>(?:Cell )?In\s?\[\d+\]|Input In \[\d+\])(?:, line (?<at>\d+)|, in (?<fn>[\w.<>: ]{1,80}))/;
/** `<ipython-input-4-0a2b> in <cell line: 1>()`, `/x/pxla.py in f(a, b)`: the line number comes with the arrow. */
const OLD =
	/^\s*(?<file><ipython-input-[\w-]{1,60}>|[\w./~-]{1,300}\.py) in (?<fn>[\w.<>]{1,120}(?: line: \d+>)?)(?:\(|(?<=<module>)\s*$)/;
const ARROW = /^-{2,}>\s+(?<at>\d+)\s?(?<code>.*)$/;
/** `@ Reactant.XLA ~/Reactant.jl/src/xla/Utils.jl:12`. */
const JULIA = /^\s*@ (?:[\w.]+ )?(?<file>\S{1,300}\.jl):(?<at>\d+)/;
const HEAD = /Traceback \(most recent call last\)|^-{60,}$|^Stacktrace:/;

/** Reads the frame that a line shows, without its code. */
export function frameOf(text: string, line: number): StackFrame | undefined {
	const match = text.includes('.jl:')
		? JULIA.exec(text)
		: (PYTHON.exec(text) ?? PLAIN.exec(text) ?? CELL.exec(text) ?? OLD.exec(text));
	const {file, at, fn} = match?.groups ?? {};
	if (file === undefined) return undefined;
	return {file, at: Number(at ?? 0), ...(fn !== undefined && {function: fn}), line};
}

/** The line number and code behind IPython's arrow. */
export function arrowOf(text: string): {readonly at: number; readonly code: string} | undefined {
	const groups = ARROW.exec(text)?.groups;
	return groups && {at: Number(groups['at']), code: (groups['code'] ?? '').trim()};
}

/** Whether a traceback begins here. */
export function beginsTraceback(text: string): boolean {
	return HEAD.test(text);
}
