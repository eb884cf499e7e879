import {Box, Text} from 'ink';
import {memo} from 'react';
import type {Line} from '../text/line.js';
import {merged} from './spans.js';
import {THEME} from './theme.js';

/** One line, cut at the right edge. Most lines say the same after a key, and are not drawn again then. */
export const Row = memo(DrawnRow, (before, after) => isSame(before.content, after.content));

function DrawnRow({content}: {readonly content: Line}) {
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

function isSame(one: Line, other: Line): boolean {
	if (one === other) return true;
	return (
		one.length === other.length && one.every(({text, tone}, at) => text === other[at]?.text && tone === other[at].tone)
	);
}
