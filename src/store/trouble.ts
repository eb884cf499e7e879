/** What went wrong outside of our own code, for a person: never thrown, always handed on. */
export interface Trouble {
	/** `Cannot read train.log` */
	readonly title: string;
	/** Why: one sentence. */
	readonly cause: string;
	/** What to do: one sentence, may name a command. */
	readonly todo: string;
}

/** The words of an error of the system: `ENOENT` to a cause that a person knows. */
export function causeOf(error: unknown): string {
	const code = errorCode(error);
	const known = code === undefined ? undefined : CAUSES[code];
	if (known) return known;
	return error instanceof Error ? `The system says: ${error.message}.` : 'The system gives no reason.';
}

/** `ENOENT`, `EACCES`, …, when the system gave one. */
export function errorCode(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('code' in error)) return undefined;
	return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether a link failed because the file system has none. */
export function lacksLinks(error: unknown): boolean {
	return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error) ?? '');
}

const CAUSES: Readonly<Record<string, string>> = {
	ENOENT: 'There is no such file or folder.',
	EACCES: 'The permissions do not allow it.',
	EPERM: 'The permissions do not allow it.',
	EISDIR: 'It is a folder.',
	ENOTDIR: 'A part of the path is not a folder.',
	ENOSPC: 'The disk is full.',
	EDQUOT: 'The disk quota is used up.',
	EROFS: 'The file system is read-only.',
	EMFILE: 'Too many files are open.',
	ENAMETOOLONG: 'The name is too long.',
	ELOOP: 'Symbolic links lead in a circle.',
	EIO: 'The disk reports a fault.',
	NOTFILE: 'It is a pipe or a device.',
	EFBIG: 'It is too large.',
	SILENTPIPE: 'It is a named pipe, and no program has opened it for writing.',
	EEXIST: 'It exists already.',
};
