import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {redact, redactionText, redactText} from '../../src/report/redact.js';

const FIXTURES = path.resolve('test/fixtures');

/** Letters and digits by a small generator of its own, so that a failing secret can be named again. */
function words(seed: number): {
	readonly word: (size: number, letters?: string) => string;
	readonly number: (below: number) => number;
} {
	let state = seed * 2654435761 + 12345;
	const number = (below: number): number => {
		state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
		return state % below;
	};
	const word = (size: number, letters = 'abcdefghijklmnopqrstuvwxyz'): string =>
		Array.from({length: size}, () => letters[number(letters.length)]).join('');
	return {word, number};
}
const ALNUM = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const HEX = '0123456789abcdef';

type Plant = (random: ReturnType<typeof words>) => {secret: string; line: string};

/** Twelve kinds of secrets, each in lines as logs have them. */
const PLANTS: Readonly<Record<string, readonly Plant[]>> = {
	'home folder': [
		({word}) => plant(`/home/${word(8)}`, (s) => `  File "${s}/maxtext/train.py", line 20, in <module>`),
		({word}) => plant(`/Users/${word(7)}.${word(5)}`, (s) => `Loading config from ${s}/exp/config.yml`),
		({word}) => plant(`/usr/local/google/home/${word(6)}`, (s) => `source_file="${s}/src/model.py" source_line=12`),
		({word}) => plant(`/mnt/nfs/homes/${word(6)}`, (s) => `wandb: Run data is saved locally in ${s}/wandb`),
	],
	user: [
		({word}) => plant(word(8), (s) => `USER=${s}`),
		({word}) => plant(word(7), (s) => `wandb: Currently logged in as: ${s} (team). Use \`wandb login\``),
		({word}) => plant(word(7), (s) => `{"user": "${s}", "step": 12}`),
		({word}) => plant(word(9), (s) => `${s}@t1v-n-0a1b2c3d-w-0:~$ python3 train.py`),
	],
	host: [
		({word}) => plant(`${word(6)}-${word(4)}.${word(5)}.internal`, (s) => `Connecting to ${s}:8476`),
		({word}) => plant(`${word(8)}.corp.${word(5)}.com`, (s) => `E1120 10:11:12.345 7 status.cc:52] ${s} failed`),
		({word}) => plant(`${word(5)}-node-7`, (s) => `hostname: ${s}`),
		({word}) => plant(`${word(6)}-login1`, (s) => `Nov 20 10:11:12 ${s} python3[812]: RESOURCE_EXHAUSTED`),
		({word}) => plant(`tpu-${word(6)}`, (s) => `coordinator address grpc://${s}:8470/`),
	],
	machine: [
		({word}) => plant(`t1v-n-${word(8, HEX)}-w-3`, (s) => `[${s}] RESOURCE_EXHAUSTED: Used 49.34G of 31.25G hbm.`),
		({word}) => plant(`gke-tpu-${word(8, HEX)}-${word(4)}`, (s) => `Assigned to ${s}`),
		({word}) => plant(`${word(6)}-train-0-${word(5)}`, (s) => `[pod/${s}/main] E1000: CompileTimeHbmOom:`),
	],
	'network address': [
		({number}) =>
			plant(
				`10.${number(255)}.${number(255)}.${1 + number(250)}`,
				(s) => `(RayTrainWorker pid=12, ip=${s}) Used 1.00G`,
			),
		({number}) => plant(`192.168.${number(255)}.${1 + number(250)}`, (s) => `Failed to connect to ${s}:8470`),
		({word}) => plant(`fd00::${word(4, HEX)}:${1000 + word(3).length}`, (s) => `listening on [${s}]:8476`),
		({word}) => plant(`fe80::${word(4, HEX)}:${word(4, HEX)}:9`, (s) => `peer ${s} lost`),
	],
	'e-mail address': [
		({word}) => plant(`${word(5)}.${word(6)}@${word(6)}.com`, (s) => `account: ${s}`),
		({word}) => plant(`${word(8)}@${word(5)}.ac.uk`, (s) => `Author: <${s}>`),
		({word}) => plant(`tpu-sa@${word(6)}-ml.iam.gserviceaccount.com`, (s) => `Using service account ${s}`),
	],
	bucket: [
		({word}) => plant(`${word(6)}-checkpoints`, (s) => `Restoring gs://${s}/run-7/items`),
		({word}) => plant(`${word(6)}_data`, (s) => `Reading s3://${s}/tokens/part-0001.arrow`),
		({word}) => plant(`${word(6)}.models`, (s) => `GET https://storage.googleapis.com/${s}/llama/params`),
		({word}) => plant(word(9), (s) => `output_bucket=${s} batch_size=8`),
	],
	project: [
		({word}) => plant(`${word(6)}-ml-prod`, (s) => `Permission denied on projects/${s}/locations/us-east5-a`),
		({word}) => plant(`${word(6)}-research`, (s) => `gcloud compute tpus list --project=${s}`),
		({number}) => plant(`${100000000 + number(899999999)}`, (s) => `quota exceeded for projects/${s}`),
		({word}) => plant(`${word(6)}-images`, (s) => `Pulling image gcr.io/${s}/trainer:v3`),
	],
	token: [
		({word}) => plant(`ghp_${word(36, ALNUM)}`, (s) => `fatal: could not read from https://github.com with ${s}`),
		({word}) => plant(`hf_${word(34, ALNUM)}`, (s) => `HF_TOKEN=${s}`),
		({word}) => plant(`ya29.${word(60, ALNUM)}`, (s) => `authorization: Bearer ${s}`),
		({word}) => plant(`AKIA${word(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`, (s) => `aws_access_key_id = ${s}`),
		({word}) => plant(`eyJ${word(20, ALNUM)}.eyJ${word(30, ALNUM)}.${word(20, ALNUM)}`, (s) => `cookie ${s};`),
		({word}) => plant(word(40, HEX), (s) => `wandb: Appending key for api.wandb.ai: ${s}`),
	],
	password: [
		({word}) => plant(word(12, ALNUM), (s) => `DB_PASSWORD=${s}`),
		({word}) => plant(word(16, ALNUM), (s) => `{"api_key": "${s}"}`),
		({word}) => plant(word(10, ALNUM), (s) => `git clone https://builder:${s}@git.example.com/model.git`),
		({word}) => plant(word(20, ALNUM), (s) => `python train.py --secret ${s} --steps 100`),
	],
	'hardware address': [
		({word}) =>
			plant(`42:01:${word(2, HEX)}:${word(2, HEX)}:${word(2, HEX)}:0c`, (s) => `ens8: ether ${s} txqueuelen 1000`),
	],
	'private key': [
		({word}) => plant(word(64, ALNUM), (s) => `-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----`),
	],
};

function plant(secret: string, line: (secret: string) => string): {secret: string; line: string} {
	return {secret, line: line(secret)};
}

const REPORT = [
	'RESOURCE_EXHAUSTED: E1000: CompileTimeHbmOom:',
	'XLA:TPU compile permanent error. Ran out of memory in memory space hbm. Used 49.34G of 31.25G hbm. Exceeded hbm capacity by 18.09G.',
	'    HLO temp         29.16G (99.9% utilization: Unpadded (29.13G) Padded (29.16G), 0.0% fragmentation (4.5K))',
	'     Operator: op_name="jit(train_step)/jvp(Transformer)/layers_3/attention/bhqd,bhkd->bhqk/dot_general" source_line=12',
	'     Shape: bf16[2,8192,4096]{2,1,0:T(8,128)(2,1)}',
	'     XLA label: fusion.123 = fusion(param.1, custom-call.2), kind=kLoop, sharding={devices=[4,1]<=[4]}',
	'Executable(jit_step) expected parameter 3 of size 524288 (f32[129,1024]{1,0:T(8,128)}) but got buffer with incompatible size 528384',
	'That was not possible. There are 5.43G free.; (0x1x0_HBM0)',
	'libtpu version 0.0.42.1, jax 0.4.30.1, jaxlib==0.4.30.1; commit 0123456789abcdef0123456789abcdef01234567',
	'max_tokens: 8192 num_tokens=4096 tokens per step 1048576 tokenizer: llama learning_rate=0.0003',
	'E0101 12:00:00.123456 7 tpu_compile.cc:812] tsl::Status xla::tpu::AllocateBuffer at 12:34:56',
	'See https://openxla.org/xla/errors/error_1000 for more details.',
	'tf.io.decode_raw jax.nn.dot_product_attention self.layers.dev node: {{node while/body}}',
	'127.0.0.1 /job:worker/replica:0/task:0 %all-reduce.1 = f32[1024]{0} all-reduce(%param.1)',
];

describe('redaction', () => {
	const cases = Object.entries(PLANTS);
	it('knows twelve kinds of secrets', () => expect(cases).toHaveLength(12));

	it('lets none of 240 planted secrets through, and nothing else changes', () => {
		const random = words(7);
		const planted = cases.flatMap(([, plants]) =>
			Array.from({length: 20}, (_, index) => (plants[index % plants.length] as Plant)(random)),
		);
		const lines = REPORT.flatMap((line, index) => [
			line,
			...planted.slice(index * 18, index * 18 + 18).map((one) => one.line),
		]);
		const {value} = redact(lines);
		const text = value.join('\n');
		for (const {secret, line} of planted) expect(text, line).not.toContain(secret);
		for (const line of REPORT) expect(value).toContain(line);
	});

	for (const [kind, plants] of cases) {
		it(`replaces each form of ${kind} alone, the same way each time`, () => {
			fc.assert(
				fc.property(fc.integer({min: 1}), fc.constantFrom(...plants), (seed, make) => {
					const {secret, line} = make(words(seed));
					const {value, replaced} = redact({first: line, again: [line]});
					expect(value.first).not.toContain(secret);
					expect(value.again).toEqual([value.first]);
					expect(replaced.length).toBeGreaterThan(0);
					expect(JSON.stringify(replaced)).not.toContain(secret);
				}),
				{numRuns: 50},
			);
		});
	}

	it('replaces a name found in a path wherever it stands alone', () => {
		const {value} = redact('/home/marvin/x.py: mail marvin about marvin-2 and starmarvin');
		expect(value).toBe('<home-1>/x.py: mail <user-1> about marvin-2 and starmarvin');
	});

	it('replaces names that are known beforehand', () => {
		const {value} = redact('run by marvin on deepthought', {users: ['marvin'], hosts: ['deepthought']});
		expect(value).toBe('run by <user-1> on <host-1>');
	});

	it('changes nothing a second time', () => {
		const once = redact(Object.values(PLANTS).flatMap((plants) => plants.map((make) => make(words(3)).line))).value;
		expect(redact(once).value).toEqual(once);
	});

	it.each([
		['  File "/lustre/group-azure7/petrov8/a/run.py"', 'petrov8'],
		['wrote /scratch/oduya4/run3', 'oduya4'],
		['mounted at /gcs/blue-heron-9/x', 'blue-heron-9'],
		['https://heronstore7.blob.core.windows.net/c/x', 'heronstore7'],
		['system:serviceaccount:team-y:runner-5', 'runner-5'],
		['namespace: hidden-lab-4', 'hidden-lab-4'],
		["in project 'heron-prod-31'", 'heron-prod-31'],
		['permission denied for user "adeola3"', 'adeola3'],
		['run at https://wandb.ai/heron-team/big-plan/runs/x1', 'big-plan'],
		['cloned git@github.com:heron-corp/private-code.git', 'heron-corp'],
		["load_dataset('heron-corp/hidden-set')", 'hidden-set'],
		['image quay.io/heronimg/train:2', 'heronimg'],
		['model_name: heron-9b-secret', 'heron-9b-secret'],
		['call +44 20 79460958', '79460958'],
		['mail to søren@blåbær.dk', 'blåbær.dk'],
		['nid004321 is down', 'nid004321'],
		['job-slice-0-0-a1b2c failed', 'job-slice'],
		['db_password = "my dog\'s 7 bones"', 'bones'],
		['{"password": "x\\"y\\\\zebra", "n": 1}', 'zebra'],
		["password: 'it''s-walrus'", 'walrus'],
		["['t.py', '--db-password', 'Okap1&x', '--n', '3']", 'Okap1'],
		['{"text": "{\\"api_key\\": \\"zQ8vLz2nT7pX\\"}"}', 'zQ8vLz2nT7pX'],
		['mysql://root:p@nther!9@10.0.0.5:3306/db', 'nther!9'],
		["os.environ['TRACKER_API_TOKEN'] = 'bGlvbnMgYW5kIHRpZ2Vycw=='", 'bGlvbnMgYW5kIHRpZ2Vycw=='],
		['<password>Amber-42</password>', 'Amber-42'],
		["sshpass -p 'l1onheart' ssh train@10.0.0.5", 'l1onheart'],
		['docker login -u robot -p T1gerLily9 10.0.0.5', 'T1gerLily9'],
		['job.batch/train created in namespace lion-lab', 'lion-lab'],
		['Successfully assigned lion-lab/train-0 to a node', 'lion-lab'],
		['amqps://ibex:q7Wz@mq.ibex-corp.net/x', 'ibex-corp'],
		['GET https://h.io/x?X-Goog-Signature=5f8ac0d17e93b2664d1aa9', '5f8ac0d17e93b2664d1aa9'],
		["wandb.login(key='local-2f1e0d9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e')", '2f1e0d9c'],
		['Set-Cookie: session=s%3AkQ8vLz2n; Path=/', 'kQ8vLz2n'],
		['https://hooks.slack.com/services/T0A1/B4E5/xKj8LmN0pQr2', 'xKj8LmN0pQr2'],
		['curl -u marten:p4nther9 https://x.ibex.io/y', 'p4nther9'],
		["login of user 'marten8' with password 'p4nther'", 'p4nther'],
		['TPU_WORKER_HOSTNAMES=yak-0,yak-1', 'yak-1'],
		['arn:aws:iam::123456789012:role/yak-role', 'yak-role'],
		['Live at https://www.trackers.com/yak-lab/plan/9', 'yak-lab'],
		['cannot open \\\\yakserver\\sets\\x', 'yakserver'],
		['{"path": "\\\\\\\\yakserver\\\\sets"}', 'yakserver'],
		['[3] yakbox7: compile started', 'yakbox7'],
		['kubectl logs -n yak-nebula trainer-0', 'yak-nebula'],
		['gcloud config set project yak-ml-88', 'yak-ml-88'],
		['POST https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send', 'AAHdqTcv'],
	])('finds the secret in %s', (line, secret) => {
		expect(redact([line]).value[0]).not.toContain(secret);
	});

	it.each([
		'fusion-w-1 and while-body-w-2',
		'[0]: step 5',
		'[2] step12: loss 2.5',
		'[2] layers_3: loss 2.5',
		'[2] fusion.7: f32[8]',
		String.raw`"C:\\tmp\\x" and "\\nTraceback\\n"`,
		'token: after-all.3',
		'node: fusion.33',
		'project: Dense_0',
		'user: jit_step',
		'model_name: gemma-7b',
		"from_pretrained('google/gemma-2b')",
		'https://github.com/jax-ml/jax/issues/123',
		'custom-call-3-0-a1b2c',
		'/usr/local/lib/python3.11/site-packages/jax/_src/pjit.py',
		'/data/train/logs/step.txt',
		'user: transformer/decoder/layers_0',
		'host: offload host_memory_space S(5)',
		"eos_token='</s>' pad_token='[PAD]' sort_key=decoder_layer_norm_scale_2",
		'signature=serving_default session=12 cookie: 3',
		'key = jax.random.fold_in(key, 12) num_key_value_heads: 8',
	])('leaves %s', (line) => {
		expect(redact([line]).value[0]).toBe(line);
	});

	it.each([
		[
			'-----BEGIN RSA PRIVATE KEY-----',
			'MIIEowQw9vTz2LpQx2mWb4',
			'uGa6oXi0==',
			'-----END RSA PRIVATE KEY-----',
			'step 3',
		],
		[
			'(pid=7) -----BEGIN PGP PRIVATE KEY BLOCK-----',
			'(pid=7) MIIEowQw9vTz2LpQx2mWb4',
			'(pid=7) uGa6oXi0==',
			'step 3.',
		],
		['- name: DB_PASS', '  value: "MIIEow-uGa6oXi0"', 'step 3'],
		['password: |', '  MIIEow-uGa6oXi0', 'step 3'],
	])('covers a secret on the lines after %s', (...lines) => {
		const {text} = redactText(lines.join('\n'));
		expect(text).not.toMatch(/MIIEow|uGa6oXi0/);
		expect(text).toMatch(/step 3/);
	});

	it('says what it replaced', () => {
		expect(redactionText(redact(['gs://our-data/x', '10.1.2.3 and 10.1.2.4']).replaced)).toBe(
			'Replaced by placeholders: 1 bucket, 2 network addresses. Read it once more before it is passed on.',
		);
		expect(redactionText(redact('Used 1.00G').replaced)).toBe('Nothing was found that had to be replaced.');
	});

	it.each(['lab', 'comparison', 'probe'])('leaves compiler messages of test/fixtures/%s as they are', (folder) => {
		const logs = readdirSync(path.join(FIXTURES, folder)).filter((file) => file.endsWith('.log'));
		expect(logs.length).toBeGreaterThan(1);
		for (const name of logs) {
			const text = readFileSync(path.join(FIXTURES, folder, name), 'utf8');
			const lines = text.split('\n').filter((line) => !line.includes('/home/'));
			expect(redact(lines).value, name).toEqual(lines);
		}
	});
});
