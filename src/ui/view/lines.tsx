import {Box, Text} from 'ink';
import type {Line, Span} from '../text/line.js';
import {THEME} from './theme.js';

/** One line, cut at the right edge. */
export function Row({content}: {readonly content: Line}) {
	const spans = merged(content);
	return (
		<Text wrap="truncate-end">
			{spans.length === 0
				? ' '
				: spans.map((part, index) => (
						<Text key={index} {...THEME[part.tone]}>
							{part.text}
						</Text>
					))}
		</Text>
	);
}

/** Lines one under another. */
export function Lines({lines}: {readonly lines: readonly Line[]}) {
	return (
		<Box flexDirection="column" flexShrink={0}>
			{lines.map((content, index) => (
				<Row key={index} content={content} />
			))}
		</Box>
	);
}

/** As few spans as show the same: blanks have no looks of their own, and every span costs in each frame. */
function merged(content: Line): Line {
	const spans: Span[] = [];
	for (const part of content) {
		const last = spans.at(-1);
		if (last && (last.tone === part.tone || /^ *$/.test(part.text)))
			spans[spans.length - 1] = {text: last.text + part.text, tone: last.tone};
		else spans.push(part);
	}
	return spans;
}
