// Names that people give: folders, owners, namespaces, models. And the names of programs, which look alike and are no secret.
import {after, type SecretRule} from './secret-kind.js';

/** Opcodes of HLO: names of instructions begin with them. */
const OPCODES =
	'add after-all all-gather all-reduce all-to-all async bitcast body broadcast call clone collective-permute concatenate cond conditional constant convert convolution copy custom-call dot dynamic-slice dynamic-update-slice fusion gather get-tuple-element input iota loop multiply output pad param parameter reduce reduce-scatter region reshape rng scatter select slice sort subtract transpose tuple wide while';
const OPERATION = new RegExp(`^%?(?:${OPCODES.replaceAll(' ', '|')})(?:[._-]|\\d|$)`);

/** Whether a word is a name in a program: an instruction, a jitted function, a layer. They must survive, as advice rests on them. */
export function isProgramName(word: string): boolean {
	return (
		OPERATION.test(word) ||
		/^%?[a-z][\w-]*\.\d+(?:\.\w+)*$/i.test(word) ||
		/^(?:p?jit|jvp|vmap|pmap|vjp|pjit|scan|remat|checkpoint|shard_map|layers?|blocks?|params?)[_(.\d]/.test(word) ||
		/^[A-Z]\w*_\d+$/.test(word)
	);
}

/** Owners and families that everybody knows: what they publish is no secret, and matters to the diagnosis. */
const PUBLIC_OWNER =
	/^(?:jax-ml|google|google-[\w-]+|openxla|tensorflow|tensorflow-text|pytorch|AI-Hypercomputer|vllm-project|sgl-project|huggingface|keras-team|NVIDIA|nvidia|apache|python|meta-llama|mistralai|Qwen|deepseek-ai|openai|openai-community|microsoft|allenai|EleutherAI|facebook|facebookresearch|stanford-crfm|apple|ray-project|kubernetes|library|tpu-inference|bigscience|tiiuae|stabilityai|black-forest-labs|sentence-transformers|datasets|allenai)(?:\/|$)/i;
const PUBLIC_MODEL =
	/^(?:meta-)?(?:llama|gemma|qwen|mistral|mixtral|gpt2|gpt-oss|gpt-neo|gpt-j|deepseek|t5|flan|bert|roberta|resnet|vit|opt|phi|falcon|bloom|whisper|stable|sdxl|flux|default|none|auto|null|true|false|unknown)/i;
/** Folders that every machine has, or whose names say what is inside. */
const PUBLIC_FOLDER =
	/^(?:disks?|persist\w*|data(?:sets?)?|checkpoints?|ckpts?|logs?|models?|train(?:ing)?|eval|tmp|cache|outputs?|results?|runs?|src|code|lib|bin|share|public|common|home|users?|user|projects?|scratch|work|stateful_partition|nfs|ssd|xla_dump|dump|jax|maxtext|vllm|tokenizers?|config|[\d.]+|.*\.(?:py|log|txt|json|yaml|yml|sh|hlo|pb))$/i;
const MOUNTS = String.raw`(?:nfs\d*|mnt|data\d*|scratch\d*|work|gpfs|lustre|fsx|efs|shared?|storage|vol\d*|volumes?|projects?|groups?|workspace|ceph|beegfs|media|cluster|pscratch|hpc|fs\d*|home\d+)`;

const folder = (depth: number): SecretRule => ({
	kind: 'folder',
	everywhere: false,
	pattern: new RegExp(
		String.raw`(?<=(?<![\w.)\]}>])\/${MOUNTS}(?:\/[\w.<>-]{1,80}){${depth}}\/)[\w][\w.-]{2,60}(?=\/|\s|["':,)]|$)`,
		'g',
	),
	unless: (found) => PUBLIC_FOLDER.test(found) || isProgramName(found),
});

export const NAME_RULES: readonly SecretRule[] = [
	{
		kind: 'bucket',
		everywhere: true,
		has: ['gcs', 's3', 'bucket'],
		pattern: /(?<=(?<![\w.])\/(?:gcs|gcsfuse|s3fs|mnt\/(?:gcs|s3)|buckets?)\/)[a-z0-9][\w.-]{2,62}/g,
		unless: (found) => PUBLIC_FOLDER.test(found),
	},
	{
		kind: 'bucket',
		everywhere: true,
		has: ['windows.net'],
		pattern: /(?<![\w.-])[a-z0-9-]{3,40}(?=\.(?:blob|dfs|file|queue|table)\.core\.windows\.net)/g,
	},
	{kind: 'bucket', everywhere: true, has: ['windows.net'], pattern: /(?<=\.core\.windows\.net\/)[a-z0-9-]{3,63}/g},
	...[0, 1, 2].map(folder),
	{
		kind: 'account',
		everywhere: true,
		has: ['serviceaccount'],
		pattern: /(?<=\bserviceaccounts?[:/])[\w.-]{2,63}:[\w.-]{2,63}/gi,
	},
	{
		kind: 'account',
		everywhere: true,
		has: ['account'],
		pattern: /(?<=\bservice[_ -]?account(?:[_ -]?name)?["']?[:=/]\s{0,3}["']?)[a-z0-9][\w.-]{2,62}/gi,
	},
	{
		kind: 'account',
		everywhere: true,
		needs: /account|entity|(?:client|tenant|subscription|organi[sz]ation)[_-]?id/i,
		pattern: new RegExp(
			`${after('(?:[\\w-]*_)?(?:account[_-]?name|entity|(?:client|account|tenant|subscription|organi[sz]ation)[_-]?id)')}[a-z0-9][\\w.-]{5,80}`,
			'gi',
		),
		unless: (found) => isProgramName(found),
	},
	{
		kind: 'account',
		everywhere: true,
		has: ['arn:aws'],
		pattern: /(?<=\barn:aws[\w-]*:[\w-]*:[\w-]*:)\d{12}(?::[\w/+=.@-]{1,120})?/g,
	},
	{kind: 'account', everywhere: true, has: ['.dkr.ecr.'], pattern: /(?<![\w.])\d{12}(?=\.dkr\.ecr\.)/g},
	{
		kind: 'namespace',
		everywhere: true,
		has: ['namespace', 'assigned'],
		pattern:
			/(?<=\bin\snamespace\s)[a-z0-9]+(?:-[a-z0-9]+)+(?![\w.(])|(?<=\bassigned\s)[a-z0-9][a-z0-9-]{1,62}(?=\/[a-z])/g,
	},
	{
		kind: 'namespace',
		everywhere: true,
		has: ['namespace', 'kubectl'],
		pattern:
			/(?<=(?:\bkubectl\s(?:[^\n]{0,120}\s)?(?:-n|--namespace)[\s=]|\bnamespaces?["']?\s{0,3}[:=]\s{0,3}["']?|\bnamespaces?\/|\bnamespace\s["']))[a-z0-9][a-z0-9-]{1,62}(?![\w.(])/gi,
		unless: (found) =>
			/^(?:default|kube-[a-z-]+|none|null|std|jax|xla|tpu|absl|tensorflow)$/i.test(found) || isProgramName(found),
	},
	{
		kind: 'project',
		everywhere: true,
		has: ['project'],
		pattern: /(?<=\b(?:project\s["'`]|config\sset\sproject\s))[a-z][a-z0-9:-]{3,60}/g,
	},
	{kind: 'user', everywhere: true, has: ['user'], pattern: /(?<=\buser\s["'`])[a-z_][\w.-]{1,38}/gi},
	{
		kind: 'repository',
		everywhere: true,
		has: ['logged in as'],
		pattern: /(?<=\blogged in as:?\s\S{1,60}\s\()[\w-]{2,60}/gi,
	},
	{
		kind: 'repository',
		has: ['wandb.ai'],
		pattern: /(?<=\bwandb\.ai\/)[\w-]{2,60}(?:\/[\w-]{2,80})?/gi,
		unless: (found) => /^(?:site|authorize|docs|wandb)\b/.test(found),
	},
	{
		kind: 'repository',
		has: ['github.com', 'gitlab.com', 'bitbucket.org', 'huggingface.co', 'hf.co'],
		pattern:
			/(?<=\b(?:github\.com|gitlab\.com|bitbucket\.org|huggingface\.co|hf\.co)[:/](?:datasets\/|spaces\/)?)[\w.-]{1,60}\/[\w-]{1,80}/gi,
		unless: (found) => PUBLIC_OWNER.test(found),
	},
	{
		kind: 'repository',
		has: [
			'from_pretrained',
			'load_dataset',
			'snapshot_download',
			'hf_hub_download',
			'repo_id',
			'hf_repo',
			'model_id',
			'tokenizer_path',
			'pretrained_model',
		],
		pattern:
			/(?<=(?:from_pretrained|load_dataset|snapshot_download|hf_hub_download)\(\s?["']|\b(?:repo_id|hf_repo|model_id|tokenizer_path|pretrained_model_name_or_path)["']?\s?[=:]\s?["']?)[\w.-]{1,60}\/[\w.-]{1,80}/g,
		unless: (found) => PUBLIC_OWNER.test(found),
	},
	{
		kind: 'repository',
		everywhere: true,
		has: ['docker.io', 'quay.io', 'ghcr.io', 'nvcr.io', 'registry.'],
		pattern: /(?<=\b(?:docker\.io|quay\.io|ghcr\.io|nvcr\.io|registry\.[\w.-]{2,60})\/)[a-z0-9][\w.-]{1,60}(?=\/)/g,
		unless: (found) => PUBLIC_OWNER.test(found),
	},
	{
		kind: 'model',
		everywhere: true,
		has: ['model_', '_name'],
		pattern:
			/(?<=\b(?:model_name|model_id|served_model_name|experiment_name|run_name|wandb_name|exp_name)["']?\s?[=:]\s?["']?)[a-z][\w.-]{4,60}/gi,
		unless: (found) => PUBLIC_MODEL.test(found) || isProgramName(found),
	},
	{
		kind: 'phone',
		has: ['+'],
		pattern: /(?<![\w.])\+\d{1,3}[ .-]\(?\d{2,4}\)?[ .-]\d{3,12}(?:[ .-]\d{2,8}){0,3}(?![\w.])/g,
	},
	{kind: 'machine', everywhere: true, has: ['nid'], pattern: /(?<![\w-])nid\d{4,8}(?![\w-])/g},
	{
		kind: 'machine',
		everywhere: true,
		has: ['nodelist', 'node_list', 'nodename', 'hostnames', 'hosts'],
		pattern:
			/(?<=\b(?:nodelist|node_list|slurmd_nodename|slurm_nodelist|slurm_job_nodelist|(?:\w{1,20}_)?hostnames|hosts)["']?\s?[=:]\s?["']?)[a-z][\w.,[\]-]{2,200}/gi,
	},
	{kind: 'machine', everywhere: true, has: ['srun: error'], pattern: /(?<=\bsrun: error: )[a-z][\w.-]{2,60}(?=: )/g},
	{
		kind: 'bucket',
		everywhere: true,
		has: ['gcsfuse'],
		pattern: /(?<=\bgcsfuse\s(?:-\S{1,60}\s){0,8})[a-z0-9][\w.-]{2,62}(?=\s{1,4}\/)/g,
	},
	// The pod of a job: its index and five letters or digits of its own, one of them a digit.
	{
		kind: 'machine',
		everywhere: true,
		pattern: /(?<![\w./-])[a-z][a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,8}-\d{1,4}-(?=[a-z]{0,4}\d)[a-z0-9]{5}(?![\w-])/g,
		unless: isProgramName,
	},
];
