// The kinds of secrets, and what a rule that finds them says.

export type SecretKind =
	| 'key'
	| 'password'
	| 'token'
	| 'email'
	| 'bucket'
	| 'project'
	| 'home'
	| 'folder'
	| 'user'
	| 'account'
	| 'namespace'
	| 'repository'
	| 'model'
	| 'phone'
	| 'ip'
	| 'mac'
	| 'host'
	| 'machine';

export interface SecretRule {
	readonly kind: SecretKind;
	readonly pattern: RegExp;
	/** What a text must hold for the pattern to match: a quick look that spares the long one. */
	readonly needs?: RegExp;
	/** Words of which a text must hold one, in small letters: a quicker look still, as most rules concern few lines. */
	readonly has?: readonly string[];
	/** Whether the same word is a secret wherever it stands. */
	readonly everywhere?: boolean;
	/** Refuses what only looks like one. */
	readonly unless?: (found: string) => boolean;
}

/** A figure with a unit, a time, a ratio: never a secret. */
export const FIGURE = /^[\d.,:x%+-]+[KMGTBkmgtb]?$/;

/** What comes between a key and its value: `key=`, `key: `, `"key": "`, `--key `, `'--key', '`, and `name: KEY`, `value: ` of a manifest. */
const SEPARATOR = String.raw`(?:\\{0,3}["']?\]?(?:\s{0,8}=>?\s{0,8}|\s{0,8}:\s{0,8}(?:[|>][-+]?\s{1,40})?|,?\s{1,8}(?<=--[\w-]{1,60}["']?,?\s{1,8})|\s{0,3},?\s{0,30}["']?value["']?\s{0,3}:\s{0,8}))`;

/** What precedes a value: `key=`, `key: `, `"key": "`, `--key `, with or without the quote. */
export function after(keys: string): string {
	return String.raw`(?<=(?:^|[^a-zA-Z])(?:${keys})${SEPARATOR}\\{0,3}["']?)`;
}

/** Matches the value of a key: all that is between its quotes, with the quotes that are escaped in it; without quotes, what `bare` matches. */
export function valueAfter(keys: string, bare: string): Pick<SecretRule, 'needs' | 'pattern'> {
	const key = String.raw`[\w.-]*(?:${keys})`;
	const before = (quote: string): string => String.raw`(?<=(?:^|[^a-zA-Z])${key}${SEPARATOR}${quote})`;
	const double = String.raw`${before('"')}(?:\\.|[^"\\\n]){4,400}(?=")`;
	const single = String.raw`${before("'")}(?:\\.|''|[^'\\\n]){4,400}(?=')`;
	return {needs: new RegExp(keys, 'i'), pattern: new RegExp(`${double}|${single}|${after(key)}${bare}`, 'gi')};
}
