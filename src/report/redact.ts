import type {SecretKind, SecretRule} from './secret-kind.js';
import {isPlaceholder, SECRET_RULES} from './secret-rules.js';

/** Names that are known to be the user's own before any text is read: of this machine, of hosts in the log. */
export interface KnownSecrets {
	readonly users?: readonly string[];
	readonly hosts?: readonly string[];
}

/** What was replaced, and how often in different texts. The secret itself is not in it. */
export interface Replacement {
	readonly kind: SecretKind;
	readonly placeholder: string;
	readonly count: number;
}

/**
 * Replaces secrets in a value: in all its texts, the same secret by the same placeholder, `<host-2>`, wherever it stands.
 * Numbers, keys and the shape of the value stay. Names found once, such as a user in a path, are replaced wherever they occur.
 * Objects in `shared` are left as they are: pages of the playbook are nobody's secret, and long.
 */
export function redact<Value>(
	value: Value,
	known: KnownSecrets = {},
	shared: ReadonlySet<object> = new Set(),
): {readonly value: Value; readonly replaced: readonly Replacement[]} {
	const cover = new Cover(known);
	const texts = new Set<string>();
	mapTexts(value, (text) => (texts.add(text), text), shared);
	for (const text of texts) cover.learn(text);
	const covered = mapTexts(value, (text) => cover.apply(text), shared);
	return {value: covered, replaced: cover.replaced()};
}

/** Redacts a text line by line, as a rule for a value must not reach into the next line. A private key, and a value below its key, are one piece. */
export function redactText(
	text: string,
	known: KnownSecrets = {},
): {readonly text: string; readonly replaced: readonly Replacement[]} {
	const {value, replaced} = redact(pieces(text), known);
	return {text: value.join('\n'), replaced};
}

/** The lines of a text; those of a private key (at most 200, if its end is missing) a line `value:` with the one before it, and the first line of a YAML block with its key are one. */
function pieces(text: string): string[] {
	const found: string[] = [];
	let keyLines = 0;
	for (const line of text.split('\n')) {
		if (!KEY_LINE.test(line)) keyLines = 0;
		if (keyLines > 0 || /^\s*value:\s/.test(line) || /:\s*[|>][-+]?\s*$/.test(found.at(-1) ?? ''))
			found.push(`${found.pop() ?? ''}\n${line}`);
		else found.push(line);
		if (/-----END [A-Z ]*PRIVATE KEY/.test(line)) keyLines = 0;
		else keyLines = /-----BEGIN [A-Z ]*PRIVATE KEY/.test(line) ? 200 : Math.max(0, keyLines - 1);
	}
	return found;
}

/** A line that can be inside a private key: its end is base64, a mark, or nothing; or it is a header. */
const KEY_LINE = /(?:[\w+/]{12}|=|-----|^)\s*$|^[A-Z][\w-]{2,40}: /;

/** `Replaced: 2 hosts, 1 user.`, or that nothing was found to replace. */
export function redactionText(replaced: readonly Replacement[]): string {
	if (replaced.length === 0) return 'Nothing was found that had to be replaced.';
	const counts = new Map<SecretKind, number>();
	for (const {kind} of replaced) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	const parts = [...counts]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([kind, count]) => `${count} ${count === 1 ? NOUNS[kind] : PLURALS[kind]}`);
	return `Replaced by placeholders: ${parts.join(', ')}. Read it once more before it is passed on.`;
}

const NOUNS: Readonly<Record<SecretKind, string>> = {
	key: 'private key',
	password: 'password or key',
	token: 'token',
	email: 'e-mail address',
	bucket: 'bucket',
	project: 'project',
	home: 'home folder',
	folder: 'folder',
	user: 'user',
	account: 'service account',
	namespace: 'namespace',
	repository: 'repository',
	model: 'model name',
	phone: 'phone number',
	ip: 'network address',
	mac: 'hardware address',
	host: 'host',
	machine: 'machine',
};
const PLURALS: Readonly<Record<SecretKind, string>> = {
	...mapValues(NOUNS, (noun) => `${noun}s`),
	password: 'passwords or keys',
	email: 'e-mail addresses',
	repository: 'repositories',
	ip: 'network addresses',
	mac: 'hardware addresses',
};

/** Words that are too common to be replaced everywhere only because they are also somebody's name. */
const COMMON = new Set(
	'root user users admin default ubuntu debian jovyan localhost main test tests train trainer training model models data dataset batch layer layers loss step worker host node server build dist batch experimental google jax tensorflow torch keras python transformer attention linux none true false'.split(
		' ',
	),
);

function mayHold(small: string, {has}: SecretRule): boolean {
	return has?.some((word) => small.includes(word)) ?? true;
}

class Cover {
	readonly #placeholders = new Map<string, {kind: SecretKind; placeholder: string; count: number}>();
	readonly #numbers = new Map<SecretKind, number>();
	/** Secrets to replace wherever they stand. */
	readonly #everywhere = new Map<string, SecretKind>();
	#words: RegExp | undefined;

	constructor({users = [], hosts = []}: KnownSecrets) {
		for (const user of users) this.#spread(user, 'user');
		for (const host of hosts) this.#spread(host, 'host');
	}

	/** Notes the names in a text to replace everywhere. */
	learn(text: string): void {
		const small = text.toLowerCase();
		for (const rule of SECRET_RULES) {
			if ((rule.everywhere !== true && rule.kind !== 'home') || !mayHold(small, rule)) continue;
			if (rule.needs?.test(text) === false) continue;
			for (const [found] of text.matchAll(rule.pattern)) {
				if (isPlaceholder(found) || rule.unless?.(found) === true) continue;
				if (rule.kind === 'home') this.#spread(found.split(/[/\\~]/).at(-1) ?? '', 'user');
				else for (const name of found.split(',')) this.#spread(name, rule.kind);
			}
		}
	}

	apply(text: string): string {
		let covered = text;
		// Of the text as it came: placeholders add no word that a rule needs.
		const small = text.toLowerCase();
		for (const rule of SECRET_RULES) {
			if (!mayHold(small, rule)) continue;
			if (rule.needs?.test(covered) === false) continue;
			covered = covered.replace(rule.pattern, (found: string) =>
				isPlaceholder(found) || rule.unless?.(found) === true ? found : this.#placeholder(found, rule.kind),
			);
		}
		this.#words ??= this.#wordPattern();
		return covered.replace(this.#words, (found) => this.#placeholder(found, this.#everywhere.get(found) ?? 'user'));
	}

	replaced(): Replacement[] {
		return [...this.#placeholders.values()].sort((a, b) => (a.placeholder < b.placeholder ? -1 : 1));
	}

	#spread(name: string, kind: SecretKind): void {
		if (name.length < 4 || COMMON.has(name.toLowerCase()) || /^\d+$/.test(name) || this.#everywhere.has(name)) return;
		this.#everywhere.set(name, kind);
		this.#words = undefined;
	}

	#placeholder(secret: string, kind: SecretKind): string {
		const known = this.#placeholders.get(secret);
		if (known) {
			known.count += 1;
			return known.placeholder;
		}
		const number = (this.#numbers.get(kind) ?? 0) + 1;
		this.#numbers.set(kind, number);
		const placeholder = `<${kind}-${number}>`;
		this.#placeholders.set(secret, {kind, placeholder, count: 1});
		return placeholder;
	}

	/** All names in one pattern, longer ones first, whole words only and not inside a placeholder. */
	#wordPattern(): RegExp {
		const names = [...this.#everywhere.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
		if (names.length === 0) return /(?!)/g;
		return new RegExp(`(?<![\\w<-])(?:${names.map(escapePattern).join('|')})(?![\\w]|-[\\w])`, 'g');
	}
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** The value with every text changed. What occurs several times is changed once, and stays one. */
function mapTexts<Value>(value: Value, change: (text: string) => string, shared: ReadonlySet<object>): Value {
	const done = new Map<unknown, unknown>();
	const visit = (item: unknown): unknown => {
		if (typeof item !== 'string' && (typeof item !== 'object' || item === null || shared.has(item))) return item;
		if (!done.has(item)) done.set(item, typeof item === 'string' ? change(item) : inside(item));
		return done.get(item);
	};
	const inside = (item: object): unknown =>
		Array.isArray(item) ? item.map(visit) : mapValues(item as Record<string, unknown>, visit);
	return visit(value) as Value;
}

function mapValues<Key extends string, From, To>(
	record: Readonly<Record<Key, From>>,
	change: (value: From) => To,
): Record<Key, To> {
	return Object.fromEntries(Object.entries<From>(record).map(([key, value]) => [key, change(value)])) as Record<
		Key,
		To
	>;
}
