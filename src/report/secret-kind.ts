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
	/** Whether the same word is a secret wherever it stands. */
	readonly everywhere?: boolean;
	/** Refuses what only looks like one. */
	readonly unless?: (found: string) => boolean;
}
