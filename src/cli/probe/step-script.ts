/** The script with which users prove remedies on their own step (`step.py`). It is theirs from then on. */
import {topologyOf, type FlagToTry, type Variant} from '../../plan/probe/index.js';
import {filled, pythonFile} from './template.js';

export interface ProbeOptions {
	/** A chip that has a topology here, or a topology: `v5e:4x4`. */
	readonly chip: string;
	/** Name of the file, for its own help. */
	readonly file: string;
	/** Seconds that one variant may take. */
	readonly timeLimit: number;
	/** HBM that the failed program needed, as printed: what the user's step is held against. */
	readonly needed?: string;
}

/** The whole script, ready to be saved. What was set aside is there as comments. */
export function probeScript(
	variants: readonly Variant[],
	flags: readonly FlagToTry[],
	{chip, file, timeLimit, needed}: ProbeOptions,
): string {
	const rows = flags.map(
		({remedy, flag, value, aside}) =>
			`    ${aside ? '# ' : ''}("${remedy}", "${flag.name}", ${inPython(flag.type, value)}),`,
	);
	return filled(pythonFile('step.py'), {
		FILE: file,
		NEEDED: needed === undefined ? '' : `\n     As it is, it should need ${needed}, like the run that failed.`,
		TOPOLOGY: topologyOf(chip),
		LIMIT: String(timeLimit),
		VARIANTS: variants
			.map(({name, remedy, python, aside}) => `    ${aside ? '# ' : ''}Variant("${name}", "${remedy}", ${python}),`)
			.join('\n'),
		FLAGS: rows.length > 0 ? `[\n${rows.join('\n')}\n]` : '[]',
	});
}

function inPython(type: FlagToTry['flag']['type'], value: string): string {
	if (type === 'bool') return value === 'true' ? 'True' : 'False';
	return type === 'int' || type === 'float' || /^\d+$/.test(value) ? value : `"${value}"`;
}
