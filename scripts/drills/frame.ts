// What stands around a failure in a terminal: tracebacks, prefixes of launchers and loggers.

/** A Python traceback: `frames` are file:line, function and code, outermost first. */
export function traceback(frames: readonly (readonly [at: string, within: string, code: string])[]): string[] {
	return [
		'Traceback (most recent call last):',
		...frames.flatMap(([at, within, code]) => {
			const [file = '', line = ''] = at.split(':');
			const called = code.replace(/^[\w, ]+ = /, '');
			return [
				`  File "/home/user/${file}", line ${line}, in ${within}`,
				`    ${code}`,
				`    ${' '.repeat(code.length - called.length)}${'^'.repeat(called.length)}`,
			];
		}),
	];
}

/** A line as glog writes it. */
export function glog(severity: 'I' | 'W' | 'E', date: string, time: string, place: string, text: string): string {
	return `${severity}${date} ${time}    4127 ${place}] ${text}`;
}

/** Lines with a prefix before each. */
export function prefixed(prefix: string, lines: readonly string[]): string[] {
	return lines.map((line) => `${prefix}${line}`.trimEnd());
}

export const SEE = (code: string): string => `See https://openxla.org/xla/errors/error_${code} for more details.`;
