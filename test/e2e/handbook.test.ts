// The handbook in a real browser. It runs where a Chromium is installed and long tests are wanted (npm run test:long).
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {handbookOf, printHandbookHtml} from '../../src/report/index.js';
import {loadPlaybook} from '../../src/store/playbook.js';
import {chromium, openPage, type Page} from './browser.js';

const executable = chromium();
const audit = `${readFileSync(new URL('audit-page.mjs', import.meta.url), 'utf8').replace('export function', 'function')}; auditPage()`;

interface Audit {
	readonly faults: readonly string[];
	readonly texts: number;
	readonly headings: number;
}

describe('the audit of a page', () => {
	it('is one function that needs nothing from outside', () => {
		expect(audit.match(/^import /gm)).toBeNull();
		expect(audit.match(/^function /gm)).toHaveLength(1);
	});
});

// Without a browser nothing more is registered: what cannot run is not counted as passed or skipped.
if (executable !== undefined && process.env['LONG'] !== undefined) {
	describe('the handbook in Chromium', () => {
		let folder: string;
		let page: Page;
		let url: string;
		beforeAll(async () => {
			const loaded = await loadPlaybook();
			if (!('playbook' in loaded)) throw new Error('The playbook has complaints.');
			folder = mkdtempSync(path.join(tmpdir(), 'xla-triage-handbook-'));
			const file = path.join(folder, 'handbook.html');
			writeFileSync(file, printHandbookHtml(handbookOf(loaded.playbook), loaded.playbook.flow));
			url = pathToFileURL(file).href;
			page = await openPage(executable);
		});
		afterAll(async () => {
			await page.close();
			rmSync(folder, {recursive: true, force: true});
		});

		it.each([
			[1200, 'light'],
			[1200, 'dark'],
			[360, 'light'],
		])('has contrast, headings, landmarks, names and no sideways scrolling at %i pixels, %s', async (width, scheme) => {
			await page.go(url);
			await page.send('Emulation.setDeviceMetricsOverride', {width, height: 800, deviceScaleFactor: 1, mobile: false});
			await page.send('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: scheme}]});
			const {faults, texts, headings} = (await page.evaluate(audit)) as Audit;
			expect(faults).toEqual([]);
			expect(texts).toBeGreaterThan(5000);
			expect(headings).toBeGreaterThan(300);
		});

		it('is reached by the keyboard: the skip link first, then the contents, always with a visible focus', async () => {
			await page.go(url);
			await page.press('Tab');
			const focus = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
			expect(await focus()).toBe('Skip the contents');
			expect(await page.evaluate('document.activeElement.getBoundingClientRect().left >= 0')).toBe(true);
			await page.press('Enter');
			expect(await page.evaluate('location.hash + document.activeElement.tagName')).toBe('#contents-endMAIN');
			await page.go(url);
			const seen = new Set<unknown>();
			for (let press = 0; press < 24; press++) {
				await page.press('Tab');
				seen.add(
					await page.evaluate(
						"document.activeElement.tagName + (document.activeElement.getAttribute('href') ?? document.activeElement.textContent)",
					),
				);
				const outline = 'getComputedStyle(document.activeElement).outlineStyle';
				expect(await page.evaluate(outline)).not.toBe('none');
			}
			expect(seen.size).toBe(24);
			await page.press('Tab', true);
			expect(await page.evaluate('document.activeElement !== document.body')).toBe(true);
		});

		it('can be printed', async () => {
			await page.go(url);
			const {data} = await page.send('Page.printToPDF', {});
			const pages =
				Buffer.from(String(data), 'base64')
					.toString('latin1')
					.match(/\/Type\s*\/Page\b/g) ?? [];
			expect(pages.length).toBeGreaterThan(30);
		});

		it('fetches nothing and says nothing in the console', async () => {
			await page.go(url);
			expect(await page.evaluate("performance.getEntriesByType('resource').length")).toBe(0);
		});

		it('is looked at by an audit that finds what is wrong', async () => {
			const broken = path.join(folder, 'broken.html');
			writeFileSync(
				broken,
				`<!doctype html><html><body><p style="color:#999">pale</p><h1>One</h1><h3 id="a">Three</h3><h1 id="a"></h1>
				<a href="#nowhere"></a><table><tr><td>1</td></tr></table><svg></svg><img src="data:,"><div style="overflow:auto;width:50px"><pre>${'x'.repeat(400)}</pre></div>
				<div style="width:4000px">wide</div></body></html>`,
			);
			await page.go(pathToFileURL(broken).href);
			const {faults} = (await page.evaluate(audit)) as Audit;
			const wanted = [
				/^contrast 2/,
				/exactly one h1/,
				/jumps from 1 to 3/,
				/empty heading/,
				/exactly one main/,
				/outside of landmarks/,
			];
			const more = [
				/no language/,
				/no title/,
				/id a is given 2/,
				/without words/,
				/leads nowhere/,
				/without a name/,
				/without heads/,
				/no focus/,
				/wide in a window/,
			];
			for (const rule of [...wanted, ...more]) expect(faults.join('\n')).toMatch(rule);
		});
	});
}
