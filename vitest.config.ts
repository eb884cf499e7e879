import {configDefaults, defineConfig} from 'vitest/config';

export default defineConfig({
	define: {XLA_TRIAGE_VERSION: JSON.stringify('test')},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// Marathons and scores: `npm run test:long`. scripts/test.mjs prints which are left out.
		exclude: [...configDefaults.exclude, ...(process.env['LONG'] ? [] : ['test/**/*.long.test.{ts,tsx}'])],
		setupFiles: ['test/seed.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		maxWorkers: 2,
	},
});
