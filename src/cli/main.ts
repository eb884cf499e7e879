import {THEME_NAMES} from '../report/themes.js';
import {loadSettings} from '../store/settings.js';
import {EXIT} from './exit.js';
import {guard} from './guard.js';
import {run} from './program.js';
import {sayTrouble} from './say.js';
import {processWorld} from './world.js';

const fault = guard();
if (!hasWorkingFolder()) {
	const todo = 'Go to another folder: cd';
	const trouble = {title: 'The working folder is gone', cause: 'It was removed while you were in it.', todo};
	sayTrouble(processWorld(), trouble);
	process.exit(EXIT.usage);
}
try {
	const settings = await loadSettings({env: process.env, themes: THEME_NAMES, workingFolder: process.cwd()});
	process.exitCode = await run(processWorld(settings), process.argv.slice(2));
} catch (error) {
	fault(error);
}

function hasWorkingFolder(): boolean {
	try {
		return process.cwd() !== '';
	} catch {
		return false;
	}
}
