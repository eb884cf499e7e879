/** The script with which users prove remedies on their own step (`step.py`). It is theirs from then on. */
import {topologyOf, type Variant} from '../../plan/probe/index.js';
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

/** The whole script, ready to be saved. Variants set aside are there as comments. */
export function probeScript(variants: readonly Variant[], {chip, file, timeLimit, needed}: ProbeOptions): string {
	const changes = variants.filter(({flag}) => !flag);
	const flags = variants.flatMap(({remedy, flag, aside}) =>
		flag && remedy !== undefined
			? [`    ${aside ? '# ' : ''}(${quoted(remedy)}, ${quoted(flag.name)}, ${flag.value}),`]
			: [],
	);
	return filled(pythonFile('step.py'), {
		FILE: file,
		NEEDED: needed === undefined ? '' : `\n     As it is, it should need ${needed}, like the run that failed.`,
		TOPOLOGY: topologyOf(chip),
		LIMIT: String(timeLimit),
		VARIANTS: changes.map(variantLine).join('\n'),
		FLAGS: flags.length > 0 ? `[\n${flags.join('\n')}\n]` : '[]',
	});
}

function variantLine({name, remedy, python, aside}: Variant): string {
	const given = [quoted(name), ...(remedy === undefined ? [] : [quoted(remedy)]), ...(python === '' ? [] : [python])];
	return `    ${aside ? '# ' : ''}Variant(${given.join(', ')}),`;
}

function quoted(text: string): string {
	return JSON.stringify(text);
}
