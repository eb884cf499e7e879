import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {fileAddress, hasHyperlinks} from '../../src/cli/hyperlinks.js';
import {hyperlink, visible} from '../../src/report/hyperlink.js';
import {paragraph} from '../../src/report/blocks.js';
import {printPlain} from '../../src/report/plain.js';
import {command} from './command.js';

const LOG = 'content/samples/e1000-logits.log';
const ESCAPE = '\u001B';

test.each([
	[{}, false],
	[{TERM: 'xterm-256color'}, false],
	[{TERM: 'xterm-kitty'}, true],
	[{TERM: 'alacritty'}, true],
	[{TERM_PROGRAM: 'iTerm.app'}, true],
	[{TERM_PROGRAM: 'vscode', NO_COLOR: '1'}, true],
	[{TERM_PROGRAM: 'Apple_Terminal'}, false],
	[{VTE_VERSION: '7200'}, true],
	[{VTE_VERSION: '4800'}, false],
	[{WT_SESSION: 'a'}, true],
	[{VTE_VERSION: '7200', TMUX: '/tmp/tmux'}, false],
	[{VTE_VERSION: '7200', TERM: 'screen-256color'}, false],
	[{VTE_VERSION: '7200', TERM: 'dumb'}, false],
	[{TERM: 'dumb', FORCE_HYPERLINK: '1'}, false],
	[{TERM: 'xterm', FORCE_HYPERLINK: '1'}, true],
	[{TERM: 'xterm-kitty', FORCE_HYPERLINK: '0'}, false],
])('links of a terminal with %o', (env, has) => {
	expect(hasHyperlinks(env, true)).toBe(has);
	expect(hasHyperlinks({...env}, false)).toBe(false);
});

test.each([
	'https://x.org/\u0007',
	'https://x.org/\u001B\\',
	'https://x.org/a b',
	'javascript:alert(1)',
	'pages/e1000',
	'https://x.org/\u009C',
])('%j is not linked', (address) => {
	expect(hyperlink('text', address)).toBe('text');
});

test('a link keeps its whole address where its words are on two lines, and nothing seen changes', () => {
	const target = `https://example.org/${'long/'.repeat(12)}end`;
	const document = {title: 'T', blocks: [paragraph('See', {kind: 'link', text: 'the page', target}, '.')]};
	const plain = printPlain(document, {width: 40, colour: false});
	for (const colour of [false, true]) {
		const text = printPlain(document, {width: 40, colour, hyperlinks: true});
		expect(visible(text)).toBe(plain);
		expect(text.split(`${ESCAPE}]8;;${target}${ESCAPE}\\`).length).toBeGreaterThan(2);
		expect(text.split(`${ESCAPE}]8;;${ESCAPE}\\`)).toHaveLength(text.split(`${ESCAPE}]8;;${target}`).length);
	}
});

test('a log that holds a link forges none', () => {
	const forged = `see ${ESCAPE}]8;;https://evil.example${ESCAPE}\\docs${ESCAPE}]8;;${ESCAPE}\\`;
	const document = {
		title: forged,
		blocks: [paragraph({kind: 'text', text: forged}), {kind: 'quote' as const, text: forged, where: forged}],
	};
	const text = printPlain(document, {width: 80, colour: false, hyperlinks: true});
	expect(text).not.toContain(ESCAPE);
});

test('diagnose leads to the log, but not in a redacted report or where the terminal has no links', async () => {
	const address = fileAddress(LOG) ?? '';
	expect(address).toMatch(/^file:\/\/.*e1000-logits\.log$/);
	expect(new URL(address).pathname).toBe(pathToFileURL(LOG).pathname);
	const linked = await command(['diagnose', LOG], undefined, {hyperlinks: true});
	const plain = await command(['diagnose', LOG]);
	expect(linked.out).toContain(`${ESCAPE}]8;;${address}${ESCAPE}\\${LOG}:`);
	expect(visible(linked.out)).toBe(plain.out);
	expect(plain.out).not.toContain(ESCAPE);
	const redacted = await command(['diagnose', '--redact', LOG], undefined, {hyperlinks: true});
	expect(redacted.out).not.toContain('file://');
});

test('standard input has no address', () => {
	expect(fileAddress('no-such-stdin')).toBeUndefined();
});
