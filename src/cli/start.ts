#!/usr/bin/env node
// What runs first: Node keeps what it compiles of the program from one start to the next, where it can (from Node 22.1 on).
import {existsSync, mkdirSync} from 'node:fs';
import module from 'node:module';
import os from 'node:os';
import path from 'node:path';

try {
	const {enableCompileCache} = module as {enableCompileCache?: (folder: string) => unknown};
	if (enableCompileCache) enableCompileCache(cacheFolder());
} catch {
	// The folder cannot be made: everything is compiled, as at the first start.
}
await import('./main.js');

/**
 * A folder of this user. The one that Node takes otherwise is in /tmp, where others of the machine could put code into it.
 * It is made level by level: a recursive mkdir of Node never returns below a home folder like /proc/none.
 */
function cacheFolder(): string {
	if (!path.isAbsolute(userCache())) throw new Error('no home folder');
	const folders = ['', 'xla-triage', 'xla-triage/compiled'].map((below) => path.join(userCache(), below));
	for (const folder of folders) if (!existsSync(folder)) mkdirSync(folder, {mode: 0o700});
	return folders.at(-1) ?? '';
}

function userCache(): string {
	const {env, platform} = process;
	if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.join(os.homedir(), 'AppData', 'Local');
	if (platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
	return env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
}
