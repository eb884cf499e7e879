import {point, type Interval} from '../../model/interval.js';
import type {Program} from '../../model/program.js';
import {parseSize} from '../../model/size.js';
import {isRefused, readChange} from '../../program/change/asked.js';
import {effectOf} from '../../program/change/effect.js';
import {whatIfJson} from '../../report/what-if-json.js';
import {whatIfText} from '../../report/what-if.js';
import {readEvidence} from '../../store/evidence.js';
import {openDesk, type Desk} from '../desk.js';
import {EXIT, type Exit} from '../exit.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';

export interface WhatIfOptions {
	readonly format: 'text' | 'json';
	readonly playbook?: string;
}

/** Prints what the program of a dump would need after each change, and after all of them. */
export async function whatIfCommand(
	world: World,
	evidence: string,
	texts: readonly string[],
	{format, playbook}: WhatIfOptions,
): Promise<Exit> {
	const desk = await openDesk(world, playbook);
	if (!desk) return EXIT.usage;
	const source =
		evidence === '-'
			? ({kind: 'stream', name: 'stdin', stream: world.stdin} as const)
			: ({kind: 'file', path: evidence} as const);
	const {reading, troubles} = await readEvidence([source]);
	for (const trouble of troubles) sayTrouble(world, trouble);
	if (troubles.length > 0) return EXIT.usage;
	const programs = [...reading.incidents, ...(reading.dumps ?? [])].flatMap(({program}) => program ?? []);
	const [program] = programs;
	if (!program) {
		sayTrouble(world, {
			title: `${evidence} holds no program`,
			cause:
				'The arrays and the order in which they are used are in the folder that the compiler writes, and not in a log.',
			todo: 'Run once more with XLA_FLAGS=--xla_dump_to=/tmp/xla_dump and give that folder.',
		});
		return EXIT.nothing;
	}
	const capacity = capacityOf(desk, program);
	const responses = desk.playbook.responses ?? [];
	const asked = texts.map((text) => readChange(text, program));
	const applicable = asked.flatMap((change) => (isRefused(change) ? [] : [change]));
	const answer = {
		program,
		...(capacity && {capacity}),
		changes: asked.map((change) => ({
			change: change.text,
			effect: isRefused(change) ? {basis: change.reason} : effectOf(program, [change], responses, capacity),
		})),
		...(applicable.length > 0 && together(effectOf(program, applicable, responses, capacity).need)),
	};
	world.stdout.write(format === 'json' ? `${JSON.stringify(whatIfJson(answer))}\n` : whatIfText(answer));
	return EXIT.done;
}

function together(need: Interval | undefined): {together?: Interval} {
	return need ? {together: need} : {};
}

/** What one device of the dump's chip offers. */
function capacityOf({playbook}: Desk, {chip, capacity}: Program): Interval | undefined {
	const usable = playbook.chips.find(({id}) => id === chip)?.usable[0];
	const bytes = usable === undefined ? undefined : parseSize(usable)?.bytes;
	return capacity ?? (bytes && point(Math.round((bytes.low + bytes.high) / 2)));
}
