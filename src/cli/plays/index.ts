import {createConditions} from '../../engine/index.js';
import type {Complaint, Playbook} from '../../model/playbook.js';
import type {PlaybookFile} from '../../playbook/index.js';
import {performCases} from './cases.js';
import {Coverage, shares, type Share} from './coverage.js';
import {perform, type Stage} from './perform.js';
import {readPlay, type Failure, type Play} from './play-file.js';

export type {Share} from './coverage.js';
export {playJsonSchema, readPlay, type Failure, type Play} from './play-file.js';

/** How one file of plays went. */
export interface Outcome {
	readonly file: string;
	/** Scenes and cases in it. */
	readonly count: number;
	readonly failures: readonly Failure[];
}

/** Performs plays and says how they went and what they came to. `open` gives the text of a file that a scene names; `counts` says which files of the playbook they should come to. */
export function testPlays(
	playbook: Playbook,
	plays: readonly Play[],
	open: (file: string) => string,
	counts: (file: string) => boolean = () => true,
): {readonly outcomes: readonly Outcome[]; readonly shares: readonly Share[]} {
	const coverage = new Coverage();
	const conditions = createConditions(playbook.facts);
	const stage = {playbook, conditions, coverage, open};
	const outcomes = plays.map((play) => performPlay(play, stage));
	return {outcomes, shares: shares(coverage, playbook, counts)};
}

/** Performs one file of plays. */
export function performPlay(play: Play, stage: Stage): Outcome {
	if (play.kind === 'cases') {
		return {file: play.file, count: play.of.value.cases.length, failures: performCases(play.of, stage)};
	}
	const {scenes, answers} = play.of.value;
	const failures = scenes.flatMap((scene, index) =>
		perform(play.of.sub(['scenes', index], {...scene, answers: {...answers, ...scene.answers}}), stage),
	);
	return {file: play.file, count: scenes.length, failures};
}

/** Reads all files of plays; the order of the files makes no difference. */
export function readPlays(files: readonly PlaybookFile[]): {
	readonly plays: readonly Play[];
	readonly complaints: readonly Complaint[];
} {
	const read = files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(readPlay);
	return {plays: read.flatMap(({play}) => play ?? []), complaints: read.flatMap(({complaints}) => complaints)};
}
