import {configDefaults, defineConfig} from 'vitest/config';

// React as users get it: its development build takes half as much again.
process.env['NODE_ENV'] = 'production';

/** Tests that need modules of their own: colours and regular expressions are made when a module is loaded. */
const ALONE = ['test/ui/first.test.tsx', 'test/ui/terminal/themed.test.ts', 'test/expressions/expressions.test.ts'];

/** Marathons and scores are left to `npm run test:long`. scripts/test.mjs prints which. */
const left = [...configDefaults.exclude, ...(process.env['LONG'] ? [] : ['test/**/*.long.test.{ts,tsx}'])];

export default defineConfig({
	define: {XLA_TRIAGE_VERSION: '"test"', XLA_TRIAGE_BUILD: '"test"', XLA_TRIAGE_PLAYBOOK: '"test"'},
	test: {
		exclude: left,
		setupFiles: ['test/seed.ts'],
		// For machines that do much else: no test takes a minute on one that does not.
		testTimeout: 240_000,
		hookTimeout: 240_000,
		pool: 'forks',
		maxWorkers: 2,
		// All others share what they load, the playbook above all, and put back what they change of the environment.
		projects: [
			{
				extends: true,
				test: {name: 'shared', include: ['test/**/*.test.{ts,tsx}'], exclude: [...left, ...ALONE], isolate: false},
			},
			{extends: true, test: {name: 'alone', include: ALONE}},
		],
	},
});
