// Logs of our own making: one for each way in which programs show what they are doing, and what must be read in it.
// Long because: a table of logs.

export interface JobLog {
	readonly name: string;
	readonly text: string;
	readonly is: Readonly<Record<string, string | undefined>>;
}

export const JOB_LOGS: readonly JobLog[] = [
	{
		name: 'a notebook of an old IPython, whose cell is a file',
		text: String.raw`ResourceExhaustedError                    Traceback (most recent call last)
/tmp/ipykernel_43/1234.py in <module>
     12 
---> 13 history = model.fit(data, epochs=EPOCHS)

ResourceExhaustedError: Compilation failure: Ran out of memory in memory space hbm. Used 20.00G of 15.48G hbm. Exceeded hbm capacity by 4.52G.`,
		is: {userFrame: '/tmp/ipykernel_43/1234.py:13'},
	},
	{
		name: 'a server that restores its weights',
		text: String.raw`$ python serve_llama.py --ckpt gs://b/params
  File "/srv/serve_llama.py", line 57, in <module>
    params = ckptr.restore(path)
  File "/srv/.venv/lib/python3.12/site-packages/orbax/checkpoint/handlers.py", line 655, in deserialize
    ret = await asyncio.gather(*ops)
RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 256.00M. That was not possible. There are 19.52M free.; (0x1x0_HBM0)`,
		is: {workload: 'inference', phase: 'restoring'},
	},
	{
		name: 'an evaluation with a progress bar of its own',
		text: String.raw`import torch_xla
***** Running training *****
 10%|█         | 30/300 [01:00<09:00,  2.00s/it]
***** Running Evaluation *****
 54%|█████▍    | 83/154 [03:19<02:50,  2.40s/it]
RESOURCE_EXHAUSTED: Attempting to allocate 32.00M. That was not possible. There are 19.52M free.; (0x1x0_HBM0)`,
		is: {framework: 'pytorch-xla', phase: 'evaluation'},
	},
	{
		name: 'training that goes on after an evaluation',
		text: String.raw`import torch_xla
***** Running training *****
 10%|█         | 30/300 [01:00<09:00,  2.00s/it]
***** Running Evaluation *****
100%|██████████| 154/154 [03:19<00:00,  2.40s/it]
 11%|█         | 33/300 [05:00<09:00,  2.00s/it]
RESOURCE_EXHAUSTED: Attempting to allocate 32.00M. That was not possible. There are 19.52M free.; (0x1x0_HBM0)`,
		is: {framework: 'pytorch-xla', phase: 'step'},
	},
	{
		name: 'a pipeline of Diffusers that runs on PyTorch/XLA',
		text: String.raw`WARNING:root:libtpu.so and TPU device found. Setting PJRT_DEVICE=TPU.
Traceback (most recent call last):
  File "/home/u/video.py", line 31, in <module>
    frames = pipe(prompt)
  File "/v/lib/python3.10/site-packages/diffusers/models/transformers/t3d.py", line 143, in forward
    hidden = self.norm1(hidden)
RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: Error loading program: Attempting to reserve 13.61G at the bottom of memory. That was not possible. There are 3.40G free, 0B reserved, and 3.40G reservable.`,
		is: {framework: 'pytorch-xla'},
	},
	{
		name: 'a conversion by its script, with finetune in a path',
		text: String.raw`$ python3 ./to_hf_weights.py --input gs://b/finetuned/step_7 --output gs://b/hf
RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 256.00M. That was not possible. There are 19.52M free.; (0x1x0_HBM0)`,
		is: {workload: 'conversion'},
	},
	{
		name: 'a script that is started without its interpreter, behind the time of a cloud log',
		text: String.raw`E 2024-11-12T02:40:11.104100731Z + ./run_mlm.py --per_device_train_batch_size=16 --max_seq_length=128
E 2024-11-12T02:41:11.104100731Z RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 256.00M. That was not possible. There are 19.52M free.; (0x1x0_HBM0)`,
		is: {
			command: './run_mlm.py --per_device_train_batch_size=16 --max_seq_length=128',
			'settings.batch.per_device': '16',
		},
	},
	{
		name: 'an engine of vLLM that loads its model beside a trainer',
		text: String.raw`(RolloutWorker pid=20, ip=10.0.0.3) INFO 01-18 22:42:01 [tpu_runner.py:402] Init model | hbm=[(61.2, 95.74)]Gb
(RolloutWorker pid=20, ip=10.0.0.3)   File "/v/site-packages/tpu_inference/models/common/model_loader.py", line 214, in get_flax_model
(RolloutWorker pid=20, ip=10.0.0.3)     model = _get_nnx_model(model_class)
(RolloutWorker pid=20, ip=10.0.0.3) jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 1.96G. That was not possible. There are 2.71G free. The largest contiguous region of free memory is 1.43G due to fragmentation.; (0x0x0_HBM0)`,
		is: {framework: 'vllm', workload: 'rl', phase: 'loading-weights'},
	},
	{
		name: 'a shell trace, steps and a failed step',
		text: String.raw`[XPK] Start: Tue Mar 12 10:22:33 UTC 2024
+ python3 MaxText/train.py MaxText/configs/base.yml run_name=runner_2024 base_output_directory=gs://b/out dataset_path=gs://d per_device_batch_size=6 ici_fsdp_parallelism=64 ici_tensor_parallelism=4 remat_policy=minimal max_target_length=4096 steps=50 enable_checkpointing=true
Updating keys from env and command line: ['run_name', 'base_output_directory', 'per_device_batch_size']
Running Model: llama2-70b
I0312 10:22:50.123456 140213 pyconfig.py:114] Config param quantization:
Num_devices: 256, shape (1, 64, 1, 4)
restoring from this run's directory latest step 2000
completed step: 2001, seconds: 7.312, TFLOP/s/device: 181.202, loss: 2.871
completed step: 2002, seconds: 7.310, TFLOP/s/device: 181.202, loss: 2.870
Traceback (most recent call last):
  File "/deps/MaxText/train.py", line 600, in <module>
    app.run(main)
  File "/deps/MaxText/train.py", line 520, in train_loop
    state, metrics = p_train_step(state, example_batch, nextrng)
jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Error loading program 'jit_train_step': Attempting to reserve 22.10G at the bottom of memory. That was not possible. There are 20.11G free, 0B reserved, and 20.11G reservable.`,
		is: {
			framework: 'maxtext',
			workload: 'training',
			phase: 'step',
			step: '2002',
			'settings.batch.per_device': '6',
			'settings.mesh.fsdp': '64',
			'settings.mesh.tensor': '4',
			'settings.remat': 'minimal',
			'settings.sequence': '4096',
		},
	},
	{
		name: 'a value that is a list, and a name of the run',
		text: String.raw`2025-10-02T09:12:03 - 0 - levanter.trainer - trainer.py:905 - INFO :: Setting run id to abc
python -m levanter.main.train_lm --config_path c.yaml --trainer.mp p=f32,c=bfloat16 --trainer.train_batch_size 512
RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.`,
		is: {framework: 'levanter', 'settings.dtype.parameters': 'p=f32,c=bfloat16', 'settings.batch.global': '512'},
	},
	{
		name: 'a run whose name is no model',
		text: String.raw`from easydel import SFTTrainer
SFTConfig(model_name='chat-run3', total_batch_size=8, max_length=2048)
RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.`,
		is: {framework: 'easydel', 'settings.model': undefined, 'settings.batch.global': '8', 'settings.sequence': '2048'},
	},
	{
		name: 'a switch that is named like a type, on and off',
		text: String.raw`PJRT_DEVICE=TPU python run_clm.py --per_device_train_batch_size 32 --bf16 --output_dir /tmp/out
import torch_xla
RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.`,
		is: {framework: 'pytorch-xla', 'settings.dtype.activations': 'bf16'},
	},
	{
		name: 'a type that is switched off',
		text: String.raw`TrainingArguments(bf16=False, per_device_train_batch_size=32)
import torch_xla
RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 20.00G of 15.75G hbm. Exceeded hbm capacity by 4.25G.`,
		is: {framework: 'pytorch-xla', 'settings.dtype.activations': undefined, 'settings.batch.per_device': '32'},
	},
	{
		name: 'a Trainer with continued lines and a printed dataclass',
		text: String.raw`PJRT_DEVICE=TPU XLA_USE_SPMD=1 python run_clm.py --model_name_or_path meta-llama/Llama-2-7b-hf --dataset_name wikitext --per_device_train_batch_size 32 --block_size 2048 --bf16 --gradient_accumulation_steps=2 \
   --fsdp full_shard --fsdp_config fsdp_config.json --output_dir /tmp/out
WARNING:root:libtpu.so and TPU device found. Setting PJRT_DEVICE=TPU.
TrainingArguments(
_n_gpu=0,
bf16=True,
gradient_accumulation_steps=2,
gradient_checkpointing=False,
learning_rate=5e-05,
per_device_eval_batch_size=8,
per_device_train_batch_size=32,
)
[INFO|trainer.py:2128] 2024-05-01 10:00:00,123 >> ***** Running training *****
[INFO|trainer.py:2129] 2024-05-01 10:00:00,124 >>   Num examples = 4,656
[INFO|trainer.py:2131] 2024-05-01 10:00:00,124 >>   Instantaneous batch size per device = 32
[INFO|trainer.py:2134] 2024-05-01 10:00:00,124 >>   Total train batch size (w. parallel, distributed & accumulation) = 64
[INFO|trainer.py:2135] 2024-05-01 10:00:00,124 >>   Gradient Accumulation steps = 2
  3%|▎         | 15/563 [01:10<42:01,  4.60s/it]
Traceback (most recent call last):
  File "/home/u/transformers/examples/pytorch/language-modeling/run_clm.py", line 638, in main
    train_result = trainer.train(resume_from_checkpoint=checkpoint)
  File "/usr/local/lib/python3.10/site-packages/transformers/trainer.py", line 1885, in train
    return inner_training_loop(
  File "/usr/local/lib/python3.10/site-packages/torch_xla/core/xla_model.py", line 1055, in mark_step
    torch_xla._XLAC._xla_step_marker(
RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 18.90G of 15.75G hbm. Exceeded hbm capacity by 3.15G.`,
		is: {
			framework: 'pytorch-xla',
			workload: 'training',
			phase: 'compiling',
			'settings.batch.per_device': '32',
			'settings.accumulation': '2',
			'settings.sequence': '2048',
			'settings.remat': 'False',
			'settings.model': 'meta-llama/Llama-2-7b-hf',
			userFrame: '/home/u/transformers/examples/pytorch/language-modeling/run_clm.py:638',
		},
	},
	{
		name: 'an example of a framework, started from its repository',
		text: String.raw`Traceback (most recent call last):
  File "/home/u/EasyDeL/examples/finetune.py", line 71, in main
    trainer.train()
  File "/home/u/EasyDeL/src/easydel/trainers/trainer.py", line 400, in train
jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 18.90G of 15.75G hbm. Exceeded hbm capacity by 3.15G.`,
		is: {framework: 'easydel', userFrame: '/home/u/EasyDeL/examples/finetune.py:71'},
	},
	{
		name: "a bar of Keras and an argument in the user's code",
		text: String.raw`Keras: 3.4.1 Using JAX backend.
 Total params: 2,614,341,888 (4.87 GB)
Epoch 1/3
 12/100 ━━━━━━━━━━━━━━━━━━━━ 27s 310ms/step - loss: 2.3121
  File "/home/me/finetune.py", line 88, in <module>
    model.fit(ds, epochs=3, batch_size=16)
  File "/usr/lib/python3.11/site-packages/keras/src/backend/jax/trainer.py", line 462, in fit
    logs, state = self.train_function(state, data)
jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Error loading program 'jit_train_step': Attempting to reserve 9.10G at the bottom of memory. That was not possible. There are 8.11G free, 0B reserved, and 8.11G reservable.`,
		is: {
			framework: 'keras',
			workload: 'training',
			phase: 'step',
			step: '12',
			'settings.batch.global': '16',
			'versions.keras': '3.4.1',
			userFrame: '/home/me/finetune.py:88',
		},
	},
	{
		name: 'a Namespace and an engine banner',
		text: String.raw`INFO 03-01 10:00:00 api_server.py:840] vLLM API server version 0.6.6.post1
INFO 03-01 10:00:00 api_server.py:841] args: Namespace(subparser='serve', model_tag='meta-llama/Llama-3.1-70B', config='', host=None, port=8000, max_model_len=8192, tensor_parallel_size=8, gpu_memory_utilization=0.95, max_num_batched_tokens=512, max_num_seqs=256, block_size=16, kv_cache_dtype='auto', dtype='auto', quantization=None, enforce_eager=False)
INFO 03-01 10:00:05 llm_engine.py:234] Initializing an LLM engine (v0.6.6.post1) with config: model='meta-llama/Llama-3.1-70B', speculative_config=None, tokenizer='meta-llama/Llama-3.1-70B', dtype=torch.bfloat16, max_seq_len=8192, download_dir=None, load_format=auto, tensor_parallel_size=8, pipeline_parallel_size=1, quantization=None, enforce_eager=False, kv_cache_dtype=auto, device_config=xla
INFO 03-01 10:03:05 tpu_executor.py:84] # TPU blocks: 10234, # CPU blocks: 1024
INFO 03-01 10:03:10 tpu_model_runner.py:285] Compiling the model with different input shapes...
ERROR 03-01 10:04:10 engine.py:366] Traceback (most recent call last):
ERROR 03-01 10:04:10 engine.py:366]   File "/workspace/vllm/vllm/worker/tpu_model_runner.py", line 300, in warmup_model
ERROR 03-01 10:04:10 engine.py:366]     self._dummy_run(batch_size, seq_len, kv_caches, exec_mode=ExecutionMode.PREFILL)
ERROR 03-01 10:04:10 engine.py:366] RuntimeError: Bad StatusOr access: RESOURCE_EXHAUSTED: Error loading program: Attempting to reserve 1.12G at the bottom of memory. That was not possible. There are 893.12M free, 0B reserved, and 893.12M reservable.`,
		is: {
			framework: 'vllm',
			workload: 'serving',
			phase: 'precompiling',
			'settings.hbm_utilization': '0.95',
			'settings.max_batched_tokens': '512',
			'settings.max_model_length': '8192',
			'settings.max_sequences': '256',
			'settings.mesh.tensor': '8',
			'settings.block_size': '16',
			'versions.vllm': '0.6.6.post1',
		},
	},
	{
		name: 'flags with and without equals signs',
		text: String.raw`$ JAX_COMPILATION_CACHE_DIR=/tmp/jit_cache python3 -u -m sgl_jax.launch_server --model-path Qwen/Qwen3-32B --trust-remote-code --tp-size=4 --device=tpu --mem-fraction-static=0.92 --chunked-prefill-size=4096 --max-running-requests 256 --dtype=bfloat16 --page-size=128
[2026-01-12 10:03:12] Loading Regular Weights: 100%|██████████| 400/400 [00:30<00:00]
[2026-01-12 10:03:50] TPU Memory profiling: available_kv_cache=9.4GB, max_tokens=205346, cell_size=49152 bytes
[2026-01-12 10:04:12] [EXTEND] Begin to precompile bs_paddings=[256] token_paddings=[64, 128, 4096]
[2026-01-12 10:04:22] Scheduler hit an exception: Traceback (most recent call last):
  File "/root/sglang-jax/python/sgl_jax/srt/managers/tp_worker.py", line 220, in precompile_extend
    self.forward_batch_generation(b)
jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E1000: CompileTimeHbmOom: XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 31.38G of 31.25G hbm. Exceeded hbm capacity by 130.00M.`,
		is: {
			framework: 'sglang-jax',
			workload: 'serving',
			phase: 'precompiling',
			'settings.hbm_utilization': '0.92',
			'settings.max_sequences': '256',
			'settings.mesh.tensor': '4',
			'settings.model': 'Qwen/Qwen3-32B',
		},
	},
	{
		name: 'a configuration in YAML behind a prefix, and a checkpoint',
		text: String.raw`(train_lm_task pid=5120, ip=10.0.0.8) 2025-10-02T09:12:03 - 0 - levanter.trainer - trainer.py:905 - INFO :: Setting run id to abc
(train_lm_task pid=5120, ip=10.0.0.8) trainer:
(train_lm_task pid=5120, ip=10.0.0.8)   mp: p=f32,c=bfloat16
(train_lm_task pid=5120, ip=10.0.0.8)   train_batch_size: 1024
(train_lm_task pid=5120, ip=10.0.0.8)   per_device_parallelism: 8
(train_lm_task pid=5120, ip=10.0.0.8) model:
(train_lm_task pid=5120, ip=10.0.0.8)   type: llama
(train_lm_task pid=5120, ip=10.0.0.8)   seq_len: 4096
(train_lm_task pid=5120, ip=10.0.0.8)   gradient_checkpointing: true
(train_lm_task pid=5120, ip=10.0.0.8) 2025-10-02T09:15:03 - 0 - levanter.trainer - trainer.py:605 - INFO :: Lowering train_step to HLO...
(train_lm_task pid=5120, ip=10.0.0.8) Progress on:train 1.20kit/10.0kit rate:1.2it/s
(train_lm_task pid=5120, ip=10.0.0.8) train:  12%|█▏        | 1200/10000 [1:02:11<7:00:00, 2.9s/it, loss=2.1]
(train_lm_task pid=5120, ip=10.0.0.8) 2025-10-02T10:15:03 - 0 - levanter.checkpoint - checkpoint.py:250 - INFO :: Saving checkpoint at step 1200 to gs://x/1200
(train_lm_task pid=5120, ip=10.0.0.8)   File "/opt/levanter/src/levanter/main/train_lm.py", line 210, in main
(train_lm_task pid=5120, ip=10.0.0.8)     last_info = trainer.train(state, train_loader)
(train_lm_task pid=5120, ip=10.0.0.8)   File "/opt/levanter/src/levanter/checkpoint.py", line 320, in save_checkpoint
(train_lm_task pid=5120, ip=10.0.0.8)     tree_serialize_leaves_tensorstore(path, tree)
(train_lm_task pid=5120, ip=10.0.0.8)   File "/opt/venv/lib/python3.11/site-packages/jax/experimental/array_serialization/serialization.py", line 222, in async_serialize
(train_lm_task pid=5120, ip=10.0.0.8) jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 512.00M. That was not possible. There are 101.12M free.; (0x0x0_HBM0)`,
		is: {
			framework: 'levanter',
			workload: 'training',
			phase: 'saving',
			step: '1200',
			'settings.batch.global': '1024',
			'settings.batch.per_device': '8',
			'settings.remat': 'true',
			'settings.sequence': '4096',
		},
	},
	{
		name: "a script of one's own whose memory grows",
		text: String.raw`jax==0.4.35 jaxlib==0.4.35 libtpu==0.0.2
I1130 10:00:00.123456 140 train.py:55] config:
batch_size: 256
learning_rate: 0.0003
model:
  num_layers: 24
  remat: full
seq_len: 1024
param_dtype: float32
mesh_shape: {'data': 2, 'fsdp': 8, 'model': 1}
I1130 10:01:00.123456 140 train.py:99] step: 100, loss: 3.21, bytes_in_use=10123456789
I1130 10:02:00.123456 140 train.py:99] step: 200, loss: 3.11, bytes_in_use=11123456789
I1130 10:03:00.123456 140 train.py:99] step: 300, loss: 3.01, bytes_in_use=12123456789
I1130 10:04:00.123456 140 train.py:99] step: 400, loss: 2.91, bytes_in_use=13123456789
Traceback (most recent call last):
  File "/home/u/proj/train.py", line 214, in <module>
    main()
  File "/home/u/proj/train.py", line 180, in main
    losses.append(train_step(state, batch))
  File "/usr/lib/python3.12/site-packages/jax/_src/api.py", line 415, in reraise_with_filtered_traceback
jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0100: RuntimeBufferAllocationFailure: Error allocating device buffer: Attempting to allocate 128.00M. That was not possible. There are 100.00M free.; (0x0x0_HBM0)`,
		is: {
			framework: 'jax',
			workload: 'training',
			phase: 'step',
			step: '400',
			hbmGrowth: '10123456789B → 13123456789B',
			'settings.batch.global': '256',
			'settings.dtype.parameters': 'float32',
			'settings.mesh.fsdp': '8',
			'settings.mesh.data': '2',
			'versions.jax': '0.4.35',
			'versions.libtpu': '0.0.2',
			userFrame: '/home/u/proj/train.py:180',
		},
	},
	{
		name: 'a configuration in JSON',
		text: String.raw`{
  "model_name": "gemma-7b",
  "per_device_batch_size": 8,
  "max_seq_length": 2048,
  "param_dtype": "bfloat16",
  "use_flash_attention": true
}
!python finetune.py --config cfg.json
Step 12/100: loss 2.31
jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Attempting to allocate 1.13G. That was not possible. There are 861.20M free.; (0x0x0_HBM0)`,
		is: {
			workload: 'training',
			step: '12',
			'settings.batch.per_device': '8',
			'settings.sequence': '2048',
			'settings.dtype.parameters': 'bfloat16',
			'settings.model': 'gemma-7b',
		},
	},
	{
		name: 'a sampler inside a trainer',
		text: String.raw`+ python3 -m tunix.cli.grpo_main base_config.yaml model_config.model_name=gemma-2b rollout_config.max_prompt_length=256 rl_training_config.mini_batch_size=8 rl_training_config.train_micro_batch_size=2 grpo_config.num_generations=4
Train step 12 training loss: 0.031000  - training perplexity: 1.031486
Traceback (most recent call last):
  File "/opt/tunix/tunix/rl/grpo/grpo_learner.py", line 480, in train
    self.rl_cluster.update_actor(...)
  File "/opt/tunix/tunix/rl/rl_cluster.py", line 600, in generate
  File "/opt/tunix/tunix/generate/vllm_sampler.py", line 281, in __init__
  File "/opt/venv/lib/python3.12/site-packages/tpu_inference/runner/kv_cache_manager.py", line 300, in initialize_kv_cache
jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0100: RuntimeBufferAllocationFailure: Error allocating device buffer: Attempting to allocate 128.00M. That was not possible. There are 100.00M free.; (0x0x0_HBM0)`,
		is: {framework: 'vllm', workload: 'rl', phase: 'kv-cache', step: '12'},
	},
	{
		name: 'a container with flags',
		text: String.raw`docker run -it --rm --privileged --net=host -e LIBTPU_INIT_ARGS="--xla_tpu_scoped_vmem_limit_kib=65536 --xla_enable_async_all_gather=true" vllm/vllm-tpu:nightly vllm serve Qwen/Qwen3-8B --tensor-parallel-size 4 --max-model-len 32768 --gpu-memory-utilization 0.98 --max-num-seqs=512
(APIServer pid=7) INFO 11-12 05:05:05 [api_server.py:1896] vLLM API server version 0.11.1
(EngineCore_DP0 pid=99) INFO 11-12 05:06:05 [tpu_worker.py:301] Memory statistics | total_hbm_limit_gb=125.00GiB | total_hbm_limit_cap_gb=122.17GiB | total_hbm_used_gb=16.30GiB | total_hbm_avail_gb=105.87GiB
(EngineCore_DP0 pid=99) INFO 11-12 05:07:05 [compilation_manager.py:137] Precompile worker0 backbone --> {'num_tokens': 16, 'num_reqs': 256}
(EngineCore_DP0 pid=99) ERROR 11-12 05:08:05 [core.py:842] EngineCore failed to start.
(EngineCore_DP0 pid=99) ERROR 11-12 05:08:05 [core.py:842] jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: E0101: RuntimeProgramAllocationFailure: Error loading program 'jit_run_model': Attempting to reserve 1.31G at the bottom of memory. That was not possible. There are 588.90M free, 0B reserved, and 588.90M reservable.`,
		is: {
			framework: 'vllm',
			workload: 'serving',
			phase: 'precompiling',
			'settings.hbm_utilization': '0.98',
			'settings.max_sequences': '512',
			'flags.LIBTPU_INIT_ARGS': '--xla_tpu_scoped_vmem_limit_kib=65536 --xla_enable_async_all_gather=true',
		},
	},
	{
		name: 'a notebook',
		text: String.raw`---------------------------------------------------------------------------
XlaRuntimeError                           Traceback (most recent call last)
/tmp/ipykernel_13/2841.py in <cell line: 3>()
      1 import jax
      2 
----> 3 outputs = model.generate(**inputs, max_length=512)

/usr/local/lib/python3.10/site-packages/transformers/generation/flax_utils.py in generate(self, input_ids)
    412 
XlaRuntimeError: RESOURCE_EXHAUSTED: Error allocating device buffer: Attempting to allocate 64.00M. That was not possible. There are 11.33M free.; (0x0x0_HBM0)`,
		is: {workload: 'inference', userFrame: '/tmp/ipykernel_13/2841.py:3'},
	},
];
