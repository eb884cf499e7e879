import {Box, Text} from 'ink';
import type {Line} from '../text/line.js';
import {merged} from './spans.js';
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
