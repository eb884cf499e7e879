// Versions of libraries, by their usual names: `jax==0.4.30`, `Jax Version: 0.10.2`, `vLLM API server version 0.9.2`, `torch_xla 2.5.0`.

const NAMES: Readonly<Record<string, string>> = {
	jax: 'jax',
	jaxlib: 'jaxlib',
	libtpu: 'libtpu',
	flax: 'flax',
	optax: 'optax',
	orbax: 'orbax',
	'orbax-checkpoint': 'orbax',
	torch: 'torch',
	pytorch: 'torch',
	'torch-xla': 'torch_xla',
	vllm: 'vllm',
	'tpu-inference': 'tpu_inference',
	'tpu-commons': 'tpu_commons',
	'sglang-jax': 'sglang_jax',
	'sgl-jax': 'sglang_jax',
	transformers: 'transformers',
	accelerate: 'accelerate',
	diffusers: 'diffusers',
	keras: 'keras',
	'keras-hub': 'keras_hub',
	'keras-nlp': 'keras_nlp',
	tensorflow: 'tensorflow',
	maxtext: 'maxtext',
	easydel: 'easydel',
	levanter: 'levanter',
	tunix: 'tunix',
	qwix: 'qwix',
	equinox: 'equinox',
	haiku: 'haiku',
	'dm-haiku': 'haiku',
	python: 'python',
	julia: 'julia',
	reactant: 'reactant',
};
const NAME = Object.keys(NAMES)
	.sort((a, b) => b.length - a.length)
	.map((name) => name.replace('-', '[-_]'))
	.join('|');
const VERSION = new RegExp(
	String.raw`(?<![\w./-])(${NAME})(?:\.__version__|[-_ ](?:version|api server version|nightly|lib version))?["']?\s{0,8}(?:==|[:=@]|\sv|\s)\s{0,8}["']?v?(\d+\.\d+(?:\.\d+)?(?:[.+-]?(?:dev|rc|post|a|b|nightly)?[\w.]*)?)(?![\w/]*\s?(?:%|[KMGT]i?B))`,
	'gi',
);
const ENGINE = /\b(?:vLLM|LLM engine) (?:API server version |version |engine )?\(?v?(\d+\.\d+\.\d+[\w.+]*)\)?/;
const QUICK = new RegExp(NAME, 'i');

export function versionsIn(line: string): readonly {readonly name: string; readonly version: string}[] {
	if (line.length > 4000 || !QUICK.test(line)) return [];
	const found = [...line.matchAll(VERSION)].flatMap(([, name = '', version = '']) => {
		const known = NAMES[name.toLowerCase().replace('_', '-')];
		return known === undefined || !/\d\.\d+\.\d/.test(version)
			? []
			: [{name: known, version: version.replace(/[.+-]$/, '')}];
	});
	const engine = /vLLM|LLM engine/.test(line) ? ENGINE.exec(line)?.[1] : undefined;
	return engine === undefined || found.some(({name}) => name === 'vllm')
		? found
		: [...found, {name: 'vllm', version: engine}];
}
