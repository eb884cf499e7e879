// What in a log is nobody else's business, kind by kind; passwords and tokens are in secret-credentials.ts, names that people give in secret-names.ts. Every pattern matches the secret alone; what introduces it stands in
// a look-behind. Figures, shapes, op names, versions and addresses of public documents must not match: see the tests.

import {CREDENTIAL_RULES} from './secret-credentials.js';
import {after, FIGURE, type SecretRule} from './secret-kind.js';
import {isProgramName, NAME_RULES} from './secret-names.js';

const PLACEHOLDER = /^<[a-z]+-\d+>?/;

/** Sites that everybody reads; their names tell nothing about the user. */
const PUBLIC =
	/(?:^|\.)(?:openxla\.org|github\.com|githubusercontent\.com|github\.io|google\.com|googleapis\.com|google\.dev|googlesource\.com|readthedocs\.io|pytorch\.org|tensorflow\.org|python\.org|pypi\.org|huggingface\.co|kaggle\.com|jax\.dev|keras\.io|wandb\.ai|gcr\.io|pkg\.dev|stackoverflow\.com|metadata\.google\.internal|example\.com)$/i;

export const SECRET_RULES: readonly SecretRule[] = [
	...CREDENTIAL_RULES,
	{
		kind: 'email',
		has: ['@'],
		pattern: /(?<![\p{L}\d_.%+-])[\p{L}\d_.%+-]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.[a-z]{2,}(?![\w-])/giu,
		unless: (found) => /^git@/i.test(found),
	},
	{
		kind: 'bucket',
		everywhere: true,
		has: ['://'],
		pattern: /(?<=\b(?:gs|gcs|s3|s3a|s3n|r2|az|wasbs?|abfss?|oss|hdfs):\/\/)[^\s/"'<>),;:]+/gi,
	},
	{
		kind: 'bucket',
		everywhere: true,
		has: ['storage.'],
		pattern:
			/(?<=\bstorage\.(?:googleapis|cloud\.google)\.com\/(?:(?:storage|upload|download)\/v1\/){0,4}(?:b\/)?)[a-z0-9][\w.-]+/gi,
		unless: (found) => found === 'storage' || found === 'upload' || found === 'download' || found === 'b',
	},
	{
		kind: 'bucket',
		everywhere: true,
		has: ['amazonaws.com'],
		pattern: /(?<![\w.-])[a-z0-9][a-z0-9.-]+(?=\.s3[\w.-]*\.amazonaws\.com)/gi,
	},
	{
		kind: 'bucket',
		everywhere: true,
		needs: /bucket/i,
		pattern: new RegExp(`${after(String.raw`[\w-]*bucket(?:[_-]?name)?`)}[a-z0-9][a-z0-9._-]{2,}`, 'gi'),
		unless: (found) => FIGURE.test(found),
	},
	{
		kind: 'project',
		everywhere: true,
		has: ['projects/'],
		pattern: /(?<=\bprojects\/)(?:[a-z][\w.:-]{3,}\w|\d{6,})/gi,
	},
	{
		kind: 'project',
		everywhere: true,
		has: ['gcr.io', 'pkg.dev'],
		pattern: /(?<=\b(?:[a-z0-9-]*\.?gcr\.io|pkg\.dev)\/)[a-z][\w-]{3,}/gi,
	},
	{
		kind: 'project',
		everywhere: true,
		needs: /project/i,
		pattern: new RegExp(
			`${after(String.raw`[\w-]*project(?:[_-]?(?:id|number|name))?`)}(?:[a-z][\\w:-]{3,}\\w|\\d{6,})`,
			'gi',
		),
		unless: (found) => !/^(?:[a-z][a-z0-9:-]*|\d+)$/.test(found) || isProgramName(found),
	},
	{
		kind: 'home',
		has: ['home', 'users'],
		pattern:
			/(?<![\w.])(?:(?:\/[\w.-]+){0,40}\/(?:home|homes|Users|users)\/|[A-Za-z]:\\+Users\\+)[^\s/\\:"'<>|,;)\]}]+/g,
		unless: (found) => /(?:Shared|Public)$/.test(found),
	},
	{kind: 'home', has: ['~'], pattern: /(?<![\w~/])~[a-z_][\w-]*(?=\/)/g},
	{
		kind: 'user',
		everywhere: true,
		needs: /user|uid|login|logname|owner|author|creator/i,
		pattern: new RegExp(
			`${after(String.raw`(?:[\w-]*_)?(?:user|uid|user[_ -]?(?:name|id)|login|logname|owner|author|creator)`)}[a-z_][\\w.-]{1,31}(?![\\w/([{-]|\\.\\w)`,
			'gi',
		),
		unless: (found) =>
			/^(?:none|null|true|false|root|unknown|the|a|an|is|and|code|error)$/i.test(found) || isProgramName(found),
	},
	{kind: 'user', everywhere: true, has: ['logged in as'], pattern: /(?<=\blogged in as:?\s{1,8})[a-z_][\w.-]{1,38}/gi},
	// A shell's prompt, and the target of ssh: `alice@tpu-vm:~$`.
	{
		kind: 'user',
		everywhere: true,
		has: ['@'],
		pattern: /(?<![\w.%+-])[a-z_][a-z0-9_.-]{1,31}(?=@(?!sha\d)[a-z0-9][a-z0-9-]*(?![\w.-]))/g,
	},
	{
		kind: 'host',
		everywhere: true,
		has: ['@'],
		pattern: /(?<=@)[a-z][a-z0-9-]*(?=:|\s*[$#]|$|\s)/g,
		unless: (found) => !/[\d-]/.test(found) || /^sha\d/.test(found),
	},
	{
		kind: 'ip',
		has: ['.'],
		pattern:
			/(?<![\w.]|(?:version|libtpu|jax|jaxlib|python|==|~=|>=|v)[\s:=-]{0,8})(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/gi,
		unless: (found) => found.split('.').some((part) => Number(part) > 255) || /^(?:0\.|127\.0\.0\.1$)/.test(found),
	},
	{
		kind: 'ip',
		pattern: /(?<![\w:.])(?:[0-9a-f]{1,4}:){1,7}(?::?[0-9a-f]{1,4})?(?::[0-9a-f]{1,4}){0,6}(?![\w:])/gi,
		unless: (found) => !isAddress6(found),
	},
	{kind: 'mac', pattern: /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/gi},
	// Names that machines of clouds and clusters get alone.
	{
		kind: 'machine',
		everywhere: true,
		pattern:
			/(?<![\w-])(?:gke_[a-z][a-z0-9-]*_[a-z0-9-]+_[a-z0-9-]+|t1v-n-[0-9a-f]+-w-\d+|gke-[a-z0-9-]+|ip-\d+-\d+-\d+-\d+|[a-z][a-z0-9-]*-w-\d+|[a-z][a-z0-9-]*-[a-f0-9]{8,10}-[a-z0-9]{5})(?![\w-])/g,
		unless: isProgramName,
	},
	{kind: 'machine', everywhere: true, has: ['pod'], pattern: /(?<=\bpods?\/)[a-z0-9][a-z0-9.-]*[a-z0-9]/g},
	{
		kind: 'machine',
		everywhere: true,
		has: ['tpu-vm'],
		pattern: /(?<=\btpu-vm\s(?:ssh|scp|create|delete|describe|start|stop)\s)[a-z][\w-]{2,62}/g,
	},
	{
		kind: 'machine',
		everywhere: true,
		has: [
			'nodes/',
			'instances/',
			'clusters/',
			'resources/',
			'reservations/',
			'nodepools/',
			'subscriptions/',
			'resourcegroups/',
		],
		pattern:
			/(?<=\/(?:nodes|instances|clusters|queuedResources|reservations|nodePools|subscriptions|resourceGroups)\/)[a-z0-9][\w-]+/g,
	},
	{
		kind: 'host',
		everywhere: true,
		needs: /host|node|pod|server|machine|instance|coordinator|tpu|cluster/i,
		pattern: new RegExp(
			`${after(String.raw`(?:[\w-]*_)?(?:host|hostname|host[_-]name|node|node[_-]?name|pod|pod[_-]?name|server|machine|instance|coordinator|coordinator[_-]address|tpu[_-]?name|cluster|cluster[_-]?name)`)}[a-z][a-z0-9.-]*[a-z0-9](?![\\w(\\[{])`,
			'gi',
		),
		unless: (found) =>
			PUBLIC.test(found) ||
			/^(?:none|null|true|false|localhost|unknown|cpu|tpu|error|offload|memory|device|compute|transfer|callback|buffer|input|output)$/i.test(
				found,
			) ||
			isProgramName(found),
	},
	{
		kind: 'host',
		everywhere: true,
		has: [':/'],
		pattern:
			/(?<=\b(?:https?|grpc|grpcs|http2|tcp|udp|ws|wss|ftp|ssh|dns|ray):\/{2,3})(?![\d.]+\b)[a-z0-9][a-z0-9._-]*[a-z0-9]/gi,
		unless: (found) => PUBLIC.test(found) || found === 'localhost',
	},
	{
		kind: 'host',
		has: ['.'],
		pattern:
			/(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:internal|local|lan|corp|intra|com|net|org|edu|gov|cloud)(?![\w(-]|\.\w)/gi,
		unless: (found) => PUBLIC.test(found),
	},
	{
		kind: 'host',
		has: ['.'],
		pattern:
			/(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.){2,}(?:io|ai|dev|app|co|uk|de|fr|cn|jp|us|ru|ch|at|it|nl|se|es|pl|kr|au|ca|br|il|sg|tw|eu|be|dk|fi|cz)(?![\w(-]|\.\w)/g,
		// Attributes of Python objects look alike.
		unless: (found) => PUBLIC.test(found) || /^(?:self|cls|jax|jnp|tf|torch|np|keras|flax|nn)\./.test(found),
	},
	...NAME_RULES,
	// A folder of a site that is not public: a workspace and what is in it.
	{kind: 'folder', has: ['://'], pattern: /(?<=https?:\/\/<host-\d+>(?::\d+)?\/)[\w.-]{1,80}\/[\w./-]{1,200}/g},
	// A share of Windows, with its backslashes as they are or escaped in a string.
	{
		kind: 'host',
		everywhere: true,
		has: ['\\\\'],
		pattern:
			/(?<=(?<![\\\w:])\\{2})[a-z][\w.-]{1,62}(?=\\[\w$])|(?<=(?<![\\\w:])\\{4})[a-z][\w.-]{1,62}(?=\\{2}[\w$])/gi,
	},
	// The label of a launcher that numbers its hosts: `[0] node-7: `.
	{
		kind: 'host',
		everywhere: true,
		has: [']'],
		pattern: /(?<=^\[\d{1,5}\]\s)[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*(?=:\s)/gim,
		unless: (found) => !/[\d.-]/.test(found) || COUNTED.test(found) || isProgramName(found) || isPlaceholder(found),
	},
	// A line of syslog: time, host, program[pid].
	{
		kind: 'host',
		everywhere: true,
		has: [']:'],
		pattern:
			/(?<=^(?:[A-Z][a-z]{2}\s+\d+\s[\d:]{8}|\d{4}-\d\d-\d\dT[\d:.,+Z-]+)\s)[a-z][\w.-]*(?=\s[\w./-]+\[\d+\]:)/gim,
	},
];

/** What logs count, which looks like a host: `step3`, `layer-12`. */
const COUNTED =
	/^(?:step|epoch|layer|block|loss|device|rank|core|chip|tpu|gpu|cpu|process|proc|worker|thread|task|shard|batch|iter|iteration|stage|replica|partition|slice|job|run|trial|attempt|try|phase|part|pass|round|test|case|model|v)[.-]?\d*(?:[.-]\d+)*$/i;

/** Whether a found text was put there by an earlier rule. */
export function isPlaceholder(found: string): boolean {
	return PLACEHOLDER.test(found);
}

/** Times, C++ names and ratios have colons too: an address has eight groups, or a gap and at least two groups with a digit in it. */
function isAddress6(found: string): boolean {
	const groups = found.split(':').filter((group) => group !== '');
	if (!found.includes('::')) return groups.length === 8;
	return groups.length >= 2 && groups.length < 8 && /\d/.test(found) && /^(?:f[cdef]|2|64)/i.test(found);
}
