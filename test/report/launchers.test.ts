// Variables and commands the way a job's launcher takes them.
import {beforeAll, describe, expect, it} from 'vitest';
import {inUsersWords} from '../../src/job/users-words.js';
import type {Framework} from '../../src/model/framework.js';
import {readText} from '../../src/readers/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';

const FAILED =
	'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 15.90G of 15.75G hbm. Exceeded hbm capacity by 150.00M.';
const DUMP = 'XLA_FLAGS="${XLA_FLAGS:-} --xla_dump_to=/tmp/xla_dump" python train.py 2>&1 | tee train.log';
const FLAG = 'export LIBTPU_INIT_ARGS="${LIBTPU_INIT_ARGS:-} --xla_a=1"';

let frameworks: readonly Framework[] = [];
beforeAll(async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error('no playbook');
	({frameworks} = loaded.playbook);
});

describe('a command with a variable, as its launcher takes it', () => {
	it.each([
		[
			'a shell',
			'+ python3 my/t.py --batch=8',
			`XLA_FLAGS="\${XLA_FLAGS:-} --xla_dump_to=/tmp/xla_dump" python3 my/t.py --batch=8 2>&1 | tee rerun.log`,
			FLAG,
		],
		[
			'a shell that sets it already',
			`+ XLA_FLAGS='--xla_b=2' python3 my/t.py`,
			`XLA_FLAGS='--xla_b=2 --xla_dump_to=/tmp/xla_dump' python3 my/t.py 2>&1 | tee rerun.log`,
			FLAG,
		],
		[
			'Docker',
			'+ docker run --rm img python3 my/t.py',
			'docker run -v /tmp/xla_dump:/tmp/xla_dump -e XLA_FLAGS="--xla_dump_to=/tmp/xla_dump" --rm img python3 my/t.py 2>&1 | tee rerun.log',
			'-e LIBTPU_INIT_ARGS="--xla_a=1"   # of docker run',
		],
		[
			'XPK',
			`+ xpk workload create --cluster c --command "python3 my/t.py"`,
			'xpk workload create --env XLA_FLAGS="--xla_dump_to=/tmp/xla_dump" --cluster c --command "python3 my/t.py" 2>&1 | tee rerun.log',
			'--env LIBTPU_INIT_ARGS="--xla_a=1"   # of xpk workload create',
		],
		[
			'Ray',
			'+ ray job submit -- python3 my/t.py',
			`ray job submit --runtime-env-json '{"env_vars":{"XLA_FLAGS":"--xla_dump_to=/tmp/xla_dump"}}' -- python3 my/t.py 2>&1 | tee rerun.log`,
			`--runtime-env-json '{"env_vars":{"LIBTPU_INIT_ARGS":"--xla_a=1"}}'   # of ray job submit`,
		],
		[
			'Ray with an environment',
			`+ ray job submit --runtime-env-json '{"env_vars": {"A": "1"}}' -- python3 my/t.py`,
			`ray job submit --runtime-env-json '{"env_vars": {"XLA_FLAGS":"--xla_dump_to=/tmp/xla_dump", "A": "1"}}' -- python3 my/t.py 2>&1 | tee rerun.log`,
			undefined,
		],
		[
			'a driver of Ray',
			'(worker pid=51, ip=10.0.0.7) LIBTPU_INIT_ARGS=--xla_b=2',
			'ray.init(runtime_env={"env_vars":{"XLA_FLAGS":"--xla_dump_to=/tmp/xla_dump"}})',
			'ray.init(runtime_env={"env_vars":{"LIBTPU_INIT_ARGS":"--xla_b=2 --xla_a=1"}})',
		],
		[
			'another machine',
			'+ gcloud compute tpus tpu-vm ssh t --command="python3 my/t.py"',
			'gcloud compute tpus tpu-vm ssh t --command="XLA_FLAGS=--xla_dump_to=/tmp/xla_dump python3 my/t.py" 2>&1 | tee rerun.log',
			'LIBTPU_INIT_ARGS="--xla_a=1"   # inside --command',
		],
		[
			'a pod',
			'$ kubectl logs job/train-0',
			`env: [{name: XLA_FLAGS, value: '--xla_dump_to=/tmp/xla_dump'}]   # of the container`,
			`env: [{name: LIBTPU_INIT_ARGS, value: '--xla_a=1'}]   # of the container`,
		],
		[
			'a notebook',
			'<ipython-input-14-7e7a1f7c8d32> in <module>()\n----> 5 trainer.fit(1)',
			'import os; os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_dump_to=/tmp/xla_dump"   # first cell',
			'import os; os.environ["LIBTPU_INIT_ARGS"] = os.environ.get("LIBTPU_INIT_ARGS", "") + " --xla_a=1"   # first cell',
		],
	])('%s', (_, started, dump, flag) => {
		const [job] = readText('host-3.log', `${started}\n${FAILED}\n`, frameworks).jobs ?? [];
		expect(inUsersWords(DUMP, job, frameworks)).toBe(dump);
		if (flag !== undefined) expect(inUsersWords(FLAG, job, frameworks)).toBe(flag);
	});

	it('says what to fill in where the log does not show it', () => {
		const [job] = readText('host-3.log', `${FAILED}\n`, frameworks).jobs ?? [];
		expect(inUsersWords('python train.py', job, frameworks)).toBe(
			'python3 SCRIPT.py   # SCRIPT.py: your script and its arguments',
		);
	});
});

it('sets variables of a notebook in its first cell, which a restart of the runtime does not lose', () => {
	const [job] = readText('host-3.log', `Cell In[3], line 1\n${FAILED}\n`, frameworks).jobs ?? [];
	const text = 'export LIBTPU_INIT_ARGS+=" --a=true"\npython train.py 2>&1 | tee train-alloc.log';
	expect(inUsersWords(text, job, frameworks).split('\n')).toEqual([
		'import os; os.environ["LIBTPU_INIT_ARGS"] = os.environ.get("LIBTPU_INIT_ARGS", "") + " --a=true"   # first cell',
		'# restart the runtime, then run all cells: it forgets what no cell sets',
	]);
});

describe('names and values in the same places of two lists', () => {
	it('are settings', () => {
		const text = `(device count, tokens per device) =  (8, 1048576)\n${FAILED}\n`;
		const [job] = readText('host-3.log', text, frameworks).jobs ?? [];
		expect(job?.settings).toMatchObject([
			{name: 'devices', text: '8'},
			{name: 'tokens.per_device', key: 'tokens per device', text: '1048576', line: 1},
		]);
	});
});
