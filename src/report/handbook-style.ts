/** Colours of the handbook, light and dark. A test holds each pair of text and ground to a contrast of at least 4.5. */
export const HANDBOOK_COLOURS = {
	light: {text: '#1b1f24', ground: '#ffffff', dim: '#57606a', link: '#0b57a4', code: '#eff1f3', line: '#c9d1d9'},
	dark: {text: '#e6e8eb', ground: '#15181c', dim: '#a9b1ba', link: '#8ab8ff', code: '#23282e', line: '#3d444d'},
} as const;

function variables(colours: Readonly<Record<string, string>>): string {
	return Object.entries(colours)
		.map(([name, value]) => `--${name}: ${value};`)
		.join(' ');
}

/** The style sheet of the handbook, for screens and paper. */
export const HANDBOOK_STYLE = `
:root { color-scheme: light dark; ${variables(HANDBOOK_COLOURS.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(HANDBOOK_COLOURS.dark)} } }
html { scroll-padding-top: 1rem; }
body { font: 1rem/1.6 system-ui, sans-serif; color: var(--text); background: var(--ground); max-width: 56rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.5rem; margin-top: 3rem; } h3 { font-size: 1.2rem; margin-top: 2.5rem; }
h4 { font-size: 1.05rem; margin-top: 1.6rem; } h5, h6 { font-size: 1rem; }
a { color: var(--link); } a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .5rem 1rem; }
header p, footer { color: var(--dim); } footer { margin-top: 4rem; border-top: 1px solid var(--line); }
article { border-top: 1px solid var(--line); margin-top: 2rem; } article h3 { margin-top: 1rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9em; background: var(--code); border-radius: .25em; }
code { padding: .1em .3em; overflow-wrap: anywhere; } pre { padding: .8em 1em; white-space: pre-wrap; overflow-wrap: anywhere; } pre code { background: none; padding: 0; }
.table { overflow-x: auto; } .table:focus-visible { outline-offset: 0; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .35em .8em .35em 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-bottom-width: 2px; } .right { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; } figcaption { color: var(--dim); font-size: .9em; } ul.check { list-style: none; padding-left: 0; }
.picture { overflow-x: auto; background: #fff; border: 1px solid var(--line); } .picture svg { display: block; }
li > p { margin: .3rem 0; } nav ol, nav ul { padding-left: 1.4rem; } summary { cursor: pointer; color: var(--dim); }
@media print {
	:root { ${variables(HANDBOOK_COLOURS.light)} }
	body { margin: 0; max-width: none; font-size: 10pt; } .skip { display: none; } .table, .picture { overflow: visible; border: 0; }
	.picture svg { max-width: 100%; height: auto; } section { break-before: page; } h2, h3, h4 { break-after: avoid; } pre, tr, .picture { break-inside: avoid; }
	a { color: inherit; }
}
`.trim();
