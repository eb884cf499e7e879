import {configDefaults, defineConfig} from 'vitest/config';

/** Folders whose tests neither draw, nor spawn, nor change the environment: they share what they load. */
const PURE = '{analysis,content,engine,model,plan,playbook,program,readers,report}';

export default defineConfig({
	define: {XLA_TRIAGE_VERSION: '"test"', XLA_TRIAGE_BUILD: '"test"', XLA_TRIAGE_PLAYBOOK: '"test"'},
	test: {
		// Marathons and scores: `npm run test:long`. scripts/test.mjs prints which are left out.
		exclude: [...configDefaults.exclude, ...(process.env['LONG'] ? [] : ['test/**/*.long.test.{ts,tsx}'])],
		setupFiles: ['test/seed.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {name: 'pure', include: [`test/${PURE}/**/*.test.{ts,tsx}`, 'test/*.test.ts'], isolate: false},
			},
			{
				extends: true,
				test: {
					name: 'whole',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [`test/${PURE}/**`, 'test/*.test.ts'],
				},
			},
		],
	},
});
