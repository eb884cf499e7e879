// How variables reach a job: a shell, Docker, XPK, Ray, a pod or a notebook take them in ways of their own.
import type {Job} from '../model/job.js';

export type Launcher = 'shell' | 'docker' | 'xpk' | 'ray' | 'remote' | 'kubernetes' | 'notebook';

/** A variable with its new value. What it had before is left out; `extends`: it is added to what it had. */
export interface Variable {
	readonly name: string;
	readonly value: string;
	readonly extends: boolean;
	/** As it was written. */
	readonly text: string;
}

/** What started the job: by its command, else by what the log shows of a launcher. */
export function launcherOf(job: Job): Launcher {
	const command = job.command?.value.text ?? '';
	if (/^\S*docker\s+run\b/.test(command)) return 'docker';
	if (/^\S*xpk\s+workload\s+create\b/.test(command)) return 'xpk';
	if (/^\S*ray\s+job\s+submit\b/.test(command)) return 'ray';
	if (/--command[= ]["']/.test(command)) return 'remote';
	if (command !== '') return 'shell';
	if (/ipython-input|ipykernel|\bIn ?\[\d+\]/.test(job.userFrame?.value.text ?? '')) return 'notebook';
	const shown = job.settings.find(({name}) => name === 'launcher')?.text;
	// The workers of an engine that uses Ray get their variables from its command.
	if (shown === 'ray' && job.workload?.value.text === 'serving') return 'shell';
	return (['notebook', 'ray', 'kubernetes'] as const).find((one) => one === shown) ?? 'shell';
}

/** Whether variables are set apart from a command: in a cell, a pod or a driver. */
export function hasNoCommand(job: Job): boolean {
	return ['notebook', 'ray', 'kubernetes'].includes(launcherOf(job)) && !job.command;
}

/** The variables that a line of a shell sets: `NAME="value" command`, `export NAME="${NAME:-} value"`, `export NAME+=" value"`. */
export function variablesOf(line: string): readonly Variable[] {
	const found = line.matchAll(/(?<![A-Z0-9_$])([A-Z][A-Z0-9_]*)(\+?)=("[^"]*"|'[^']*'|\S+)/g);
	return [...found].map(([text, name = '', plus, quoted = '']) => {
		const value = quoted.replaceAll(/^["']|["']$/g, '');
		const own = new RegExp(String.raw`\$(?:\{${name}[^}]*\}|${name}\b)`);
		return {
			name,
			value: value.replace(own, '').replaceAll(/\s+/g, ' ').trim(),
			extends: plus === '+' || own.test(value),
			text,
		};
	});
}

/** The command of a job with variables set the way its launcher takes them; `line` is how a shell would set them before it. */
export function commandSetting(command: string, line: string, job: Job): string {
	const variables = variablesOf(line).map((one) => withPrinted(one, job, command));
	if (variables.length === 0) return command;
	// What the command itself sets would win over what is put before it.
	const [within, missing] = intoCommand(command, variables);
	if (missing.length === 0) return within;
	const words = missing.map(({name, value}) => `${name}=${quoted(value)}`);
	switch (launcherOf(job)) {
		case 'docker': {
			const folder = missing.some(({value}) => value.includes('/tmp/xla_dump'))
				? ' -v /tmp/xla_dump:/tmp/xla_dump'
				: '';
			return within.replace(/docker\s+run\b/, `docker run${folder}${words.map((word) => ` -e ${word}`).join('')}`);
		}
		case 'xpk':
			return within.replace(/workload\s+create\b/, `workload create${words.map((word) => ` --env ${word}`).join('')}`);
		case 'ray': {
			const pairs = JSON.stringify(Object.fromEntries(missing.map(({name, value}) => [name, value]))).slice(1, -1);
			const known = /"env_vars"\s*:\s*\{/;
			if (known.test(within)) return within.replace(known, (open) => `${open}${pairs}, `);
			return within.replace(/job\s+submit\b/, `job submit ${runtimeEnv(missing)}`);
		}
		case 'remote':
			return within.replace(/(--command[= ])(["'])/, (_, option: string, quote: string) => {
				const inner = quote === '"' ? "'" : '"';
				return `${option}${quote}${missing.map(({name, value}) => `${name}=${quoted(value, inner)}`).join(' ')} `;
			});
		default:
			return `${missing.map(({text}) => text).join(' ')} ${within}`;
	}
}

/** A line that sets variables for all that follows, the way a launcher takes it; the line itself for a shell. */
export function settingLine(line: string, job: Job): string {
	const launcher = launcherOf(job);
	if (launcher === 'shell') return line;
	const variables = variablesOf(line).map((one) => withPrinted(one, job, ''));
	if (variables.length === 0) return line;
	const options = (flag: string): string =>
		variables.map(({name, value}) => `${flag} ${name}=${quoted(value)}`).join(' ');
	switch (launcher) {
		case 'docker':
			return `${options('-e')}   # of docker run`;
		case 'xpk':
			return `${options('--env')}   # of xpk workload create`;
		case 'ray':
			if (job.command) return `${runtimeEnv(variables)}   # of ray job submit`;
			return `ray.init(runtime_env=${JSON.stringify(envVars(variables))})`;
		case 'remote':
			return `${variables.map(({name, value}) => `${name}=${quoted(value)}`).join(' ')}   # inside --command`;
		case 'kubernetes':
			return `env: [${variables.map(({name, value}) => `{name: ${name}, value: '${value}'}`).join(', ')}]   # of the container`;
		case 'notebook':
			return `import os; ${variables.map(inPython).join('; ')}`;
	}
}

function inPython({name, value, extends: adds}: Variable): string {
	const text = JSON.stringify(adds ? ` ${value}` : value);
	return `os.environ["${name}"] = ${adds ? `os.environ.get("${name}", "") + ` : ''}${text}`;
}

const envVars = (variables: readonly Variable[]): object => ({
	env_vars: Object.fromEntries(variables.map(({name, value}) => [name, value])),
});

function runtimeEnv(variables: readonly Variable[]): string {
	return `--runtime-env-json '${JSON.stringify(envVars(variables))}'`;
}

/** A launcher replaces a variable: what the log prints of it comes first. A notebook adds to what is there. */
function withPrinted(one: Variable, job: Job, command: string): Variable {
	const printed = job.flags[one.name]?.value.text;
	if (!one.extends || printed === undefined || command.includes(one.name) || launcherOf(job) === 'notebook') return one;
	return {...one, value: `${printed} ${one.value}`};
}

/** Adds to variables that a command sets itself; the others are left. */
function intoCommand(command: string, variables: readonly Variable[]): readonly [string, readonly Variable[]] {
	let text = command;
	const missing = variables.filter(({name, value, extends: adds}) => {
		const at = new RegExp(String.raw`((?<![\w$])(?:"${name}"\s*:\s*|${name}=))(?:(["'])((?:(?!\2).)*)\2|([^\s"']+))`);
		if (!at.test(text)) return true;
		text = text.replace(at, (_, before: string, quote: string | undefined, inner = '', bare = '') => {
			const old = `${String(inner)}${String(bare)}`;
			const mark = quote ?? '"';
			return `${before}${mark}${adds && old !== '' ? `${old} ` : ''}${value}${mark}`;
		});
		return false;
	});
	return [text, missing];
}

function quoted(value: string, mark = '"'): string {
	return /^[\w@%+=:,./-]+$/.test(value) && mark !== '"' ? value : `${mark}${value}${mark}`;
}
