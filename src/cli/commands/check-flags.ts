import {existsSync} from 'node:fs';
import type {Block} from '../../model/document.js';
import type {FlagInForce} from '../../model/incident.js';
import {neutraliseLine} from '../../model/neutral.js';
import type {Playbook} from '../../model/playbook.js';
import {flagsInText} from '../../plan/tuning/index.js';
import {jsonText} from '../../report/json-text.js';
import {bullets, heading, paragraph, printMarkdown, printPlain} from '../../report/index.js';
import {openDesk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {checkFlags, type FlagCheck} from '../flags-check.js';
import {sayTrouble} from '../say.js';
import {readNamed} from '../sources.js';
import type {World} from '../world.js';

export interface CheckFlagsOptions {
	readonly format: 'text' | 'markdown' | 'json';
	/** Version of libtpu to check against; without it that of the log, or all that were measured. */
	readonly libtpu?: string;
	readonly playbook?: string;
}

/** Checks the flags in force: of logs, of flags that are written out, or of this environment. */
export async function checkFlagsCommand(
	world: World,
	given: readonly string[],
	options: CheckFlagsOptions,
): Promise<Exit> {
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	const found = await flagsGiven(world, desk.playbook, given);
	if (!found) return EXIT.usage;
	const {inForce, libtpu = options.libtpu} = {
		...found,
		...(options.libtpu === undefined ? {} : {libtpu: options.libtpu}),
	};
	const checks = checkFlags(inForce, desk.playbook.flags, libtpu);
	if (options.format === 'json') {
		const json = {schema: 'xla-triage.flags/1', ...(libtpu === undefined ? {} : {libtpu}), flags: checks};
		world.stdout.write(`${jsonText(json, 2)}\n`);
		return EXIT.done;
	}
	const document = {title: titleOf(checks), blocks: checks.flatMap(blocksOf)};
	world.stdout.write(options.format === 'markdown' ? printMarkdown(document) : printPlain(document, world));
	return EXIT.done;
}

interface Found {
	readonly inForce: readonly FlagInForce[];
	readonly libtpu?: string;
}

/** What begins with a dash or `NAME=` is flags, everything else a log; without either, the environment counts. */
async function flagsGiven(world: World, playbook: Playbook, given: readonly string[]): Promise<Found | undefined> {
	if (given.length === 0) return {inForce: flagsOfEnvironment(world.env, playbook)};
	const logs = given.filter((word) => word === '-' || existsSync(word));
	const inForce = given.flatMap((word) => (logs.includes(word) ? [] : flagsOfWords(word)));
	const unread = given.find((word) => !logs.includes(word) && flagsOfWords(word).length === 0);
	if (unread !== undefined) {
		sayTrouble(world, {
			title: `${unread} is neither a log nor flags`,
			cause: 'There is no such file, and nothing in it begins with two dashes.',
			todo: "xla-triage check-flags train.log, or xla-triage check-flags 'LIBTPU_INIT_ARGS=--xla_name=value'",
		});
		return undefined;
	}
	if (logs.length === 0) return {inForce};
	const reading = await readNamed(world, logs, playbook.frameworks);
	if (!reading) return undefined;
	const libtpu = reading.facts.find(({name}) => name === 'libtpu.version')?.value.text;
	// A flag file of a dump lists mostly defaults, which nobody set.
	const set = reading.flags.filter(({channel}) => channel !== 'flagfile');
	return {inForce: [...inForce, ...set], ...(libtpu === undefined ? {} : {libtpu})};
}

/** `--a=1 --b=2`, or the same after `LIBTPU_INIT_ARGS=` or `XLA_FLAGS=`. */
function flagsOfWords(text: string): readonly FlagInForce[] {
	const [, variable, rest = text] = /^\s*(?:export\s+)?(LIBTPU_INIT_ARGS|XLA_FLAGS)=(.*)$/s.exec(text.trim()) ?? [];
	const channel = variable === 'LIBTPU_INIT_ARGS' || variable === 'XLA_FLAGS' ? variable : 'unknown';
	return flagsInText(neutraliseLine(rest.replaceAll(/^["']|["']$/g, '')), channel);
}

function flagsOfEnvironment(env: World['env'], {flags}: Playbook): readonly FlagInForce[] {
	const inVariables = (['LIBTPU_INIT_ARGS', 'XLA_FLAGS'] as const).flatMap((name) =>
		flagsInText(neutraliseLine(env[name] ?? ''), name),
	);
	const ofJax = flags.flatMap(({name, channels}): FlagInForce[] => {
		const variable = name.toUpperCase();
		const given = channels.includes('jax_config') ? env[variable] : undefined;
		if (given === undefined) return [];
		const value = neutraliseLine(given);
		return [{name, value, channel: 'environment', place: {evidence: variable, line: 1, quote: value}}];
	});
	return [...inVariables, ...ofJax];
}

function titleOf(checks: readonly FlagCheck[]): string {
	if (checks.length === 0) return 'No flags found';
	const wrong = checks.filter(({problems}) => problems.length > 0).length;
	const flags = `${checks.length} ${checks.length === 1 ? 'flag' : 'flags'} in force`;
	return wrong === 0 ? `${flags}, no problem found` : `${flags}, ${wrong} with a problem`;
}

function blocksOf({name, value, channel, known, accepted, channels, problems, instead}: FlagCheck): readonly Block[] {
	const versions = (which: boolean): string =>
		accepted
			.filter((one) => one.accepted === which)
			.map(({libtpu}) => libtpu)
			.join(', ');
	const lines = [
		...problems,
		...(versions(true) === '' ? [] : [`Accepted by libtpu ${versions(true)}.`]),
		...(versions(false) === '' || problems.some((one) => one.includes('refuses'))
			? []
			: [`Refused by libtpu ${versions(false)}.`]),
		...(channels.length === 0 ? [] : [`May be set in ${channels.join(', ')}.`]),
		...(instead.length === 0
			? []
			: [
					`${known ? 'Use instead' : 'Did you mean'}: ${instead.map((one) => `\`${one}\``).join(', ')}${known ? '.' : '?'}`,
				]),
	];
	const where = channel === 'unknown' ? '' : ` in ${channel}`;
	return [
		heading(2, `${name}=${value}${where}`),
		lines.length > 0 ? bullets(lines) : paragraph('Nothing more is known.'),
	];
}
