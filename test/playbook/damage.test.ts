import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createConditions, walk} from '../../src/engine/index.js';
import type {PlaybookFile} from '../../src/playbook/index.js';
import {COMPLAINTS, parsePlaybook} from '../../src/playbook/index.js';
import {filesOf, ROOT} from './folder.js';

const BASE = filesOf(path.join(ROOT, 'test', 'refused', '_base'));
const runs = {numRuns: process.env['LONG'] ? 20_000 : 120};

/** What happens to files in the hands of authors: lines go, come twice, change places; words are cut, letters slip. */
const damage = fc.record({
	file: fc.nat(BASE.length - 1),
	line: fc.nat(60),
	kind: fc.constantFrom('drop', 'double', 'swap', 'cut', 'letter', 'indent', 'word'),
	letter: fc.constantFrom(
		"'",
		'"',
		'[',
		']',
		'{',
		'}',
		':',
		'-',
		'#',
		'*',
		'&',
		'!',
		'|',
		'>',
		'%',
		'@',
		'`',
		',',
		'\t',
		'<',
		'\0',
		'ä',
	),
	at: fc.nat(60),
	word: fc.constantFrom(
		'start',
		'full',
		'disk.used',
		'delete-logs',
		'null',
		'true',
		'7',
		'[]',
		'{}',
		'~',
		'__proto__',
		'constructor',
	),
});

describe('a damaged playbook', () => {
	it('gives complaints with places in its files, or a playbook that can be walked, and never throws', () => {
		fc.assert(
			fc.property(fc.array(damage, {minLength: 1, maxLength: 4}), fc.boolean(), (damages, soft) => {
				const files = damages.reduce(apply, BASE);
				const {playbook, complaints} = parsePlaybook(files, {soft});
				for (const {id, place, message, hint} of complaints) {
					expect(Object.keys(COMPLAINTS)).toContain(id);
					const lines = files.find((file) => file.path === place.file)?.text.split('\n') ?? [''];
					expect(place.line).toBeGreaterThanOrEqual(1);
					expect(place.line).toBeLessThanOrEqual(lines.length);
					expect(place.column).toBeGreaterThanOrEqual(1);
					expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? '').length + 1);
					expect(message).toMatch(/\S/);
					expect(hint).toMatch(/\S/);
				}
				if (!soft) expect(playbook === undefined).toBe(complaints.length > 0);
				if (!playbook || complaints.some(({id}) => id === 'loop') || !(playbook.flow.start in playbook.flow.nodes))
					return;
				const conditions = createConditions(playbook.facts);
				expect(walk(playbook.flow, {facts: [], answers: new Map()}, conditions, {open: 'pass'}).at.kind).toBe(
					'verdict',
				);
				for (const remedy of playbook.remedies) {
					for (const {when} of [...remedy.indicated, ...remedy.unlikely, ...remedy.ruledOut]) {
						expect(conditions.evaluate(when.source, [])).toBeDefined();
					}
				}
			}),
			runs,
		);
	});
});

function apply(
	files: readonly PlaybookFile[],
	{file, line, kind, letter, at, word}: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): readonly PlaybookFile[] {
	return files.map((given, index) => {
		if (index !== file) return given;
		const lines = given.text.split('\n');
		const here = line % lines.length;
		const text = lines[here] ?? '';
		const changed: Record<typeof kind, readonly string[]> = {
			drop: [],
			double: [text, text],
			swap: [lines[here + 1] ?? '', text],
			cut: [text.slice(0, at)],
			letter: [text.slice(0, at) + letter + text.slice(at)],
			indent: [`  ${text}`],
			word: [text.replace(/[\w.-]+(?=\W*$)/, word)],
		};
		lines.splice(here, kind === 'swap' ? 2 : 1, ...changed[kind]);
		return {path: given.path, text: lines.join('\n')};
	});
}
