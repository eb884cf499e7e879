import {defineConfig} from 'vitest/config';

export default defineConfig({
	define: {XLA_TRIAGE_VERSION: JSON.stringify('test')},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		maxWorkers: 2,
	},
});
