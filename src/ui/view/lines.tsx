import {Box, Text} from 'ink';
import type {Line} from '../text/line.js';
import {THEME} from './theme.js';

/** One line, cut at the right edge. */
export function Row({content}: {readonly content: Line}) {
	return (
		<Text wrap="truncate-end">
			{content.length === 0
				? ' '
				: content.map((part, index) => (
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
