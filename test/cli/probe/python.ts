import {spawnSync} from 'node:child_process';

const asked = 'import sys; print(sys.executable if sys.version_info >= (3, 10) else "")';

/** The Python that `python3` starts, if it is new enough for the scripts; else empty. By its own name, as launchers take longer than it does. */
export const python = (spawnSync('python3', ['-c', asked], {encoding: 'utf8'}).stdout ?? '').trim();
