import {describe, expect, it} from 'vitest';
import {createConditions} from '../../src/engine/index.js';
import type {Fact, FactDeclaration, FactValue} from '../../src/model/fact.js';

const declarations = [
	declare('disk.size', 'size'),
	declare('disk.used', 'size'),
	declare('disk.label', 'text'),
	declare('disk.used_percent', 'number'),
	declare('loop.seen', 'truth'),
	declare('list.known', 'truth'),
	declare('code', 'text'),
	declare('retries', 'number'),
];
const conditions = createConditions(declarations);

function declare(name: string, kind: FactValue['kind']): FactDeclaration {
	return {name, kind, label: name, meaning: name, from: 'reader'};
}

function fact(name: string, value: string | boolean | readonly [number, number]): Fact {
	const given: FactValue =
		typeof value === 'string'
			? {kind: 'text', text: value}
			: typeof value === 'boolean'
				? {kind: 'truth', text: String(value), holds: value}
				: name.startsWith('disk.') && !name.endsWith('percent')
					? {kind: 'size', text: value.join('…'), bytes: {low: value[0], high: value[1]}}
					: {kind: 'number', text: value.join('…'), range: {low: value[0], high: value[1]}};
	return {name, value: given, origin: {by: 'reader', reader: 'test', place: {evidence: 'log', line: 1, quote: ''}}};
}

const facts = [
	fact('disk.size', [100, 110]),
	fact('disk.used_percent', [40, 40]),
	fact('disk.label', 'root "a"'),
	fact('loop.seen', false),
	fact('code', 'E1'),
];

describe('a condition', () => {
	it.each([
		['disk.size > 99', true],
		['disk.size > 99.0', true],
		['disk.size > 111.0', false],
		['disk.size > 105.0', 'unknown'],
		['disk.size >= 110.0', 'unknown'],
		['disk.size >= 100.0', true],
		['disk.size == 105.0', 'unknown'],
		['disk.size != 99.0', true],
		['disk.size == disk.size', 'unknown'],
		['disk.used_percent == 40', true],
		['disk.used_percent != 40', false],
		['-disk.used_percent < -39.0', true],
		['disk.size / disk.used_percent > 2.4', true],
		['disk.size / (disk.used_percent - 40.0) > 0.0', 'unknown'],
		['0.5 * disk.size + 1.0 > 50.0', true],
		['disk.used > 1.0', 'unknown'],
		['disk.used > 1.0 || code == "E1"', true],
		['code == "E1" || disk.used > 1.0', true],
		['disk.used > 1.0 && code == "E2"', false],
		['code == "E2" && disk.used > 1.0', false],
		['disk.used > 1.0 && code == "E1"', 'unknown'],
		['!(disk.used > 1.0)', 'unknown'],
		['loop.seen', false],
		['!loop.seen', true],
		['list.known', 'unknown'],
		['known("loop.seen") && known("disk.size")', true],
		['known("disk.used")', false],
		['disk.label.contains("loop.seen")', false],
		['disk.label.startsWith("root") && disk.label.endsWith("\\"")', true],
		['code in ["E1", "E2"]', true],
		['!(code in ["E3"])', true],
		['disk.used_percent in [1, 40]', true],
		['known("disk.used") ? disk.used > 1.0 : code == "E1"', true],
		['disk.used > 1.0 ? true : true', 'unknown'],
		['retries < 3', 'unknown'],
	])('%s is %s', (source, truth) => {
		expect(conditions.check(source)).toMatchObject({ok: true, type: 'bool'});
		expect(conditions.evaluate(source, facts)).toBe(truth);
	});

	it.each([
		['disk.sze > 1.0', 'fact', 0, 'disk.sze'],
		['true && disk.sze > 1.0', 'fact', 8, 'disk.sze'],
		['disk > 1.0', 'fact', 0, 'disk'],
		['disk.constructor == 1.0', 'fact', 0, 'disk.constructor'],
		['code.length > 1.0', 'fact', 0, 'code.length'],
		['known("disk.sze")', 'fact', 6, 'disk.sze'],
		['known(code)', 'forbidden', 0, undefined],
		['disk.size > "big"', 'type', 0, undefined],
		['loop.seen > 1.0', 'type', 0, undefined],
		['code + 1.0 > 2.0', 'type', 0, undefined],
		['disk.size >', 'syntax', 11, undefined],
		['disk.size > 1.0 )', 'syntax', 16, undefined],
		['', 'syntax', 0, undefined],
		['code.matches("(a+)+$")', 'forbidden', 0, undefined],
		['[1, 2].exists(x, x > 1)', 'forbidden', 0, undefined],
		['size(code) > 1', 'forbidden', 0, undefined],
		['dyn(code) == 1', 'forbidden', 0, undefined],
		['disk.size % 2.0 == 0.0', 'forbidden', 0, undefined],
		['code[0] == "E"', 'forbidden', 0, undefined],
		['{"a": 1}.a == 1', 'syntax', 1, undefined],
		['code == null', 'forbidden', 8, undefined],
	])('%s is refused: %s at %i', (source, kind, offset, name) => {
		const check = conditions.check(source);
		expect(check).toMatchObject({ok: false, kind, offset});
		if (!check.ok) expect(check.name).toBe(name);
		expect(() => conditions.evaluate(source, facts)).toThrow('not checked');
	});

	it('names its facts, and a decision those that it rested on', () => {
		const source = 'disk.used > 1.0 || code == "E1" || disk.size > 1.0';
		expect(conditions.check(source)).toMatchObject({facts: ['code', 'disk.size', 'disk.used']});
		expect(conditions.decide(source, facts)).toEqual({truth: true, facts: ['code'], missing: ['disk.used']});
	});

	it('takes the word of the user over that of a reader', () => {
		const said: Fact = {name: 'code', value: {kind: 'text', text: 'E2'}, origin: {by: 'user', question: 'q'}};
		expect(conditions.evaluate('code == "E2"', [...facts, said])).toBe(true);
	});

	it('is refused when it is too long or too deep, at once', () => {
		expect(conditions.check(`${'true && '.repeat(100_000)}true`)).toMatchObject({ok: false, kind: 'forbidden'});
		expect(conditions.check(`${'('.repeat(400)}true${')'.repeat(400)}`)).toMatchObject({ok: false, kind: 'syntax'});
		expect(conditions.check(`${'!'.repeat(900)}true`)).toMatchObject({ok: false});
	});

	it('is never given a fact of another kind than declared', () => {
		expect(() => conditions.evaluate('code == "E1"', [fact('retries', 'three')])).toThrow('Fact retries');
	});
});

describe('an arithmetic expression', () => {
	it('gives a range, or unknown', () => {
		expect(conditions.number('disk.size * 2', facts)).toEqual({low: 200, high: 220});
		expect(conditions.number('disk.size - disk.size', facts)).toEqual({low: -10, high: 10});
		expect(conditions.number('disk.used * 2.0', facts)).toBe('unknown');
		expect(conditions.number('1.0 / (disk.size - 105.0)', facts)).toBe('unknown');
		expect(conditions.check('disk.size * 2')).toMatchObject({ok: true, type: 'number'});
	});
});

describe('declarations', () => {
	it('may not give a name twice, nor to a fact and a group', () => {
		expect(() => createConditions([declare('a', 'text'), declare('a', 'size')])).toThrow('declared twice');
		expect(() => createConditions([declare('a', 'text'), declare('a.b', 'size')])).toThrow('declared twice');
		expect(() => createConditions([declare('a.b', 'text'), declare('a', 'size')])).toThrow('declared twice');
	});
});
