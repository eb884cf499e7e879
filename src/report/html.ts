import type {Document} from '../model/document.js';
import {escapeHtml, htmlBlocks, htmlPage} from './html-blocks.js';

const STYLE = `
:root { color-scheme: light dark; --dim: #6b7280; --line: #8884; --code: #8882; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; background: var(--code); border-radius: .25em; }
code { padding: .1em .3em; overflow-wrap: anywhere; } pre { padding: .8em 1em; overflow-x: auto; } pre code { background: none; padding: 0; }
table { border-collapse: collapse; } th, td { padding: .3em .8em; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 500; } .right { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; } figcaption { color: var(--dim); font-size: .9em; } ul.check { list-style: none; padding-left: 0; }
@media print { body { margin: 0; max-width: none; } }
`.trim();

/** Documents as one HTML file that needs nothing else: no script, no font, no address is fetched. */
export function printHtml(documents: readonly Document[]): string {
	return htmlPage(
		documents[0]?.title ?? 'xla-triage',
		STYLE,
		documents.flatMap((document) => [`<h1>${escapeHtml(document.title)}</h1>`, ...htmlBlocks(document.blocks)]),
	);
}
