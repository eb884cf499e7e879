import path from 'node:path';
import {neutraliseLine} from '../../model/neutral.js';
import {allPlanned, CHIPS, topologyOf} from '../../plan/probe/index.js';
import {word} from '../../plan/shell-words.js';
import {readEvidence} from '../../store/evidence.js';
import {saveFile} from '../../store/save.js';
import {diagnoseReading, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {dumpedProgram} from '../probe/dumped-program.js';
import {MODULE_FILE, recompileScript} from '../probe/recompile-script.js';
import {pythonFile} from '../probe/template.js';
import {say, sayTrouble} from '../say.js';
import type {World} from '../world.js';

export interface DumpProbe {
	/** The folder that --xla_dump_to filled. */
	readonly folder: string;
	/** A chip, or a topology such as `v5e:4x4`, instead of that of the dump. */
	readonly chip?: string;
	/** Beginning of the name of the module, where the folder holds several. */
	readonly module?: string;
	readonly out: string;
	readonly force: boolean;
	/** For each variant. */
	readonly seconds: number;
}

/** Writes the script that compiles the program of a dump again, and says what it needs and touches. */
export async function probeDump(world: World, desk: Desk, asked: DumpProbe): Promise<Exit> {
	const {folder, chip, out, force, seconds} = asked;
	const program = dumpedProgram(folder, asked.module);
	if ('trouble' in program) {
		sayTrouble(world, program.trouble);
		return EXIT.usage;
	}
	const topology = chip !== undefined ? topologyOf(chip) : program.topology;
	if (topology === undefined) {
		sayTrouble(world, {
			title: `${folder} does not name its chip`,
			cause: 'topology.textproto and target_arguments.txt are missing or name an unknown chip.',
			todo: `Add the chip and its layout, such as --chip v5e:4x4. Chips are ${CHIPS.join(', ')}.`,
		});
		return EXIT.usage;
	}
	const {reading} = await readEvidence([{kind: 'file', path: folder}]);
	const [diagnosis] = diagnoseReading(desk, reading);
	const {flags, remedies, tuning} = desk.playbook;
	const script = recompileScript(program, {
		...{file: path.basename(out), topology, timeLimit: seconds, flags, tuning, inForce: reading.flags},
		planned: diagnosis?.remedies ?? allPlanned(remedies),
	});
	const edits = path.join(path.dirname(out), MODULE_FILE);
	const saved = [
		saveFile(out, script, {overwrite: force}),
		saveFile(edits, pythonFile(MODULE_FILE), {overwrite: true}),
	];
	for (const one of saved) {
		if ('saved' in one) continue;
		sayTrouble(world, 'trouble' in one ? one.trouble : existing(one.exists));
		return EXIT.usage;
	}
	say(
		world,
		`Wrote ${out}, and ${MODULE_FILE} beside it. It compiles ${neutraliseLine(program.module)} again for ${topology}.`,
	);
	if (program.others.length > 0)
		say(
			world,
			`The folder holds ${program.others.length + 1} programs; --module NAME takes another: ${program.others.slice(0, 5).join(', ')}.`,
		);
	say(
		world,
		'It needs Linux on x86-64, Python 3.10 or later, jax and libtpu (pip), a core and a few GB of memory. No TPU, none of your code.',
	);
	say(
		world,
		`It reads the dump and writes its results beside itself. It sends nothing anywhere and never runs the program.`,
	);
	const results = out.replace(/(\.py)?$/, '.jsonl');
	say(world, `Next: python3 ${word(out)}, then: xla-triage probe ${word(folder)} --read ${word(results)}`);
	return EXIT.done;
}

function existing(file: string): Parameters<typeof sayTrouble>[1] {
	return {
		title: `${file} exists already`,
		cause: 'It may contain your changes.',
		todo: '--out another.py, or --force to replace it.',
	};
}
