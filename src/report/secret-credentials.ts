// Rules for what opens a door: private keys, passwords, tokens, signatures, cookies. Each pattern matches the secret alone.
import {FIGURE, type SecretRule, valueAfter} from './secret-kind.js';
import {isProgramName} from './secret-names.js';

/** Keys whose values are secret, even where they are ordinary words. */
const SECRET_KEY = String.raw`(?:password|passwd|passphrase|pwd|[_-]pass|secret|token|webhook(?:[_-]?url)?|api[_-]?key|access[_-]?key|secret[_-]?key|account[_-]?key|private[_-]?key|credentials?)`;
/** Keys whose values are secret only where they look random: `sort_key=name` and `signature=serving_default` do not. */
const OFTEN_SECRET_KEY = String.raw`(?:key|sig|signature|session|session[_-]?id|sid|auth|dsn|nonce|salt|hash[_-]?key)`;

/** Credentials whose issuer marks them with a prefix. */
const MARKED =
	/(?<![\w-])(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|hf_\w{16,}|sk-[\w-]{16,}|[rs]k_(?:live|test)_\w{16,}|whsec_\w{16,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}|ya29\.[\w.-]{16,}|1\/\/0[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|gl(?:pat|rt|dt|ptt)-[\w-]{16,}|glsa_\w{20,}|npm_\w{30,}|pypi-[\w-]{30,}|dckr_pat_[\w-]{20,}|r8_\w{30,}|nvapi-[\w-]{20,}|GOCSPX-[\w-]{20,}|hv[sb]\.[\w-]{20,}|dapi[0-9a-f]{32}|dop_v1_\w{30,}|lin_api_\w{30,}|gsk_\w{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:SK|AC)[0-9a-f]{32}|AGE-SECRET-KEY-1[A-Z0-9]{40,}|sntry[su]_[\w=+/]{20,}|ATATT3x[\w=-]{20,}|shp(?:at|ss|ca)_[0-9a-f]{32}|pul-[0-9a-f]{40}|dp\.(?:pt|st|ct)\.[\w.-]{20,}|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|figd_[\w-]{20,}|ph[cx]_\w{30,}|rubygems_[0-9a-f]{40,}|tskey-[\w-]{16,}|xkeysib-[0-9a-f]{40,}[\w-]*|fo1_\w{16,}|(?<=\bbot\d{6,12}:)[\w-]{30,})/g;

export const CREDENTIAL_RULES: readonly SecretRule[] = [
	{
		kind: 'key',
		has: ['private key'],
		pattern:
			/-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,20000}?-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|[\s\S]{0,20000})/g,
	},
	// The password of an address may hold an at-sign: the last one before the path ends it.
	{kind: 'password', has: ['://'], pattern: /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@:"']{0,200}:[^\s/"']{1,200}(?=@)/gi},
	{kind: 'token', pattern: MARKED},
	{kind: 'token', has: ['bearer', 'basic'], pattern: /(?<=\b(?:Bearer|Basic)\s{1,8})[\w.~+/=-]{12,}/gi},
	{kind: 'token', has: ['cookie'], pattern: /(?<=\b(?:set-)?cookie["']?\s?[:=]\s?["']?)[^\n"']{8,4000}/gi},
	{
		kind: 'token',
		has: ['hooks.slack.com', 'discord'],
		pattern: /(?<=\b(?:hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks)\/)[\w/-]{12,}/gi,
	},
	{kind: 'token', has: ['://'], pattern: /(?<=:\/\/)[0-9a-f]{32}(?=(?::[0-9a-f]{32})?@)/gi},
	{kind: 'token', pattern: /(?<![\w/-]|(?:commit|revision|rev|sha|sha1)[\s:=]{1,8}["']?)[0-9a-f]{40}(?![\w-])/gi},
	{
		kind: 'password',
		...valueAfter(SECRET_KEY, String.raw`[^\s"',;&<>]{4,}`),
		unless: (found) =>
			FIGURE.test(found) ||
			// What a tokenizer names its marks: `<pad>`, `[MASK]`, `</s>`.
			/^(?:[<[]|none$|null$|true$|false$|missing\b|invalid\b|expired\b)/i.test(found) ||
			isProgramName(found),
	},
	{
		kind: 'password',
		has: ['password', 'passphrase', 'passwd'],
		pattern: /(?<=\b(?:password|passphrase|passwd)\s(?:(?:is|was):?\s)?["'`]?)[^\s"'`]{4,60}/gi,
		unless: (found) => !/[\d!@#$%^&*]/.test(found),
	},
	{
		kind: 'password',
		has: ['curl'],
		pattern: /(?<=\bcurl\s(?:[^\n]{0,200}\s)?(?:-u|--user|--proxy-user)[\s=]["']?)[^\s:"']{1,80}:[^\s"']{1,80}/g,
	},
	{
		kind: 'password',
		has: ['login', 'sshpass'],
		pattern:
			/(?<=\b(?:(?:docker|podman|registry)\slogin\s(?:[^\n]{0,100}\s)?-p[\s=]|sshpass\s-p\s?)["']?)[^\s"']{4,60}/g,
	},
	{
		kind: 'password',
		has: ['</'],
		pattern: new RegExp(String.raw`(?<=<[\w.:-]{0,40}${SECRET_KEY}>)[^<\s]{4,200}(?=<\/)`, 'gi'),
	},
	{kind: 'password', has: ['mysql'], pattern: /(?<=\bmysql\w{0,8}\s(?:[^\n]{0,100}\s)?-p)[^\s"']{4,60}/g},
	{
		kind: 'password',
		...valueAfter(OFTEN_SECRET_KEY, String.raw`[\w+/=%~.-]{16,}`),
		unless: (found) => !looksRandom(found),
	},
];

/** Whether a text has a run of letters and digits that nobody would write: digits and letters, or cases, alternate often. */
function looksRandom(text: string): boolean {
	for (const [run] of text.matchAll(/[A-Za-z\d+/%]{12,}/g)) {
		const changes = run.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
		if (changes >= 4 && /\d/.test(run)) return true;
		if (/^\d{24,}$|^[0-9a-f]{32,}$/i.test(run)) return true;
	}
	return false;
}
