import type {ScreenName} from '../place.js';
import {drill} from './drill.js';
import {drillAnswer} from './drill-answer.js';
import {drillLog} from './drill-log.js';
import {drillResult} from './drill-result.js';
import {evidence} from './evidence.js';
import {happened, incidents} from './happened.js';
import {help, quit} from './help.js';
import {describe, intake, openFile, paste, samples, sessions} from './intake.js';
import {page, searchScreen, terms} from './lookup.js';
import {overwrite, plan, save} from './plan.js';
import {practice} from './practice.js';
import {question} from './question.js';
import {remedies} from './remedies.js';
import {note, remedy} from './remedy.js';
import type {Scene, Screen} from './screen.js';
import {calculator, tour} from './tour.js';
import {trialResult, trials, tune} from './tune.js';
import {verdict} from './verdict.js';
import {whatIfScreen} from './what-if.js';

/** Every screen by its name. */
export const SCREENS: {readonly [S in ScreenName]: Screen<S>} = {
	intake,
	'open-file': openFile,
	paste,
	describe,
	samples,
	sessions,
	incidents,
	happened,
	question,
	verdict,
	remedies,
	remedy,
	'what-if': whatIfScreen,
	note,
	tune,
	'trial-result': trialResult,
	trials,
	plan,
	save,
	overwrite,
	evidence,
	search: searchScreen,
	terms,
	page,
	practice,
	drill,
	'drill-answer': drillAnswer,
	'drill-log': drillLog,
	'drill-result': drillResult,
	tour,
	calculator,
	help,
	quit,
};

/** The screen of a scene. Scenes and screens are paired by name, which the table above makes sure of. */
export function screenOf(scene: Scene): Screen<ScreenName> {
	return SCREENS[scene.place.screen] as unknown as Screen<ScreenName>;
}
