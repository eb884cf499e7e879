import {expect, it} from 'vitest';
import {command} from './command.js';

it('hints name the command as the user typed it', async () => {
	const env = {XLA_TRIAGE_STARTED_AS: 'npm start --'};
	const {err} = await command(['tune', '--auto', '3'], undefined, {env});
	expect(err).toContain('npm start -- tune --run --auto 8');
	expect((await command(['tune', '--auto', '3'])).err).toContain('xla-triage tune --run --auto 8');
});
