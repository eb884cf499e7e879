import type {HloFrame, HloModule} from '../../model/hlo.js';
import type {Frame} from '../../model/program.js';

/** Files of libraries: installed packages, the standard library, and code without a file. */
const LIBRARY =
	/(?:^|\/)(?:site-packages|dist-packages)\/|\/lib(?:64)?\/python\d[\d.]*\/(?!site-|dist-)|^<|\/python\d*\.zip\//;

/** The user's line of a stack frame: the innermost one outside libraries. */
export function userFrame(module: HloModule, frame: number): Frame | undefined {
	for (const {file, line, function: name} of stackOf(module, frame)) {
		if (!LIBRARY.test(file)) return {file, line, ...(name !== '' && name !== '<module>' && {function: name})};
	}
	return undefined;
}

/** A call stack, innermost first. Damaged tables may hold a cycle: it is cut. */
export function stackOf(module: HloModule, frame: number): readonly HloFrame[] {
	const stack: HloFrame[] = [];
	const seen = new Set<number>();
	for (let number = frame; number > 0 && !seen.has(number);) {
		seen.add(number);
		const found = module.frames.get(number);
		if (!found) break;
		stack.push(found);
		number = found.parent;
	}
	return stack;
}

/** A call stack as text that is the same before and after optimizations, although the numbers of frames are not. */
export function stackText(module: HloModule, frame: number): string {
	return stackOf(module, frame)
		.slice(0, 6)
		.map(({file, line}) => `${file}:${line}`)
		.join('|');
}
