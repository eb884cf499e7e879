// Entry of the single executable. The program's files are inside it, compressed; the first start unpacks them to a folder of the user's
// cache, all or none, and every start runs them from there. Without a home that can be written, a temporary folder serves.
const {getAsset} = require('node:sea');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {createRequire} = require('node:module');
const {brotliDecompressSync} = require('node:zlib');

const id = getAsset('id', 'utf8');
const folder = unpacked();
if (folder === undefined) {
	process.stderr.write(
		'xla-triage: There is no folder to unpack to\n  The cache folder and the temporary folders cannot be written.\n  Set TMPDIR to a folder that can be written.\n',
	);
	process.exit(70);
}
const boot = path.join(folder, 'boot.cjs');
createRequire(boot)(boot);

function unpacked() {
	const {XDG_CACHE_HOME: cache, HOME: home} = process.env;
	const parents = [...(cache ? [cache] : []), ...(home ? [path.join(home, '.cache')] : []), os.tmpdir(), '/dev/shm'];
	for (const parent of parents) {
		const target = path.join(parent, `xla-triage-${String(process.getuid())}`, id);
		try {
			if (!isOurs(target)) unpackTo(target);
			if (isOurs(target)) return target;
		} catch {
			// It cannot be written: the next one is tried.
		}
	}
	return undefined;
}

/** Only what this user made, and nobody else can change, is run. */
function isOurs(target) {
	return [path.dirname(target), target].every((place) => {
		const stats = fs.lstatSync(place, {throwIfNoEntry: false});
		return stats?.isDirectory() === true && stats.uid === process.getuid() && (stats.mode & 0o022) === 0;
	});
}

function unpackTo(target) {
	makeFolder(path.dirname(target));
	const fresh = fs.mkdtempSync(`${target}.`);
	try {
		const files = JSON.parse(brotliDecompressSync(Buffer.from(getAsset('files'))).toString());
		for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(fresh, name), text);
		fs.renameSync(fresh, target);
	} catch (error) {
		fs.rmSync(fresh, {recursive: true, force: true});
		// Another start of the program may have been faster.
		if (!fs.existsSync(target)) throw error;
	}
}

/** Level by level: Node's recursive way never returns below a home folder like /proc/none. */
function makeFolder(folder) {
	if (fs.existsSync(folder)) return;
	makeFolder(path.dirname(folder));
	try {
		fs.mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		// Another start of the program may have been faster.
		if (!fs.existsSync(folder)) throw error;
	}
}
