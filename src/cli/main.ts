import {THEME_NAMES} from '../report/themes.js';
import {loadSettings} from '../store/settings.js';
import {guard} from './guard.js';
import {run} from './program.js';
import {processWorld} from './world.js';

const fault = guard();
try {
	const settings = await loadSettings({env: process.env, themes: THEME_NAMES, workingFolder: process.cwd()});
	process.exitCode = await run(processWorld(settings), process.argv.slice(2));
} catch (error) {
	fault(error);
}
