import {describe, expect, it} from 'vitest';
import {createConditions, walk} from '../../src/engine/index.js';
import type {Flow} from '../../src/model/flow.js';
import {flowMermaid, flowNames, flowSvg, flowText, partOf} from '../../src/report/flow-graph.js';
import {projectPlaybook} from '../playbook/folder.js';

const playbook = projectPlaybook();
const {flow} = playbook;
const parts = flowNames(flow).map((name): [string, Flow] => [name, partOf(flow, name) ?? flow]);
const answers = new Map([
	['triage/start', 'e0100'],
	['triage/changed', 'unsure'],
	['triage/when', 'unsure'],
	['e0100/cause', 'capacity'],
	['e0100/second', 'unsure'],
	['e0100/during', 'placing'],
]);
const trail = walk(flow, {facts: [], answers}, createConditions(playbook.facts), {open: 'stop'});

describe.each(parts)('the drawings of %s', (_, part) => {
	const nodes = Object.values(part.nodes);
	const ways = nodes.reduce((sum, node) => sum + (node.kind === 'question' ? node.options.length + 1 : 0), 0);
	const labels = nodes.flatMap((node) =>
		node.kind === 'question' ? node.options.map(({label}) => label) : [node.title],
	);

	it('as Mermaid have every node and every way once', () => {
		const lines = flowMermaid(part).split('\n');
		expect(lines.filter((line) => line.includes(':::question') || line.includes(':::verdict'))).toHaveLength(
			nodes.length,
		);
		expect(lines.filter((line) => /\w (?:-->|-\.->)\|"[^"]*"\| \w/.test(line))).toHaveLength(ways);
	});

	it('as SVG are well-formed, with every way, and nothing outside of the picture', () => {
		const svg = flowSvg(part);
		expect(svg.match(/class="way/g)).toHaveLength(ways);
		expect(svg.match(/<rect class="(?:question|verdict)/g)).toHaveLength(nodes.length);
		const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
		for (const [, x, y, wide, high] of svg.matchAll(
			/<rect class="[^"]+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
		)) {
			expect(Number(x) + Number(wide)).toBeLessThan(width);
			expect(Number(y) + Number(high)).toBeLessThan(height);
		}
		expect(svg.replace(/<style>.*<\/style>/, '').match(/&(?!amp;|lt;|gt;|quot;)/g)).toBeNull();
		expect(svg).not.toMatch(/NaN|undefined|<script|href/);
	});

	it('lay no box over another', () => {
		const boxes = [
			...flowSvg(part).matchAll(/<rect class="[^"]+" x="(\d+)" y="([\d.]+)" width="(\d+)" height="([\d.]+)" rx/g),
		];
		const spans = boxes.map((match) => match.slice(1).map(Number) as [number, number, number, number]);
		for (const [index, [x, y, , high]] of spans.entries()) {
			for (const [otherX, otherY, , otherHigh] of spans.slice(index + 1)) {
				expect(x !== otherX || y + high <= otherY || otherY + otherHigh <= y).toBe(true);
			}
		}
	});

	it.each([60, 100])('as text fit %i columns and say every answer and verdict once', (width) => {
		const text = flowText(part, {width, colour: false});
		for (const line of text.trimEnd().split('\n').slice(0, -1)) expect(line.length).toBeLessThanOrEqual(width);
		const said = text.replace(/[│├╰─┄▶■◆]/g, ' ').replace(/\s+/g, ' ');
		for (const label of labels) expect(said).toContain(label.replace(/\s+/g, ' '));
	});
});

describe('the way that a session took', () => {
	const part = partOf(flow, 'e0100') ?? flow;

	it('is thick in Mermaid: four nodes, three ways', () => {
		const mermaid = flowMermaid(part, trail);
		expect(/class (\S+) passed/.exec(mermaid)?.[1]?.split(',')).toHaveLength(4);
		expect(/linkStyle (\S+) stroke/.exec(mermaid)?.[1]?.split(',')).toHaveLength(3);
	});

	it('is thick in the picture', () => {
		const svg = flowSvg(part, trail);
		expect(svg.match(/ passed"/g)).toHaveLength(4);
		expect(svg.match(/class="way[^"]* taken"/g)).toHaveLength(3);
		expect(flowSvg(part)).not.toMatch(/ (?:passed|taken)"/);
	});

	it('has dots and thick lines in the text', () => {
		const text = flowText(part, {width: 100, colour: false, trail});
		expect(text.match(/● (?:cause|second|during|placing)/g)).toHaveLength(4);
		expect(text).toContain('┗┄ Not sure');
		expect(text).toContain('┣━◆ My other arrays');
	});
});

describe('a name or a text that means something elsewhere', () => {
	const odd = 'Is "end" <b>bold</b> & `code` #1?';
	const place = {file: 'f', line: 1, column: 1};
	const end = {
		kind: 'verdict',
		verdict: 'v',
		says: '',
		retryable: false,
		stages: [{remedies: ['r']}],
		remedies: ['r'],
		claims: ['c'],
		place,
	} as const;
	const hostile: Flow = {
		start: 'end/end',
		nodes: {
			'end/end': {
				kind: 'question',
				id: 'end/end',
				ask: odd,
				why: '',
				how: '',
				claims: [],
				options: [{id: 'class', label: odd, states: {}, claims: [], goto: 'end/a-b'}],
				unsure: {goto: 'end/a_b', because: ''},
				place,
			},
			'end/a-b': {...end, id: 'end/a-b', title: odd},
			'end/a_b': {...end, id: 'end/a_b', title: 'Other'},
		},
	};

	it('is kept apart and quoted', () => {
		expect(flowSvg(hostile)).not.toMatch(/<b>|<\/b>/);
		const mermaid = flowMermaid(hostile);
		expect(mermaid).not.toMatch(/<b>|"end"|`/);
		expect(new Set([...mermaid.matchAll(/^\t(n_\S+?)[[(]/gm)].map(([, name]) => name)).size).toBe(3);
	});
});
