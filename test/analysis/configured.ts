import type {Sketch} from './incident.js';

/** Only figures, and the settings of a model whose vocabulary is known. */
export const CONFIGURED: Sketch = {
	workload: 'training',
	facts: {
		'hbm.used': '41.76G',
		'hbm.capacity': '31.25G',
		'settings.model': 'qwen3-8b',
		'settings.batch.per_device': '16.0',
		'settings.sequence': '2048',
	},
};

/** A server that failed to allocate the logits of all its sequences. */
export const SAMPLER: Sketch = {
	code: 'E0100',
	workload: 'serving',
	facts: {
		'request.size': '2.32G',
		'request.free': '1.87G',
		'settings.model': 'Qwen/Qwen2.5-7B-Instruct',
		'settings.max_sequences': '4096',
	},
};
