import {existsSync, readFileSync} from 'node:fs';
import {replay} from '../../engine/index.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import type {Document} from '../../model/document.js';
import {neutraliseLine} from '../../model/neutral.js';
import type {Measurement} from '../../model/session.js';
import {measuredText} from '../../plan/measured.js';
import {probeScript, readProbeResults, TOPOLOGIES, variantsOf, type ProbeResults} from '../../plan/probe/index.js';
import {mergeReadings} from '../../readers/index.js';
import {paragraph, printPlain, table} from '../../report/index.js';
import {readEvidence} from '../../store/evidence.js';
import {saveFile} from '../../store/save.js';
import type {SessionLog} from '../../store/session-log.js';
import {causeOf} from '../../store/trouble.js';
import {diagnoseReading, openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {say, sayTrouble} from '../say.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';

export interface ProbeCommandOptions {
	readonly chip?: string;
	readonly out: string;
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

async function write(
	world: World,
	desk: Desk,
	from: string | undefined,
	{chip: wanted, out, force, timeLimit}: ProbeCommandOptions,
): Promise<Exit> {
	const seconds = Number(timeLimit);
	if (!Number.isFinite(seconds) || seconds <= 0) {
		return refuse(
			world,
			`${timeLimit} is not a number of seconds`,
			'The time limit is for one variant.',
			'--time-limit 900',
		);
	}
	if (wanted !== undefined && !Object.hasOwn(TOPOLOGIES, wanted) && !wanted.includes(':')) {
		const known = Object.keys(TOPOLOGIES).join(', ');
		return refuse(
			world,
			`There is no chip ${wanted}`,
			`The chips are ${known}.`,
			'Give one, or a topology such as v5e:4x4.',
		);
	}
	const diagnosis = await planned(world, desk, from);
	if (diagnosis === 'trouble') return EXIT.usage;
	const found = diagnosis?.analysis.facts.find(({name}) => name === 'chip.id')?.value.text;
	const chip = wanted ?? (found !== undefined && Object.hasOwn(TOPOLOGIES, found) ? found : 'v5e');
	const variants = variantsOf(diagnosis?.remedies, desk.playbook.flags, chip.split(':', 1)[0] ?? chip);
	const result = saveFile(out, probeScript(variants, {chip, file: out, timeLimit: seconds}), {
		overwrite: force === true,
	});
	if ('exists' in result) {
		return refuse(
			world,
			`${out} exists already`,
			'It may hold your own step.',
			'--out another.py, or --force to replace it.',
		);
	}
	if ('trouble' in result) {
		sayTrouble(world, result.trouble);
		return EXIT.usage;
	}
	const {saved} = result;
	const guessed = wanted === undefined && found === undefined ? ' (--chip names another)' : '';
	say(world, `Wrote ${saved}: ${variants.length} variants for ${TOPOLOGIES[chip] ?? chip}${guessed}.`);
	say(
		world,
		`Put your step into step_and_args, then: python3 ${saved} > probe.jsonl && xla-triage probe --read probe.jsonl`,
	);
	return EXIT.done;
}

/** The diagnosis whose plan names the variants: of a log, of a session, of the last session; undefined where there is none. */
async function planned(world: World, desk: Desk, from: string | undefined): Promise<Diagnosis | undefined | 'trouble'> {
	if (from !== undefined && (from === '-' || existsSync(from))) {
		const source =
			from === '-'
				? ({kind: 'stream', name: 'stdin', stream: world.stdin} as const)
				: ({kind: 'file', path: from} as const);
		const {reading, troubles} = await readEvidence([source]);
		for (const trouble of troubles) sayTrouble(world, trouble);
		return troubles.length > 0 ? 'trouble' : diagnoseReading(desk, reading)[0];
	}
	const sessions = userSessions();
	const id = from ?? sessions.list()[0]?.id;
	if (id === undefined) return undefined;
	const looked = sessions.look(id);
	if ('trouble' in looked) {
		sayTrouble(world, looked.trouble);
		return 'trouble';
	}
	const state = replay(looked.events);
	const all = diagnoseReading(desk, mergeReadings(state.readings), state);
	say(world, `The plan of session ${looked.id} (${neutraliseLine(looked.name)}) names the variants.`);
	return all.find(({analysis}) => analysis.incident.id === state.focus) ?? all[0];
}

function takeBack(world: World, desk: Desk, file: string, session: string | undefined): Exit {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		return refuse(
			world,
			`Cannot read ${file}`,
			causeOf(error),
			'Give the file that the script wrote: python3 probe_remedies.py > probe.jsonl',
		);
	}
	const results = readProbeResults(text);
	if (results.measurements.length === 0 && !results.baseline) {
		return refuse(
			world,
			`${file} holds no results`,
			'No line is a result of the probe script (schema xla-triage.probe/1).',
			'python3 probe_remedies.py > probe.jsonl',
		);
	}
	if (results.baseline?.result === 'fits') {
		return refuse(
			world,
			'The step in the script fits as it is',
			`It needs ${results.baseline.used ?? 'little enough'} and is not the program that failed, so its results prove nothing about that.`,
			'Give step_and_args the shapes, types and shardings of the failed run.',
		);
	}
	const sessions = userSessions();
	const id = session ?? sessions.list()[0]?.id;
	if (id === undefined) {
		return refuse(
			world,
			'There is no session to take the results into',
			'None has been saved yet.',
			'Begin one with the log of the failure: xla-triage train.log',
		);
	}
	const opened = sessions.open(id);
	if ('trouble' in opened) {
		sayTrouble(world, opened.trouble);
		return EXIT.usage;
	}
	if (opened.repaired !== undefined) say(world, opened.repaired);
	const trouble = append(opened.log, results.measurements);
	if (trouble) {
		sayTrouble(world, trouble);
		return EXIT.usage;
	}
	world.stdout.write(printPlain(resultsDocument(results, desk), world));
	if (results.refused.length > 0)
		say(world, `Passed over as no results: lines ${results.refused.slice(0, 20).join(', ')} of ${file}.`);
	say(
		world,
		`${results.measurements.length} measurements are in session ${opened.log.id}. The plan with them: xla-triage resume ${opened.log.id}`,
	);
	return EXIT.done;
}

function append(log: SessionLog, measurements: readonly Measurement[]) {
	try {
		for (const measurement of measurements) {
			const trouble = log.append({type: 'measured', ...measurement});
			if (trouble) return trouble;
		}
		return undefined;
	} finally {
		log.close();
	}
}

function resultsDocument({measurements, baseline}: ProbeResults, {playbook}: Desk): Document {
	const titles = new Map(playbook.remedies.map((remedy) => [remedy.id, remedy.title]));
	const rows = [...(baseline ? [baseline] : []), ...measurements].map((one) => [
		neutraliseLine(one.change).replaceAll('`', "'"),
		one.remedy === ''
			? 'the program as it is'
			: (titles.get(one.remedy) ?? neutraliseLine(one.remedy).replaceAll('`', "'")),
		one.result,
		one.used ?? '–',
	]);
	const best = measurements.find(({result}) => result === 'fits');
	return {
		title: 'What the compiler said',
		blocks: [
			table('lllr', ['Variant', 'Remedy', 'Result', 'HBM'], rows),
			paragraph(
				best
					? neutraliseLine(measuredText(best)).replaceAll('`', "'")
					: 'No change alone makes it fit. The plan puts them together, with what each was measured to free.',
			),
		],
	};
}

function refuse(world: World, title: string, cause: string, todo: string): Exit {
	sayTrouble(world, {title, cause, todo});
	return EXIT.usage;
}
