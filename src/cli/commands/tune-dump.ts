import path from 'node:path';
import type {Block} from '../../model/document.js';
import type {Tuning} from '../../model/tuning.js';
import {nextDrop, nextTrial, tuningSnippet} from '../../plan/tuning/index.js';
import {printBlocks} from '../../report/index.js';
import {readEvidence} from '../../store/evidence.js';
import type {SessionLog} from '../../store/session-log.js';
import type {Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {dumpedProgram} from '../probe/dumped-program.js';
import {recompileScript} from '../probe/recompile-script.js';
import {say, sayTrouble} from '../say.js';
import {tuneByCompiler} from '../tune/by-compiler.js';
import {localCompiler} from '../tune/compile-trial.js';
import {openForCommand} from '../tune/open-path.js';
import {TuningPath} from '../tune/tuning-path.js';
import {historyBlocks, stepTitles} from '../../ui/trials.js';
import type {World} from '../world.js';
import {userSessions} from './sessions.js';
import type {TuneOptions} from './tune.js';

/** Trials without `--auto`. */
const MOST = 12;
/** Seconds for one compile. */
const LIMIT = 900;

/** Flag tuning of the program of a dump against the local compiler: minutes, no TPU, nobody watching. */
export async function tuneDump(
	world: World,
	desk: Desk,
	tuning: Tuning,
	folder: string,
	options: TuneOptions,
): Promise<Exit> {
	const program = dumpedProgram(folder, options.module);
	if ('trouble' in program) {
		sayTrouble(world, program.trouble);
		return EXIT.usage;
	}
	const {topology} = program;
	if (topology === undefined) {
		const todo = `Prove remedies with a topology of your own: xla-triage probe ${folder} --chip v5e:4x4`;
		sayTrouble(world, {
			title: `${folder} does not name its chip`,
			cause: 'The compiler needs it.',
			todo,
		});
		return EXIT.usage;
	}
	const auto = Number(options.auto ?? MOST);
	const command = ['dump', path.basename(program.folder), program.folder, program.module];
	const pathOver = (log: SessionLog): TuningPath => new TuningPath(desk, tuning, log);
	const finished = (log: SessionLog): boolean => {
		const {ground, progress, trials} = pathOver(log);
		const end = trials.some(({number, result}) => number === 0 && result && result.outcome !== 'oom');
		const spent = !progress.fits && (progress.rows.length >= auto || nextTrial(ground, progress).kind === 'stop');
		return end || spent || (progress.fits && nextDrop(progress) === undefined);
	};
	const asked = options.export === true || options.history === true;
	const opened = openForCommand(userSessions(), command, asked ? () => false : finished, options.new === true);
	if ('trouble' in opened) {
		sayTrouble(world, opened.trouble);
		return EXIT.usage;
	}
	const trials = pathOver(opened.log);
	process.once('exit', () => trials.log.close());
	const show = (blocks: readonly Block[]): void => {
		if (blocks.length === 0) return;
		world.stdout.write(`\n${printBlocks(blocks, world)}`);
	};
	const snippet = (): string => tuningSnippet(trials.ground, trials.progress, stepTitles(trials.ground));
	try {
		if (options.export === true) world.stdout.write(snippet());
		else if (options.history === true) show(historyBlocks(trials.progress, stepTitles(trials.ground)));
		if (asked) return EXIT.done;
		const {reading} = await readEvidence([{kind: 'file', path: folder}]);
		if (!trials.incident) {
			const trouble = trials.addEvidence(reading);
			if (trouble) sayTrouble(world, trouble);
		}
		if (!trials.incident) {
			const cause = `${program.module} passed the compiler's check of memory.`;
			sayTrouble(world, {title: 'The program of this dump fits', cause, todo: 'Give the dump of the run that failed.'});
			return EXIT.nothing;
		}
		say(
			world,
			`Compiling ${program.module} for ${topology} with ${options.python ?? 'python3'}: no TPU, nothing is run or sent. Session ${trials.log.id}.`,
		);
		const {flags} = desk.playbook;
		const file = 'recompile.py';
		const script = recompileScript(program, {
			file,
			topology,
			timeLimit: LIMIT,
			planned: [],
			flags,
			tuning,
			inForce: reading.flags,
		});
		const compiler = localCompiler(script, options.python ?? 'python3', flags);
		const name = path.basename(program.folder);
		try {
			const exit = await tuneByCompiler({
				world,
				path: trials,
				compiler,
				remedies: desk.playbook.remedies,
				command,
				name,
				auto,
				anyway: options.anyway === true,
				show,
			});
			if (trials.progress.rows.some(({kept}) => kept)) world.stdout.write(`\n${snippet()}`);
			return exit;
		} finally {
			compiler.close();
		}
	} finally {
		trials.log.close();
	}
}
