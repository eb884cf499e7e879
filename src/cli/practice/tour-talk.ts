import type {TourStop} from '../../model/drill.js';
import {heading, paragraph} from '../../report/index.js';
import {describeShapes} from '../../report/shape.js';
import type {Talk} from './talk.js';

/** Walks the tour, stop by stop. True if it was walked to its end. */
export async function talkTour(stops: readonly TourStop[], talk: Talk): Promise<boolean> {
	for (let at = 0; at < stops.length;) {
		const stop = stops[at];
		if (!stop) break;
		talk.show(heading(1, `${at + 1} of ${stops.length}: ${stop.title}`));
		if (stop.kind === 'report') talk.lines(...stop.quote.map((line) => `    ${line}`), '');
		talk.show(...stop.body);
		const way = stop.kind === 'shape' ? await calculate(stop, talk) : await turn(talk);
		if (way === 'leave') return false;
		at = Math.max(0, at + (way === 'back' ? -1 : 1));
	}
	return true;
}

type Way = 'on' | 'back' | 'leave';

async function turn(talk: Talk): Promise<Way> {
	const typed = await talk.ask('Enter goes on; b back; q leave: ');
	return typed === undefined || typed === 'q' ? 'leave' : typed === 'b' ? 'back' : 'on';
}

/** Shapes to pick from or to type, computed as they are entered. */
async function calculate(stop: Extract<TourStop, {kind: 'shape'}>, talk: Talk): Promise<Way> {
	for (;;) {
		talk.lines(...stop.shapes.map(({text}, place) => `  ${place + 1}. ${text}`), '');
		const typed = await talk.ask(`A number, or a shape of your own; Enter goes on; b back; q leave: `);
		if (typed === undefined || typed === 'q') return 'leave';
		if (typed === 'b') return 'back';
		if (typed === '') return 'on';
		const picked = /^\d+$/.test(typed) ? stop.shapes[Number(typed) - 1] : undefined;
		const answer = describeShapes([picked?.text ?? typed]);
		if (!answer.ok) {
			talk.lines(`This is not a shape: at character ${answer.offset + 1}, ${answer.message}`, '');
			continue;
		}
		talk.show(heading(2, answer.document.title), ...answer.document.blocks);
		if (picked) talk.show(paragraph(picked.says));
	}
}
