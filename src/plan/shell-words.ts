/** A value inside double quotes, for sh, bash and zsh: what they would expand there is escaped. */
export function doubleQuoted(text: string): string {
	return `"${text.replaceAll(/[\\"$`]/g, (sign) => `\\${sign}`)}"`;
}

/** One word that the shell hands on as it stands: bare where that is safe, else in single quotes. */
export function word(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
