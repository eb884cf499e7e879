// `npm start`: installs and builds what is missing, then runs the command with the arguments given.
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build, checkNode, install, root} from './install.mjs';

checkNode();
install();
build();
// npm changes to the project's folder; a log is named from where the user is.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
// The command runs in this very process, so that the terminal, signals and exit code are its own.
// What it tells the user to type must work for somebody who has not linked it.
process.env.XLA_TRIAGE_STARTED_AS = 'npm start --';
process.argv[1] = path.join(root, 'dist', 'cli.mjs');
await import(pathToFileURL(process.argv[1]).href);
