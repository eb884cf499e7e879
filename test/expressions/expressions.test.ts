// No regular expression of the project takes more than linear time: each is run on long runs of its own characters and the steps are counted.
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parseAst} from 'vitest/node';
import {stepsOf} from './steps.js';
import {strained, strainsOf, type Strain} from './strains.js';

const root = path.resolve(import.meta.dirname, '../..');
const files = (readdirSync(path.join(root, 'src'), {recursive: true}) as string[]).filter((file) =>
	/\.tsx?$/.test(file),
);

const written = files.flatMap((file) => literalsOf(file));

describe('every regular expression', () => {
	it('written in the sources takes steps in proportion to the text', () => {
		expect(written.length).toBeGreaterThan(500);
		expect(written.flatMap(({at, expression}) => complaintsOf(expression).map((one) => `${at} ${one}`))).toEqual([]);
	});

	it('made while reading, labelling and redacting takes steps in proportion to the text', async () => {
		const made = await madeExpressions();
		expect(made.length).toBeGreaterThan(100);
		expect(made.flatMap((expression) => complaintsOf(expression))).toEqual([]);
	});
});

describe('counting steps', () => {
	it('finds what is known to be slow', () => {
		for (const slow of [/(?:a+)+b/, /\d+\.\d+$/, /\s+$/, /"(?:[^"\\]|\\.)*$x/, /(?<=\s+)x/, /(\d+)-\1/])
			expect(complaintsOf(slow), String(slow)).not.toEqual([]);
	});

	it('passes what is known to be linear', () => {
		for (const quick of [/^\s*\d+/, /(?<!\d)\d+x/, /a[^ab]*b/, /\b\w{1,20}=/, /(?<=key:\s{0,4})\w+/g])
			expect(complaintsOf(quick), String(quick)).toEqual([]);
	});

	it('matches what the engine of the platform matches', () => {
		const lines = ['E1000: Used 24.02G of 15.75G hbm', 'f32[8,128]{1,0:T(8,128)} "a\\"b" aab-aab', '  step=12, x '];
		for (const {expression} of written)
			for (const line of lines)
				expect(stepsOf(expression, line).ends, String(expression)).toEqual(endsOf(expression, line));
	});
});

const FEW = [32, 128] as const;
const MANY = [512, 2048] as const;
/** Four times the text may take so many times the steps. */
const MOST = 5.5;

/** What strains an expression too much, if anything does. Small sizes are tried first: they rule out nearly all. */
function complaintsOf(expression: RegExp): readonly string[] {
	const worst = strainsOf(expression).find(
		(strain) => growth(expression, strain, FEW) > MOST && growth(expression, strain, MANY) > MOST,
	);
	return worst ? [`${String(expression)} on ${JSON.stringify(worst)}`] : [];
}

function growth(expression: RegExp, strain: Strain, [small, large]: readonly [number, number]): number {
	const few = stepsOf(expression, strained(strain, small), 1_000_000).steps;
	return stepsOf(expression, strained(strain, large), few * 6).steps / few;
}

function endsOf(expression: RegExp, text: string): readonly number[] {
	const searching = new RegExp(
		expression.source,
		expression.sticky ? expression.flags : `${expression.flags.replace('g', '')}g`,
	);
	const ends = [...(expression.sticky ? [searching.exec(text)] : text.matchAll(searching))].flatMap((match) =>
		match ? [match.index + match[0].length] : [],
	);
	return expression.global ? ends : ends.slice(0, 1);
}

interface Written {
	readonly at: string;
	readonly expression: RegExp;
}

function literalsOf(file: string): readonly Written[] {
	const text = readFileSync(path.join(root, 'src', file), 'utf8');
	const found: Written[] = [];
	const visit = (node: unknown): void => {
		if (typeof node !== 'object' || node === null) return;
		const {type, regex, start} = node as {type?: string; regex?: {pattern: string; flags: string}; start?: number};
		if (type === 'Literal' && regex) {
			const line = text.slice(0, start).split('\n').length;
			found.push({at: `src/${file}:${String(line)}`, expression: new RegExp(regex.pattern, regex.flags)});
		}
		for (const child of Object.values(node)) visit(child);
	};
	// oxlint-disable-next-line typescript/no-deprecated -- its successor is not exported by vitest
	visit(parseAst(text, {lang: file.endsWith('x') ? 'tsx' : 'ts'}));
	return found;
}

/** Expressions that are put together at run time: their constructor is watched while the program works on a sample crash. */
async function madeExpressions(): Promise<readonly RegExp[]> {
	const made = new Map<string, RegExp>();
	const original = globalThis.RegExp;
	globalThis.RegExp = new Proxy(original, {
		construct(target, args) {
			const expression = Reflect.construct(target, args) as RegExp;
			// Libraries answer for their own.
			if (/^.*\/node_modules\//.test(new Error().stack?.split('\n')[2] ?? '')) return expression;
			made.set(String(expression), expression);
			return expression;
		},
	});
	try {
		const [{projectPlaybook}, {readText}, {diagnoseText}, {redact}] = await Promise.all([
			import('../playbook/folder.js'),
			import('../../src/readers/index.js'),
			import('../../bench/diagnose-text.js'),
			import('../../src/report/redact.js'),
		]);
		const playbook = projectPlaybook();
		const folder = path.join(root, 'content/samples');
		for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
			const text = readFileSync(path.join(folder, name), 'utf8');
			readText(name, text, playbook.frameworks);
			diagnoseText(playbook, name, text);
			redact(text);
		}
	} finally {
		globalThis.RegExp = original;
	}
	return [...made.values()];
}
