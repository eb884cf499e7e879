/** The script with which users prove remedies on their own step (`step.py`). It is theirs from then on. */
import {topologyOf, type FlagToTry, type Variant} from '../../plan/probe/index.js';
import {filled, partsFor, pythonFile} from './template.js';

export interface ProbeOptions {
	/** A chip that has a topology here, or a topology: `v5e:4x4`. */
	readonly chip: string;
	/** Name of the file, for its own help. */
	readonly file: string;
	/** Seconds that one variant may take. */
	readonly timeLimit: number;
	/** HBM that the failed program needed, as printed: what the user's step is held against. */
	readonly needed?: string;
	/** The failed program has no backward pass: no gradients, micro-batches or recomputation. */
	readonly isForward?: boolean;
}

/** The whole script, ready to be saved. What was set aside is there as comments. */
export function probeScript(
	variants: readonly Variant[],
	flags: readonly FlagToTry[],
	{chip, file, timeLimit, needed, isForward = false}: ProbeOptions,
): string {
	const rows = flags.map(
		({remedy, flag, value, aside}) =>
			`    ${aside ? '# ' : ''}("${remedy}", "${flag.name}", ${inPython(flag.type, value)}),`,
	);
	const own = isForward ? variants.filter(({python}) => !FOR_TRAINING.test(python)) : variants;
	return filled(partsFor(pythonFile('step.py'), isForward ? 'forward' : 'training'), {
		FILE: file,
		NEEDED: needed === undefined ? '' : `\n     As it is, it should need ${needed}, like the run that failed.`,
		TOPOLOGY: topologyOf(chip),
		LIMIT: String(timeLimit),
		VARIANTS: own
			.map(({name, remedy, python, aside}) => `    ${aside ? '# ' : ''}Variant("${name}", "${remedy}", ${python}),`)
			.join('\n'),
		FLAGS: rows.length > 0 ? `[\n${rows.join('\n')}\n]` : '[]',
	});
}

/** Fields of the script's `Variant` that only a step with gradients has. */
const FOR_TRAINING = /\b(?:micro_batches|remat)=/;

function inPython(type: FlagToTry['flag']['type'], value: string): string {
	if (type === 'bool') return value === 'true' ? 'True' : 'False';
	return type === 'int' || type === 'float' || /^\d+$/.test(value) ? value : `"${value}"`;
}
