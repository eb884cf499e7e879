import {execFile} from 'node:child_process';
import {accessSync, constants, existsSync} from 'node:fs';
import path from 'node:path';
import {heading, paragraph, printPlain, table} from '../../report/index.js';
import {loadPlaybook} from '../../store/playbook.js';
import {sessionsFolder} from '../../store/sessions.js';
import {EXIT, type Exit} from '../exit.js';
import type {World} from '../world.js';

export interface DoctorOptions {
	readonly playbook?: string;
	/** The Python that `probe` would use. */
	readonly python: string;
}

interface Finding {
	readonly about: string;
	readonly state: 'ok' | 'missing' | 'limited';
	readonly words: string;
}

/** Shows what the program finds on this machine, and what is missing for which command. Fails only where the playbook or the state folder cannot be used. */
export async function doctorCommand(world: World, version: string, options: DoctorOptions): Promise<Exit> {
	const needed = [await playbook(options.playbook), state()];
	const findings = [
		{about: 'Version', state: 'ok', words: `${version}, Node ${process.versions.node}`} as const,
		terminal(world),
		colours(world),
		...configuration(world),
		...needed,
		...(await python(options.python)),
	];
	const rows = findings.map(({about, state: is, words}) => [about, is, words]);
	world.stdout.write(
		printPlain(
			{
				title: 'This machine',
				blocks: [
					table('lll', ['', '', ''], rows),
					heading(2, 'Needed for'),
					paragraph(
						'Python with jax and libtpu: the scripts of `probe`, and `tune` on a dump. Everything else needs only Node.',
					),
				],
			},
			world,
		),
	);
	return needed.some(({state: is}) => is === 'missing') ? EXIT.usage : EXIT.done;
}

function terminal({watched, env, width, hyperlinks}: World): Finding {
	if (!watched) return {about: 'Terminal', state: 'limited', words: 'stdout is not a terminal: plain text, no wizard'};
	const name = env['TERM'] ?? 'TERM is not set';
	const dumb = env['TERM'] === 'dumb';
	return {
		about: 'Terminal',
		state: dumb ? 'limited' : 'ok',
		words: `${name}, ${width} columns${hyperlinks === true ? ', links' : ''}${dumb ? ': the wizard asks in plain text' : ''}`,
	};
}

function colours({colour, env, watched, theme}: World): Finding {
	if (colour)
		return {
			about: 'Colours',
			state: 'ok',
			words: theme ? 'the theme of your config file' : 'the sixteen of your terminal',
		};
	const because = env['NO_COLOR']
		? 'NO_COLOR is set'
		: watched
			? 'TERM or FORCE_COLOR switches them off'
			: 'stdout is not a terminal';
	return {about: 'Colours', state: 'limited', words: `off: ${because}`};
}

/** The config file with what it sets, and a row for each entry that was left out. */
function configuration({settings: loaded}: World): Finding[] {
	if (!loaded) return [];
	const {settings, file, found, complaints} = loaded;
	const set = Object.entries(settings).map(([name, value]) => `${name}: ${String(value)}`);
	const words = !found ? 'no file; the place is' : set.length > 0 ? `${set.join(', ')};` : 'sets nothing;';
	return [
		{about: 'Config', state: 'ok', words: `${words} ${file}`},
		...complaints.map((complaint): Finding => ({about: 'Config', state: 'limited', words: complaint})),
	];
}

async function playbook(folder: string | undefined): Promise<Finding> {
	const loaded = await loadPlaybook(folder, {workingFolder: process.cwd()});
	if ('trouble' in loaded) return {about: 'Playbook', state: 'missing', words: loaded.trouble.title};
	if ('complaints' in loaded)
		return {
			about: 'Playbook',
			state: 'missing',
			words: `${loaded.complaints.length} complaints: xla-triage flows check`,
		};
	const {remedies, pages, flags, frameworks} = loaded.playbook;
	return {
		about: 'Playbook',
		state: 'ok',
		words: `${remedies.length} remedies, ${pages.length} pages, ${flags.length} flags, ${frameworks.length} frameworks${folder === undefined ? '' : ` (${folder})`}`,
	};
}

/** The folder of sessions, or the nearest one above it that exists, must be writable. */
function state(): Finding {
	const folder = sessionsFolder();
	let there = folder;
	while (!existsSync(there) && path.dirname(there) !== there) there = path.dirname(there);
	try {
		accessSync(there, constants.W_OK);
		return {about: 'Sessions', state: 'ok', words: folder};
	} catch {
		return {about: 'Sessions', state: 'missing', words: `${folder} cannot be written; set XDG_STATE_HOME`};
	}
}

/** Reads the installed versions without importing jax, which would take the TPU. */
const VERSIONS = `import importlib.metadata as m, platform
print(platform.python_version())
for name in ("jax", "libtpu"):
    try: print(m.version(name))
    except m.PackageNotFoundError: print("")`;

async function python(command: string): Promise<Finding[]> {
	const lines = await printed(command, ['-c', VERSIONS]);
	if (!lines) {
		return [{about: 'Python', state: 'missing', words: `${command} does not run; name another with --python`}];
	}
	const [version = '', ...packages] = lines;
	return [
		{about: 'Python', state: 'ok', words: `${version} (${command})`},
		...['jax', 'libtpu'].map((name, index): Finding => {
			const found = packages[index] ?? '';
			return found === ''
				? {about: name, state: 'missing', words: `pip install "jax[tpu]"`}
				: {about: name, state: 'ok', words: found};
		}),
	];
}

/** The lines that a command prints, or undefined where it fails or takes longer than ten seconds. */
async function printed(command: string, args: readonly string[]): Promise<string[] | undefined> {
	return new Promise((resolve) => {
		execFile(command, args, {timeout: 10_000}, (error, stdout) => {
			resolve(error ? undefined : stdout.split('\n').map((line) => line.trim()));
		});
	});
}
