// What is known of a command while it runs: whether it has come to its steps, by the tables of the frameworks.
import {expect, it} from 'vitest';
import {OutputReader} from '../../src/cli/run/output-reader.js';
import type {Framework} from '../../src/model/framework.js';
import {loadPlaybook} from '../../src/store/playbook.js';

async function read(text: string, frameworks: readonly Framework[]) {
	const reader = new OutputReader('job', frameworks);
	const written = reader.write(Buffer.from(`${'x\n'.repeat(5000)}${text}\n`));
	const says = await reader.end();
	await written;
	return {stepped: reader.stepped, job: says.reading.jobs?.[0]};
}

it.each([
	['MaxText', 'completed step: 3, seconds: 1.234, loss: 2.8', true],
	['the Trainer of Hugging Face', "{'loss': 2.31, 'grad_norm': 1.2, 'epoch': 0.1}", true],
	['Keras', ' 12/100 ━━━━━━━━━━━━━━━━━━━━ 27s 310ms/step - loss: 2.3121', true],
	["a team's own trainer", 'polaris tick 12 done', true],
	['no trainer', 'compiling, loss of time', false],
])('knows the steps of %s', async (_, line, stepped) => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	const [first] = loaded.playbook.frameworks;
	if (!first) throw new Error('no framework');
	const own = {...first, id: 'polaris', progress: ['tick {step} done']};
	expect((await read(line, [...loaded.playbook.frameworks, own])).stepped).toBe(stepped);
});

it('reads the job of a run that fails', async () => {
	const loaded = await loadPlaybook();
	if (!('playbook' in loaded)) throw new Error(JSON.stringify(loaded).slice(0, 500));
	const text = `I0304 08:15:42 1 pyconfig.py:584] Config param per_device_batch_size: 13.0
RESOURCE_EXHAUSTED: Ran out of memory in memory space hbm. Used 18.90G of 15.75G hbm. Exceeded hbm capacity by 3.15G.`;
	const {job} = await read(text, loaded.playbook.frameworks);
	expect(job?.framework?.value.text).toBe('maxtext');
	expect(job?.settings).toMatchObject([{name: 'batch.per_device', text: '13.0'}]);
});
