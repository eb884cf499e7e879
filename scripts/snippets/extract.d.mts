/** A Python snippet of a page. */
export interface Snippet {
	readonly code: string;
	/** 1-based line of its first line in the page. */
	readonly line: number;
	/** What it needs beyond a CPU and JAX; absent if it runs anywhere. */
	readonly needs?: string;
}

export function extractSnippets(markdown: string): Snippet[];
