import {blockwiseAttention} from './blockwise-attention.js';
import {castF32} from './cast-f32.js';
import {chunkVocabulary} from './chunk-vocabulary.js';
import {dequantiseLate} from './dequantise-late.js';
import {donateOutputs} from './donate-outputs.js';
import {freeRequest} from './free-request.js';
import {halveBatch} from './halve-batch.js';
import {halveSequence} from './halve-sequence.js';
import {largerChip} from './larger-chip.js';
import {microbatch4} from './microbatch4.js';
import {offloadArguments} from './offload-arguments.js';
import {optimizerBf16} from './optimizer-bf16.js';
import {rematLayers} from './remat-layers.js';
import {removeDebugCopy} from './remove-debug-copy.js';
import {removePadding} from './remove-padding.js';
import {removeReplication} from './remove-replication.js';
import {shardArguments} from './shard-arguments.js';
import type {Estimator} from './situation.js';
import {twiceChips} from './twice-chips.js';

/** Estimators by the name that remedy pages use. */
export const ESTIMATORS_BY_NAME: ReadonlyMap<string, Estimator> = new Map([
	['blockwise_attention', blockwiseAttention],
	['cast_f32', castF32],
	['chunk_vocabulary', chunkVocabulary],
	['dequantise_late', dequantiseLate],
	['donate_outputs', donateOutputs],
	['free_request', freeRequest],
	['halve_batch', halveBatch],
	['halve_sequence', halveSequence],
	['larger_chip', largerChip],
	['microbatch4', microbatch4],
	['offload_arguments', offloadArguments],
	['optimizer_bf16', optimizerBf16],
	['remat_layers', rematLayers],
	['remove_debug_copy', removeDebugCopy],
	['remove_padding', removePadding],
	['remove_replication', removeReplication],
	['shard_arguments', shardArguments],
	['twice_chips', twiceChips],
]);

/** Names that a remedy page may give under `estimate.by`; the linter refuses others. */
export const ESTIMATORS: readonly string[] = [...ESTIMATORS_BY_NAME.keys()];
