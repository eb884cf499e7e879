import {describe, expect, it} from 'vitest';
import {filesOf, projectPlaybook, ROOT} from '../playbook/folder.js';
import {flagNamesIn} from './pages.js';

const files = filesOf(ROOT);
const playbook = projectPlaybook();
const {remedies, pages, flags} = playbook;

const cited = [
	...remedies.map(({id, citations}) => [`remedies/${id}`, citations] as const),
	...pages.map(({id, citations}) => [id, citations] as const),
	...flags.map(({name, citations}) => [`flag ${name}`, citations] as const),
];

/** The documents that this project began with. */
const seeds = [
	'000_29caab836f29f1cf.txt',
	'001_4825428129fd224d.txt',
	'002_ab863f6e902df961.txt',
	'003_1215386f500306d8.txt',
	'004_585973159ac50773.txt',
];

describe('citations', () => {
	it.each(cited)('of %s are addresses, seed documents, measurements or public reports', (_, citations) => {
		for (const {title, source} of citations) {
			expect(title.trim()).not.toBe('');
			if (/^(?:measured|public): \S/.test(source)) continue;
			const seed = /^seed: (\d{3}_[0-9a-f]{16}\.txt)$/.exec(source)?.[1];
			if (seed !== undefined) {
				expect(seeds).toContain(seed);
				continue;
			}
			expect(URL.canParse(source), source).toBe(true);
			const {protocol, hostname, username} = new URL(source);
			expect({protocol, username}).toEqual({protocol: 'https:', username: ''});
			expect(hostname).toMatch(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
			expect(source).not.toMatch(/[\s<>"]/);
		}
	});

	it('give one title to one address on a page', () => {
		for (const [at, citations] of cited) {
			const sources = citations.map(({source}) => source);
			expect(new Set(sources).size, at).toBe(sources.length);
		}
	});
});

// Names that look like flags and are none.
const OTHERS = new Set(['tpu_custom_call', 'tpu_info', 'xla_dump', 'libtpu_lockfile', 'tpu_logs']);

describe('flags that pages name', () => {
	const known = new Map(flags.map((flag) => [flag.name, flag]));
	const named = files
		.filter((file) => /^content\/.*\.md$/.test(file.path) && !file.path.startsWith('content/drills/'))
		.flatMap((file) => [...new Set(flagNamesIn(file.text))].map((name) => ({at: file.path, name, text: file.text})))
		.filter(({name}) => !OTHERS.has(name));

	it('are many', () => {
		expect(named.length).toBeGreaterThan(40);
	});

	it.each(named)('$at: $name is in the table; where it is refused, the page says so', ({name, text}) => {
		const flag = known.get(name);
		expect(flag).toBeDefined();
		if (flag?.channels.length === 0) expect(text).toMatch(/refuse|unknown|not know|not a flag|not accept/i);
	});

	it('explain a harm in words that can be behind "is set:"', () => {
		const harms = flags.flatMap(({harm}) => (harm ? [harm] : []));
		expect(harms.length).toBeGreaterThan(5);
		for (const {because} of harms) expect(because).toMatch(/^[a-z].*[^.]$/);
	});
});

// What a page sends its reader to must be enough alone: each snippet imports what it uses, or says what it needs.
describe('snippets', () => {
	const python = files
		.filter(({path: at}) => at.startsWith('content/remedies/'))
		.flatMap(({path: at, text}) =>
			[...text.matchAll(/```python\n([\s\S]*?)```/g)].map(
				([, code = ''], index) => [`${at} ${index + 1}`, code] as const,
			),
		);

	it('are there', () => {
		expect(python.length).toBeGreaterThan(40);
	});

	it.each(python)('%s imports what it uses', (_, code) => {
		for (const [name, imported] of [
			['jax', /^import (?:\w+, )*jax\b|^import .*\bjax(?:,|$)/m],
			['jnp', /\bjax\.numpy as jnp\b/],
			['np', /\bnumpy as np\b/],
			['P', /\bPartitionSpec as P\b/],
			['ocp', /\bas ocp\b/],
			['pl', /\bpallas as pl\b/],
		] as const) {
			const uses = new RegExp(`(?<![\\w."'])${name}[.(]`).test(code.replaceAll(/^(?:import|from) .*$|#.*$/gm, ''));
			if (uses) expect(code).toMatch(imported);
		}
	});
});
