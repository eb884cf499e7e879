import type {Flow, FlowNode} from '../model/flow.js';
import {caption, inOrder, marksOf, nameOf, waysFrom, type Marks, type Trail, type Way} from './flow-part.js';
import {allot, type Bus} from './flow-tracks.js';
import {wrap} from './width.js';

/**
 * A flow as a self-contained SVG picture, portrait: questions are in the left column in the order they are asked, each with a row for
 * every option; verdicts and ways into other flows are in the right column. All ways to one place share one line, so that a
 * merge is drawn once. A trail is drawn thick. Colours are fixed and keep a contrast of at least 4.5 on the white ground.
 */
export function flowSvg(flow: Flow, trail?: Trail): string {
	const marks = marksOf(trail);
	const boxes = placed(flow);
	const rows = [...boxes.values()].flatMap((box) => box.rows);
	const bottom = spreadEnds(boxes, rows) + LEFT;
	const height = bottom + LINE;
	const {buses, tracks} = allot(busesOf(rows, boxes));
	const right = LEFT + BOX + GAP * 2 + tracks * TRACK;
	const total = right + END + LEFT;
	const marked = buses.toSorted((a, b) => Number(marks.has(a.to)) - Number(marks.has(b.to)));
	const parts = [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${height}" width="${total}" height="${height}" role="img">`,
		`<title>${escape(`Decision tree of ${nameOf(flow.start)}`)}</title>`,
		`<desc>${escape(described(flow, boxes))}</desc>`,
		`<style>${STYLE}</style>`,
		`<rect class="ground" width="${total}" height="${height}"/>`,
		...marked.map((bus) => line(bus, boxes, right, marks)),
		...[...boxes.values()].map((box) => draw(box, right, marks)),
		`<text class="dim" x="${LEFT}" y="${bottom + 4}">◆ the evidence can choose it; dashed: not sure</text>`,
		'</svg>',
	];
	return `${parts.join('\n')}\n`;
}

const LEFT = 12;
const BOX = 400;
const END = 300;
const GAP = 16;
const TRACK = 12;
const LINE = 17;
// How far below the upper edge of a box the ways to it come in.
const ENTRY = 18;
const PAD = 8;
// Letters of a proportional font at 13 px take 7 on the average; the estimate is generous, so that nothing runs over.
const LETTER = 7.2;

const STYLE = [
	'text{font:13px system-ui,sans-serif;fill:#111827}',
	'.ground{fill:#fff}',
	'.head{font-weight:600}',
	'.dim{fill:#4b5563;font-size:11px}',
	'.question{fill:#eef4ff;stroke:#3b5b92}',
	'.verdict{fill:#eaf6ec;stroke:#2f6b3c}',
	'.elsewhere{fill:#f3f4f6;stroke:#4b5563;stroke-dasharray:4}',
	'.passed{stroke:#b45309;stroke-width:3}',
	'.way{fill:none;stroke:#6b7280}',
	'.unsure{stroke-dasharray:3 3}',
	'.taken{stroke:#b45309;stroke-width:3}',
	'.rule{stroke:#c7d2e5}',
	'.arrow{fill:#6b7280}.arrow.taken{fill:#b45309;stroke:none}',
].join('');

interface Row {
	readonly way: Way;
	readonly lines: readonly string[];
	readonly y: number;
	readonly height: number;
}

interface Box {
	readonly id: string;
	readonly node?: FlowNode;
	readonly head: readonly string[];
	readonly rows: readonly Row[];
	readonly height: number;
	y: number;
}

// Questions from top to bottom; ends are given a height later, near the rows that lead to them.
function placed(flow: Flow): Map<string, Box> {
	const boxes = new Map<string, Box>();
	let y = LEFT;
	const ends: string[] = [];
	for (const id of inOrder(flow)) {
		const node = flow.nodes[id];
		if (node?.kind !== 'question') continue;
		const head = folded(caption(node), BOX);
		let rowY = PAD * 2 + 12 + head.length * LINE;
		const rows = waysFrom(flow, id).map((way): Row => {
			const lines = folded(`${way.inferred ? '◆ ' : ''}${way.label}`, BOX - 12);
			const row = {way, lines, y: y + rowY, height: lines.length * LINE + 6};
			rowY += row.height;
			return row;
		});
		boxes.set(id, {id, node, head, rows, height: rowY, y});
		y += rowY + GAP;
		ends.push(...rows.map(({way}) => way.to));
	}
	for (const id of new Set(ends)) {
		if (boxes.has(id)) continue;
		const node = flow.nodes[id];
		const head = folded(node ? caption(node) : `on to ${id}`, END);
		boxes.set(id, {id, ...(node ? {node} : {}), head, rows: [], height: PAD * 2 + 12 + head.length * LINE, y: 0});
	}
	return boxes;
}

// Each end as near as possible to the first row that leads to it, in that order, none over another.
function spreadEnds(boxes: ReadonlyMap<string, Box>, rows: readonly Row[]): number {
	let bottom = Math.max(...[...boxes.values()].map((box) => box.y + box.height));
	let free = LEFT;
	for (const box of boxes.values()) {
		if (box.node?.kind === 'question') continue;
		const first = rows.find(({way}) => way.to === box.id);
		box.y = Math.max(free, (first ? middle(first) : 0) - ENTRY);
		free = box.y + box.height + PAD;
		bottom = Math.max(bottom, free);
	}
	return bottom;
}

function busesOf(rows: readonly Row[], boxes: ReadonlyMap<string, Box>): readonly Bus<Row>[] {
	return [...boxes.keys()].flatMap((to): readonly Bus<Row>[] => {
		const from = rows.filter(({way}) => way.to === to);
		if (from.length === 0) return [];
		const box = boxes.get(to);
		const at = (box?.y ?? 0) + ENTRY;
		const heights = [...from.map(middle), at];
		return [{to, from, at, top: Math.min(...heights), bottom: Math.max(...heights), track: 0}];
	});
}

function line(bus: Bus<Row>, boxes: ReadonlyMap<string, Box>, right: number, marks: Marks): string {
	const x = LEFT + BOX + GAP + bus.track * TRACK;
	const isQuestion = boxes.get(bus.to)?.node?.kind === 'question';
	const end = isQuestion ? LEFT + BOX : right;
	const tip = isQuestion
		? `${end + 1},${bus.at} ${end + 8},${bus.at - 4} ${end + 8},${bus.at + 4}`
		: `${end - 1},${bus.at} ${end - 8},${bus.at - 4} ${end - 8},${bus.at + 4}`;
	const isTaken = bus.from.some(({way}) => marks.took(way));
	const ways = bus.from
		.toSorted((a, b) => Number(marks.took(a.way)) - Number(marks.took(b.way)))
		.map((row) => {
			const looks = `way${row.way.unsure ? ' unsure' : ''}${marks.took(row.way) ? ' taken' : ''}`;
			return `<path class="${looks}" d="M${LEFT + BOX},${middle(row)}H${x}V${bus.at}H${end}"/>`;
		});
	return `${ways.join('')}<polygon class="arrow${isTaken ? ' taken' : ''}" points="${tip}"/>`;
}

function draw(box: Box, right: number, marks: Marks): string {
	const isQuestion = box.node?.kind === 'question';
	const x = isQuestion ? LEFT : right;
	const wide = isQuestion ? BOX : END;
	const looks = `${box.node?.kind ?? 'elsewhere'}${marks.has(box.id) ? ' passed' : ''}`;
	const above = box.node?.kind === 'verdict' ? `${box.id} · ${box.node.verdict}` : box.id;
	const texts = [
		`<text class="dim" x="${x + PAD}" y="${box.y + PAD + 9}">${escape(above)}</text>`,
		...box.head.map((text, index) => label(text, x + PAD, box.y + PAD + 12 + (index + 1) * LINE - 4, 'head')),
	];
	const rows = box.rows.flatMap((row) => [
		`<path class="rule" d="M${x},${row.y}h${wide}"/>`,
		...row.lines.map((text, index) =>
			label(text, x + PAD + 6, row.y + (index + 1) * LINE - 1, row.way.unsure ? 'dim' : ''),
		),
	]);
	const round = isQuestion ? 3 : 14;
	return `<g><rect class="${looks}" x="${x}" y="${box.y}" width="${wide}" height="${box.height}" rx="${round}"/>${[...texts, ...rows].join('')}</g>`;
}

function label(text: string, x: number, y: number, looks: string): string {
	return `<text${looks === '' ? '' : ` class="${looks}"`} x="${x}" y="${y}">${escape(text)}</text>`;
}

function middle(row: Row): number {
	return row.y + row.height / 2;
}

function folded(text: string, pixels: number): readonly string[] {
	const columns = Math.floor((pixels - 2 * PAD) / LETTER);
	const words = text.split(' ').map((word) => ({text: word, look: '', glue: false}));
	return wrap(words, columns).map((line) =>
		line.map(({text: word, glue}, index) => (index === 0 || glue ? word : ` ${word}`)).join(''),
	);
}

// What the picture shows, in words, for those who hear it.
function described(flow: Flow, boxes: ReadonlyMap<string, Box>): string {
	return [...boxes.values()]
		.filter(({node}) => node?.kind === 'question')
		.map(({head, rows}) => {
			const ways = rows.map(({way}) => {
				const target = flow.nodes[way.to];
				return `${way.label}: ${target ? caption(target) : way.to}`;
			});
			return `${head.join(' ')} ${ways.join('. ')}.`;
		})
		.join(' ');
}

function escape(text: string): string {
	return text.replace(
		/[&<>"]/g,
		(character) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[character] ?? '',
	);
}
