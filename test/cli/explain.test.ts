import {describe, expect, it} from 'vitest';
import {loadPlaybook} from '../../src/store/playbook.js';
import {command} from './command.js';

const loaded = await loadPlaybook();
if (!('playbook' in loaded)) throw new Error('The playbook has complaints.');
const {playbook} = loaded;

describe('explain', () => {
	it('knows a page by the words with which others refer to it', async () => {
		const {code, out} = await command(['explain', 'align', 'dimensions']);
		expect({code, title: out.split('\n')[0]}).toEqual({code: 0, title: 'Avoid padding'});
	});

	it('knows every page, remedy, flag, question, verdict and fact by its name', async () => {
		const names = [
			...playbook.pages.map(({id}) => id),
			...playbook.remedies.map(({id}) => id),
			...playbook.flags.map(({name}) => name),
			...Object.keys(playbook.flow.nodes),
			...playbook.facts.map(({name}) => name),
		];
		expect(names.length).toBeGreaterThan(250);
		// One of seven of each kind: each call loads the whole playbook.
		for (const name of names.filter((_, index) => index % 7 === 0)) {
			expect((await command(['explain', name])).code, name).toBe(0);
		}
	});

	it('understands British spelling', async () => {
		expect(await command(['explain', 'gpu-memory-utilisation'])).toMatchObject(
			await command(['explain', 'gpu-memory-utilization']),
		);
	});

	it.each([
		['frgamentation', 'fragmentation'],
		['donate-bufers', 'donate-buffers'],
		['xla_tpu_rwb_fusio', 'xla_tpu_rwb_fusion'],
		['how far over the limit', 'e1000/near'],
		['blockwise attention scores', 'attention-blockwise'],
	])('finds what is meant by %s', async (written, meant) => {
		const {out, err, code} = await command(['explain', ...written.split(' ')]);
		if (code === 0) expect(out).toContain(meant);
		else expect(err.replace(/\s+/g, ' ')).toMatch(new RegExp(`Did you mean [^?]*${meant}`));
	});

	it.each([
		['splash', 'attention-blockwise'],
		['sa_block_q', 'vmem-blocks'],
		['gpu-memory-utilization', 'kv-cache-limits'],
		['remat_policy', 'remat-checkpoint'],
	])('finds the page that mentions %s', async (word, page) => {
		const {out, code} = await command(['explain', word]);
		expect(code).toBe(0);
		expect(out).toContain(page);
	});

	it('suggests pages for a misspelt word of a text', async () => {
		const {err, code} = await command(['explain', 'splsh']);
		expect(code).not.toBe(0);
		expect(err.replace(/\s+/g, ' ')).toMatch(/Did you mean [^?]*attention-blockwise/);
	});

	it('prints a question with why it is asked, how to find out, and where each answer leads', async () => {
		const {out} = await command(['explain', 'e1000/split']);
		for (const words of ['Why:', 'How to find out:', 'Not sure', 'leads to:', 'tc.used']) expect(out).toContain(words);
	});

	it('names the answers of a question as a file of answers does, and the facts that choose them in words', async () => {
		const {out} = await command(['explain', 'e0100/during']);
		expect(out).toContain('- restoring: Arrays of a checkpoint');
		expect(out).toContain('- unsure: Not sure');
		expect(out.replace(/\s+/g, ' ')).toContain('The evidence chooses it by “Replica” and “What went on”');
		expect(out).toContain('e0100/during: output');
	});

	it('prints what is spelled just so before what is spelled alike', async () => {
		const {out} = await command(['explain', 'memory-fitting-level']);
		const [remedy, flag] = [out.indexOf('Raise the memory fitting level\n═'), out.indexOf('memory_fitting_level\n═')];
		expect(remedy).toBeGreaterThanOrEqual(0);
		expect(flag).toBeGreaterThan(remedy);
	});

	it('lists what authors need after all else', async () => {
		const {out} = await command(['explain']);
		expect(out.lastIndexOf('\nterms\n')).toBeLessThan(out.indexOf('For authors'));
		expect(out.match(/\n(?:codes|terms|complaints)\n/g)).toHaveLength(2);
	});

	it('says so where nothing has such a name', async () => {
		const {code, err} = await command(['explain', 'qqqqqqqq']);
		expect(code).toBe(2);
		expect(err).toContain('No name is close to it.');
	});

	it('writes the whole handbook as text, Markdown or HTML', async () => {
		const html = await command(['explain', '--all', '--format', 'html']);
		expect(html.code).toBe(0);
		expect(html.out.startsWith('<!doctype html>')).toBe(true);
		const markdown = await command(['explain', '--all', '-f', 'markdown']);
		expect(markdown.out.match(/^```mermaid$/gm)?.length).toBeGreaterThan(3);
		const {out} = await command(['explain', '--all']);
		for (const {title} of playbook.remedies) expect(out.includes(title), title).toBe(true);
	});
});
