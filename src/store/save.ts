import {randomBytes} from 'node:crypto';
import {closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from './make-folder.js';
import {causeOf, errorCode, lacksLinks, type Trouble} from './trouble.js';

export type Saved =
	| {readonly saved: string}
	/** The file is there already and was left as it is. */
	| {readonly exists: string}
	| {readonly trouble: Trouble};

/**
 * Writes a file so that it is there as a whole or not at all. An existing file is never replaced unless that was asked for;
 * the check and the writing are one step, so that two who save at once do not lose a plan.
 */
export function saveFile(file: string, text: string, options: {readonly overwrite?: boolean} = {}): Saved {
	const target = path.resolve(file);
	const draft = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
	try {
		makeFolder(path.dirname(target));
		writeWhole(draft, text);
		if (options.overwrite === true) renameSync(draft, target);
		else place(draft, target);
		return {saved: target};
	} catch (error) {
		if (errorCode(error) === 'EEXIST' && options.overwrite !== true && existsSync(target)) return {exists: target};
		return {
			trouble: {
				title: `Cannot save ${file}`,
				cause: causeOf(error),
				todo: 'Save it in another folder.',
			},
		};
	} finally {
		discard(draft);
	}
}

/** The name itself if it is free, else the first of `plan-2.md`, `plan-3.md`, … that is. */
export function freeName(file: string): string {
	const {dir, name, ext} = path.parse(file);
	let candidate = file;
	for (let count = 2; existsSync(candidate); count++) candidate = path.join(dir, `${name}-${count}${ext}`);
	return candidate;
}

function discard(draft: string): void {
	try {
		rmSync(draft, {force: true});
	} catch {
		// Its folder cannot be used at all, so it was never made; the reason has been told.
	}
}

function writeWhole(file: string, text: string): void {
	const handle = openSync(file, 'wx', 0o644);
	try {
		const bytes = Buffer.from(text);
		for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** Gives the draft its name if the name is free. A link fails on an existing name where a rename would replace it. */
function place(draft: string, target: string): void {
	try {
		linkSync(draft, target);
	} catch (error) {
		// Some file systems have no links; there the name is taken first, then filled.
		if (!lacksLinks(error)) throw error;
		closeSync(openSync(target, 'wx', 0o644));
		renameSync(draft, target);
	}
}
