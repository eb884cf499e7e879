import type {Analysis} from '../../model/analysis.js';
import type {Diagnosis} from '../../model/diagnosis.js';
import {resolve, type Fact} from '../../model/fact.js';
import type {Job} from '../../model/job.js';
import {settingOf} from '../../model/jobs-of.js';

/** Which parts are compared, in this order. A change of the parts or their spelling is a new version. */
const VERSION = 'v1';

/**
 * A name for one failure that is the same on every host, day and size of batch, and different for another failure: `v1:` and
 * sixteen hexadecimal digits. It is made of the code and form of the message, the chip, the framework, phase and model of the job,
 * the program, the kernel and kind of halt, the largest array without its extents (where none is known, the verdict, or only the cause
 * where the program has a name), and the file of the user's frame; never of bytes, hosts, times or line numbers.
 */
export function fingerprintOf(diagnosis: Diagnosis, job: Job | undefined): string {
	return `${VERSION}:${hash64(fingerprintParts(diagnosis, job).join('\n'))}`;
}

/** The parts that a fingerprint is made of, in words: `largest=bf16/3 jit(step)/dot_general`. A part that is not known is left out. */
export function fingerprintParts(diagnosis: Diagnosis, job: Job | undefined): readonly string[] {
	const {analysis, walk} = diagnosis;
	const facts = resolve([...walk.facts, ...analysis.facts]);
	const {incident} = analysis;
	const largest = largestOf(analysis);
	const program = withoutNumbers(textOf(facts, 'program.name'));
	return [
		['code', incident.code],
		['form', incident.form],
		['space', incident.space],
		['scenario', scenarioOf(diagnosis, largest, program)],
		['chip', textOf(facts, 'chip.id')],
		['framework', job?.framework?.value.text],
		['phase', phaseOf(job)],
		['model', job && settingOf(job, 'model')?.text],
		['program', program],
		['kernel', withoutNumbers(textOf(facts, 'kernel.name'))],
		['halt', textOf(facts, 'halt.kind') ?? withoutNumbers(textOf(facts, 'halt.reason'))],
		['largest', largest],
		['expected', withoutExtents(textOf(facts, 'expected.shape'))],
		['frame', frameOf(analysis, job)],
	].flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${value}`]));
}

/** Element type, number of dimensions and operation of the array that takes most. */
function largestOf({groups}: Analysis): string | undefined {
	const [group] = groups;
	if (!group) return undefined;
	const op = group.buffers.find((buffer) => buffer.op !== undefined)?.op;
	return [`${group.element ?? '?'}/${group.dims.length}`, group.place, withoutNumbers(op)].filter(Boolean).join(' ');
}

/**
 * What kind of failure it is, where no array is known. A verdict follows from sizes and from what the job printed before, which differ between
 * runs: with a program's name, the cause of a refused allocation is enough. E1000 has a verdict for each scenario.
 */
function scenarioOf({analysis, verdict}: Diagnosis, largest?: string, program?: string): string | undefined {
	if (largest !== undefined) return undefined;
	if (analysis.incident.code === 'E1000') return verdict.verdict;
	return program === undefined ? verdict.id : analysis.allocationCause;
}

/** A retry of a job may fail at its first step where the job failed later. */
function phaseOf(job: Job | undefined): string | undefined {
	const phase = job?.phase?.value.text;
	return phase === 'first-step' ? 'step' : phase;
}

/** `train.py` of `/home/me/train.py:18`; where no frame is known, the file that the largest array names. */
function frameOf({incident}: Analysis, job: Job | undefined): string | undefined {
	const file = job?.userFrame?.value.text ?? incident.allocations.find((one) => one.source !== undefined)?.source;
	return file === undefined ? undefined : baseName(file.replace(/:\d+$/, ''));
}

function textOf(facts: ReadonlyMap<string, Fact>, name: string): string | undefined {
	return facts.get(name)?.value.text;
}

function baseName(file: string): string {
	return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** Layers, versions of a name and sizes are numbers, and differ between runs of one program. */
function withoutNumbers(name: string | undefined): string | undefined {
	return name?.replace(/\d+/g, '#').replace(/[._-]#(?=$|[/)])/g, '');
}

/** `bf16/3` of `bf16[8,128,4096]{2,1,0}`. */
function withoutExtents(shape: string | undefined): string | undefined {
	const [, element, dims] = /^(\w+)\[([\d,]*)\]/.exec(shape ?? '') ?? [];
	return element === undefined ? undefined : `${element}/${(dims ?? '').split(',').filter(Boolean).length}`;
}

/** FNV-1a over UTF-16 units, in two halves: enough to name failures, and no use as a secret. */
function hash64(text: string): string {
	let hash = 0xcbf29ce484222325n;
	for (let at = 0; at < text.length; at += 1) {
		hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
	}
	return hash.toString(16).padStart(16, '0');
}
