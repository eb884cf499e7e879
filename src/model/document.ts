/** A run of text inside a line. */
export type Inline =
	| {readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string}
	/** `target` is a URL, or the id of a page: `remedies/donate-buffers`, `terms/padding`. */
	| {readonly kind: 'link'; readonly text: string; readonly target: string};

/** One block of a document. Pages and reports are made of the same blocks, so every printer prints both. */
export type Block =
	| {readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: readonly Inline[]}
	| {readonly kind: 'paragraph'; readonly text: readonly Inline[]}
	| {readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[]}
	/** A list with boxes: what is chosen is ticked. */
	| {readonly kind: 'checklist'; readonly items: readonly {readonly done: boolean; readonly blocks: readonly Block[]}[]}
	| {readonly kind: 'code'; readonly language: string; readonly text: string}
	/** The user's own words, with the place they come from. */
	| {readonly kind: 'quote'; readonly where: string; readonly text: string}
	| {
			readonly kind: 'table';
			readonly align: readonly ('left' | 'right')[];
			readonly head: readonly (readonly Inline[])[];
			readonly rows: readonly (readonly (readonly Inline[])[])[];
	  };

/** A whole document: one value, printed as plain text, Markdown, HTML, or drawn on the screen. */
export interface Document {
	readonly title: string;
	readonly blocks: readonly Block[];
}

/** Plain text as a run. */
export function text(words: string): Inline {
	return {kind: 'text', text: words};
}

/** A name or command to type exactly so. */
export function code(words: string): Inline {
	return {kind: 'code', text: words};
}

/** The words of runs, without their looks. */
export function words(runs: readonly Inline[]): string {
	return runs.map((run) => run.text).join('');
}
