import {configDefaults, defineConfig} from 'vitest/config';

export default defineConfig({
	define: {XLA_TRIAGE_VERSION: JSON.stringify('test')},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// Marathons and scores: `npm run test:long`. scripts/test.mjs prints which are left out.
		exclude: [...configDefaults.exclude, ...(process.env['LONG'] ? [] : ['test/**/*.long.test.{ts,tsx}'])],
		setupFiles: ['test/seed.ts'],
		// Tests in a real terminal wait for a machine that may be busy; the laws draw the same each time, so nothing else changes.
		retry: 1,
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		maxWorkers: 2,
	},
});
