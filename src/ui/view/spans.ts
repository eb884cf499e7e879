// What Ink's frame and the first frame have in common about the spans of a line.
import type {Line, Span} from '../text/line.js';

/** As few spans as show the same: blanks have no looks of their own, and every span costs in each frame. */
export function merged(content: Line): Line {
	const spans: Span[] = [];
	for (const part of content) {
		const last = spans.at(-1);
		if (last && (last.tone === part.tone || /^ *$/.test(part.text)))
			spans[spans.length - 1] = {text: last.text + part.text, tone: last.tone};
		else spans.push(part);
	}
	return spans;
}

/** The line of a menu that enter would choose is told by its weight, besides its mark: colour alone would not do. */
export function pointed(content: Line): Line {
	return content.map((part) => (part.tone === 'plain' ? {...part, tone: 'strong'} : part));
}
