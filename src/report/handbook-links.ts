import type {Block, Inline} from '../model/document.js';
import {strong} from './blocks.js';

/** Blocks, and below them which statements of the sources they make. */
export function withClaims(blocks: readonly Block[], claims: readonly string[]): Block[] {
	if (claims.length === 0) return [...blocks];
	return [
		...blocks,
		{
			kind: 'paragraph',
			text: [
				strong('Statements of the sources said here: '),
				...links(
					claims.map((id) => `claims/${id}`),
					claims,
				),
			],
		},
	];
}

/** Links one after another, with commas. */
export function links(targets: readonly string[], words: readonly string[]): Inline[] {
	return targets.flatMap((target, index): Inline[] => [
		...(index === 0 ? [] : [{kind: 'text', text: ', '} as const]),
		{kind: 'link', text: words[index] ?? target, target},
	]);
}
