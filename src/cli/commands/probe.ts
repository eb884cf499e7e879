import {existsSync} from 'node:fs';
import path from 'node:path';
import type {Diagnosis} from '../../model/diagnosis.js';
import {FORWARD_WORK} from '../../model/job.js';
import {neutraliseLine} from '../../model/neutral.js';
import {allPlanned, CHIPS, flagsToTry, topologyOf, variantsOf} from '../../plan/probe/index.js';
import {isFolder} from '../../store/file-kind.js';
import {saveFile} from '../../store/save.js';
import {diagnoseReading, openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {say, sayTrouble} from '../say.js';
import {readNamed} from '../sources.js';
import type {World} from '../world.js';
import {probeScript} from '../probe/step-script.js';
import {probeDump} from './probe-dump.js';
import {factOf, inFocus} from './probe-plan.js';
import {takeBack} from './probe-read.js';
import {userSessions} from './sessions.js';

export interface ProbeCommandOptions {
	readonly chip?: string;
	readonly out?: string;
	/** Beginning of the name of a module of a dump folder. */
	readonly module?: string;
	readonly force?: boolean;
	/** Seconds for each variant. */
	readonly timeLimit: string;
	/** A file of results to take back. */
	readonly read?: string;
	readonly session?: string;
	readonly playbook?: string;
}

/** Writes the script that asks the compiler, or takes its results back into a session. */
export async function probeCommand(
	world: World,
	from: string | undefined,
	options: ProbeCommandOptions,
): Promise<Exit> {
	const desk = await openDesk(world, options.playbook);
	if (!desk) return EXIT.usage;
	if (options.read !== undefined) return takeBack(world, desk, options.read, options.session ?? from);
	return write(world, desk, options.session ?? from, options);
}

async function write(world: World, desk: Desk, from: string | undefined, options: ProbeCommandOptions): Promise<Exit> {
	const {chip: wanted, force, timeLimit} = options;
	const seconds = Number(timeLimit);
	if (!Number.isFinite(seconds) || seconds <= 0) {
		return refuse(
			world,
			`${timeLimit} is not a number of seconds`,
			'The time limit is for one variant.',
			'--time-limit 900',
		);
	}
	if (wanted !== undefined && !CHIPS.includes(wanted) && !/^\w+:\d+(x\d+)*$/.test(wanted)) {
		return refuse(
			world,
			`There is no chip ${wanted}`,
			`The chips are ${CHIPS.join(', ')}.`,
			'Give one, or a topology such as v5e:4x4.',
		);
	}
	if (from !== undefined && isFolder(from)) {
		return probeDump(world, desk, {
			...{folder: from, out: options.out ?? 'recompile.py', force: force === true, seconds},
			...(wanted === undefined ? {} : {chip: wanted}),
			...(options.module === undefined ? {} : {module: options.module}),
		});
	}
	const out = options.out ?? 'probe_remedies.py';
	const diagnosis = await planned(world, desk, from);
	if (diagnosis === 'trouble') return EXIT.usage;
	const found = factOf(diagnosis, 'chip.id');
	const chip = wanted ?? (found !== undefined && CHIPS.includes(found) ? found : 'v5e');
	const topology = topologyOf(chip);
	const {remedies, flags: known, tuning} = desk.playbook;
	const plan = diagnosis?.remedies ?? allPlanned(remedies);
	const variants = variantsOf(plan, topology);
	const flags = flagsToTry(plan, known, tuning);
	const needed = factOf(diagnosis, 'hbm.used');
	const script = probeScript(variants, flags, {
		chip,
		file: path.basename(out),
		timeLimit: seconds,
		...(needed === undefined ? {} : {needed}),
		isForward: FORWARD_WORK.has(diagnosis?.analysis.job?.workload?.value.text ?? ''),
	});
	const result = saveFile(out, script, {overwrite: force === true});
	if ('exists' in result) {
		return refuse(
			world,
			`${out} exists already`,
			'It may contain your own step.',
			'--out another.py, or --force to replace it.',
		);
	}
	if ('trouble' in result) {
		sayTrouble(world, result.trouble);
		return EXIT.usage;
	}
	const {saved} = result;
	const all = [...variants, ...flags];
	const aside = all.filter(({aside: apart}) => apart).length;
	const tried = `${all.length - aside} variants to try${aside > 0 ? ` and ${aside} unlikely ones as comments` : ''}`;
	say(world, `Wrote ${saved}: ${tried}.`);
	const guessed = wanted === undefined && chip !== found ? ', a guess' : '';
	say(
		world,
		`They are compiled for ${topology}${guessed}; --chip names another chip or more devices, such as v5e:4x4.`,
	);
	say(
		world,
		`Put your step into step_and_args, then: python3 ${out} > probe.jsonl && xla-triage probe --read probe.jsonl`,
	);
	return EXIT.done;
}

/** The diagnosis whose plan names the variants: of a log, of a session, of the last session; undefined where there is none. */
async function planned(world: World, desk: Desk, from: string | undefined): Promise<Diagnosis | undefined | 'trouble'> {
	if (from !== undefined && (from === '-' || existsSync(from))) {
		const reading = await readNamed(world, [from], desk.playbook.frameworks);
		return reading ? diagnoseReading(desk, reading)[0] : 'trouble';
	}
	const sessions = userSessions();
	const id = from ?? sessions.list()[0]?.id;
	if (id === undefined) return undefined;
	const looked = sessions.look(id);
	if ('trouble' in looked) {
		sayTrouble(world, looked.trouble);
		return 'trouble';
	}
	say(world, `The plan of session ${looked.id} (${neutraliseLine(looked.name)}) names the variants.`);
	return inFocus(desk, looked.events);
}

function refuse(world: World, title: string, cause: string, todo: string): Exit {
	sayTrouble(world, {title, cause, todo});
	return EXIT.usage;
}
