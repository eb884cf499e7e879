import {spawnSync} from 'node:child_process';

const asked = 'import sys; print(sys.executable if sys.version_info >= (3, 10) else "")';
const said = spawnSync('python3', ['-c', asked], {encoding: 'utf8'});

/** The Python that `python3` starts, if it is new enough for the scripts; else empty. By its own name, as launchers take longer than it does. */
export const python = said.status === 0 ? said.stdout.trim() : '';
